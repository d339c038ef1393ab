import { counted } from '../../../core/counted.ts';
import { Failure } from '../../../core/failure.ts';
import type { Probed } from '../../../core/probing.ts';
import type { Client } from '../wire/call.ts';
import { readUser, type UserRecord } from '../wire/user-record.ts';
import { writeDescription } from './write-description.ts';

/** So much of a text is shown. */
const SHOWN = 120;

/** What may stand in the description through us. */
export interface Left {
  /** What was read before and after our writes. */
  readonly texts: Set<string>;
  /** Whether nothing else can be ours: false after a write whose end is not known. */
  isKnown: boolean;
}

/**
 * Puts the description back, and proves that the user is as before. Nothing else is written over: where another field
 * differs, somebody may have changed it by hand meanwhile.
 *
 * @returns what stands there now, where it is not as before
 */
export async function putBack(client: Client, before: UserRecord, left: Left): Promise<Probed['harm']> {
  let why = '';
  try {
    const found = await readUser(client, before.id, null);
    const isOurs = found !== null && (!left.isKnown || left.texts.has(found.description));
    if (found !== null && !isOurs) why = ' Somebody has written another description meanwhile, which was left alone.';
    if (found !== null && isOurs && found.description !== before.description) {
      const word = await writeDescription(client, found, before.description);
      if (word !== 'OK') why = ` The service refused it with the word ${word}.`;
    }
  } catch (error) {
    why = ` ${reasonOf(error)}`;
  }
  try {
    const now = await readUser(client, before.id, null);
    return now === null ? harm(before, 'It is not in the account any more.', why) : compared(before, now, why);
  } catch (error) {
    return harm(before, `It could not be read afterwards: ${reasonOf(error)}`, why);
  }
}

function compared(before: UserRecord, now: UserRecord, why: string): Probed['harm'] {
  const keys = Object.keys(before) as (keyof UserRecord)[];
  const lost = keys.filter((key) => before[key] !== now[key]);
  if (lost.length === 0) return null;
  const texts = lost.map((key) => `Its ${key} is ${shown(now[key])} now, and was ${shown(before[key])}.`);
  return harm(before, texts.join(' '), why);
}

function harm(before: UserRecord, text: string, why: string): NonNullable<Probed['harm']> {
  return {
    text: `The user with the node ${before.id} (${before.name}, ${before.email}) was not put back.${why} ${text}`,
    remedy: `Open this user in the Admin Center and make it as it was: description ${shown(before.description)}, name ${shown(before.name)}, nickname ${shown(before.nick)}, e-mail ${shown(before.email)}, SSO ID ${shown(before.ssoId)}, disabled.`,
  };
}

function shown(value: string | boolean): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (value.length <= SHOWN) return JSON.stringify(value);
  return `${JSON.stringify(value.slice(0, SHOWN))} and so on (${counted(value.length, 'character')})`;
}

function reasonOf(error: unknown): string {
  if (error instanceof Failure) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
