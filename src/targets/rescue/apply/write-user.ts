import type { CallValues } from '../../journal.ts';
import { descriptionValues } from '../journal-values.ts';
import { formatMarker, NO_FINGERPRINT, parseMarker, withMarker } from '../planner/marker.ts';
import type { Client, Result } from '../wire/call.ts';
import { concernsLogin, concernsMobile } from '../wire/service-words.ts';
import { readUser, type UserRecord } from '../wire/user-record.ts';
import { userParameters } from '../wire/user-parameters.ts';
import { differences } from './call-values.ts';
import { DONE, done, type End, endOfWrite, failed, type Written } from './outcome.ts';
import { isEqual } from './wanted-record.ts';
import { writeMarked } from './write-marked.ts';

export interface UserWrite {
  /** The record as it was read. */
  readonly found: UserRecord;
  /** The same; for a new user without the add-ons that nobody has given it. */
  readonly user: UserRecord;
  readonly wanted: UserRecord;
  /** The mark of a saved plan; null = none. */
  readonly mark: string | null;
  /** For a new user, or one that passes to another person; null leaves the password alone. */
  readonly password: string | null;
}

/** How a write ends that the service refuses because the call says nothing about logging in. */
export const NEEDS_LOGIN: End = failed(
  'The service refuses to write an enabled user without an SSO ID unless a password is sent along, and adsync sets no password of an existing user, so nothing was written. Give the user an SSO ID (ssoId of the mapping), or make the change in the Admin Center. No other user of this kind is written in this run.',
);

/** Whether a write says that a user is enabled, and sends neither an SSO id nor a password. */
export function isWithoutLogin({ wanted, password }: Pick<UserWrite, 'wanted' | 'password'>): boolean {
  return wanted.enabled && wanted.ssoId === '' && password === null;
}

/**
 * Writes a user. Where only the mobile add-on is refused, everything else is written without it: nobody can ask the
 * service beforehand how many add-ons are left.
 */
export async function writeUser(client: Client, write: UserWrite): Promise<End> {
  const { user, wanted } = write;
  const written = await writeWanted(client, write);
  // Who is enabled already has a seat, so the refusal of the status can mean nothing else.
  if (!written.ok && user.enabled && isWithoutLogin(write) && concernsLogin(written.word)) return NEEDS_LOGIN;
  if (written.ok || !wanted.mobile || user.mobile || !concernsMobile(written.word)) return endOfWrite(written, 'user');

  const rest = withoutMobile(wanted);
  const end = isEqual(user, rest) ? DONE : endOfWrite(await writeWanted(client, { ...write, wanted: rest }), 'user');
  if (end.result !== 'done') return end;
  return done('No mobile licence was left; everything else is as planned. The next run asks for the licence again.');
}

function writeWanted(client: Client, { found, wanted, mark, password }: UserWrite): Promise<Result<Written>> {
  return writeMarked(wanted, mark, async (user, isMarked) => {
    const isThere = !isMarked && isEqual(found, user);
    return isThere ? { ok: true, value: 'written' } : await writeRecord(client, found, user, password);
  });
}

/** The link then vouches for nothing, so that the next plan looks at the user again. */
function withoutMobile(user: UserRecord): UserRecord {
  const marker = parseMarker(user.description);
  if (marker === null) return { ...user, mobile: false };
  const open = formatMarker({ ...marker, fingerprint: NO_FINGERPRINT });
  const description = withMarker(user.description, open);
  return { ...user, mobile: false, description };
}

/**
 * Writes the whole record: nobody knows what the service does with a field that is left out. So it is never written
 * twice without a look: somebody may have changed the user in between, and would lose that.
 */
async function writeRecord(
  client: Client,
  found: UserRecord,
  user: UserRecord,
  password: string | null,
): Promise<Result<Written>> {
  return await client.call<Written>({
    method: 'setUser_v2',
    parameters: {
      ...userParameters(user),
      ...(password === null ? {} : { pwd: password, confpwd: password }),
    },
    signal: null,
    parse: () => 'written',
    recheck: true,
    writes: {
      node: user.id,
      ...differences(userValues(found), userValues(user, password !== null && found.email !== '')),
    },
    async settle() {
      const live = await readUser(client, user.id, null);
      if (live === null) return { ok: true, value: 'gone' };
      if (saysTheSame(live, user)) return { ok: true, value: 'written' };
      return saysTheSame(live, found) ? null : { ok: true, value: 'changed' };
    },
  });
}

/** @param isRenewed whether somebody who was there gets a new password; which one, the journal never says */
function userValues(user: UserRecord, isRenewed = false): CallValues {
  const { name, email, ssoId, mobile, enabled } = user;
  return {
    name,
    email,
    ssoId,
    mobile,
    status: enabled ? 'enabled' : 'disabled',
    ...descriptionValues(user.description),
    ...(isRenewed ? { credentials: 'new' } : {}),
  };
}

/** The presence is not compared, nor white space at the ends, which answers do not keep. */
function saysTheSame(a: UserRecord, b: UserRecord): boolean {
  const texts = ['name', 'nick', 'email', 'ssoId', 'description'] as const;
  const flags = ['mobile', 'rpat', 'enabled'] as const;
  return texts.every((key) => a[key].trim() === b[key].trim()) && flags.every((key) => a[key] === b[key]);
}
