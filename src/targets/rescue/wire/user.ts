import { Failure } from '../../../core/failure.ts';
import type { NodeId, Role } from '../planner/account.ts';
import type { CallValues } from '../../journal.ts';
import { descriptionValues } from '../journal-values.ts';
import { type Alone, readAlone } from './alone.ts';
import { textOf } from './blocks.ts';
import type { Client, Result } from './client.ts';
import { type Fields, ProtocolError } from './protocol.ts';
import { type Candidate, readRecord, type Shape, wordsOf } from './record.ts';
import { isEnabled, userRole } from './node.ts';
import { differences } from './values.ts';
import { unknownWord } from './words.ts';

/** A user's whole record, as getUser_v3 gives it and setUser_v2 takes it. */
export interface UserRecord {
  readonly id: NodeId;
  readonly role: Role;
  readonly name: string;
  /** What customers see. */
  readonly nick: string;
  readonly email: string;
  readonly ssoId: string;
  readonly description: string;
  readonly mobile: boolean;
  readonly rpat: boolean;
  readonly accountHolder: boolean;
  readonly enabled: boolean;
}

/** A user that is there, but whose fields cannot be told apart: somebody wrote text that looks like fields. */
export interface UnreadableUser {
  readonly id: NodeId;
  readonly role: Role;
  readonly unreadable: string;
}

const RECORD: Shape = {
  numbers: ['nodeid'],
  texts: ['name', 'nick', 'email', 'ssoid', 'description'],
  words: ['type', 'hasmobileaddon', 'hasrpataddon', 'isaccountholder', 'status'],
};

/** Both spellings: the vendor's table and form sample differ, and nobody could say which one counts. */
export function nodeParameters(node: NodeId): Record<string, string> {
  return { node, nodeID: node };
}

/** The pages spell the word for an unknown node in more ways than one. */
export function isNodeRefused(word: string): boolean {
  return word.startsWith('INVALIDPARAM_NODE');
}

/**
 * @returns null when there is no such user (any more)
 * @throws Failure RESCUE_USER_UNREADABLE when its fields cannot be told apart
 */
export async function readUser(client: Client, id: NodeId, signal: AbortSignal | null): Promise<UserRecord | null> {
  const user = await askUser(client, id, signal);
  if (user === null || !('unreadable' in user)) return user;
  throw new Failure(
    'RESCUE_USER_UNREADABLE',
    `The fields of the user with the node ${id} cannot be told apart: its name, its nickname or its description holds text that looks like other fields.`,
    'Clean them in the Admin Center.',
  );
}

/**
 * Reads a user's record. Where its text allows more than one reading, the tree's text of the same user is asked for: it
 * holds name, e-mail and description, too, but other fields between them, and the true reading is one of both.
 *
 * @returns null when there is no such user (any more)
 */
export async function askUser(
  client: Client,
  id: NodeId,
  signal: AbortSignal | null,
): Promise<UserRecord | UnreadableUser | null> {
  const result = await client.call({
    method: 'getUser_v3',
    parameters: nodeParameters(id),
    signal,
    parse: ({ rest }) => ({ rest, user: userOf(rest, readRecord(rest, RECORD), id) }),
  });
  if (!result.ok) {
    if (isNodeRefused(result.word)) return null;
    throw unknownWord(result.word);
  }
  const { rest, user } = result.value;
  if (!('unreadable' in user)) return user;
  const alone = await readAlone(client, id, signal);
  if (alone === null) return user;
  try {
    return userOf(
      rest,
      readRecord(rest, RECORD, (candidate) => isTextOf(candidate, id, alone)),
      id,
    );
  } catch (error) {
    // Somebody has changed the user between the two answers.
    if (error instanceof ProtocolError) return user;
    throw error;
  }
}

function isTextOf(candidate: Candidate, id: NodeId, { parent, text }: Alone): boolean {
  const fixed = textOf({ id, parent, name: '', email: '', description: '' }).length;
  const size = fixed + candidate.size('name') + candidate.size('email') + candidate.size('description');
  if (size !== text.length) return false;
  const [name, email, description] = ['name', 'email', 'description'].map((key) => candidate.value(key));
  return text === textOf({ id, parent, name: name ?? '', email: email ?? '', description: description ?? '' });
}

/** @param fields null when they cannot be told apart; the last ones can all the same */
function userOf(rest: string, fields: Fields | null, id: NodeId): UserRecord | UnreadableUser {
  if (fields !== null) return userRecord(fields, id);
  const role = userRole(wordsOf(rest, RECORD).get('type') ?? '');
  if (role === null) throw new ProtocolError('the user has an unknown type');
  if (!new RegExp(`^\\s*nodeid\\s*:\\s*${id}\\s`, 'i').test(rest)) throw new ProtocolError('it is about another user');
  return { id, role, unreadable: rest };
}

function userRecord(fields: Fields, id: NodeId): UserRecord {
  const text = (key: string): string => fields.get(key) ?? '';
  if (text('nodeid') !== id) throw new ProtocolError('it is about another user');
  const role = userRole(text('type'));
  if (role === null) throw new ProtocolError('the user has an unknown type');
  const enabled = isEnabled(text('status'));
  if (enabled === null && !(text('status') === '' && text('email') === ''))
    throw new ProtocolError('the user has an unknown status');
  return {
    id,
    role,
    name: text('name'),
    nick: text('nick'),
    email: text('email'),
    ssoId: text('ssoid'),
    description: text('description'),
    mobile: flag(text('hasmobileaddon')),
    rpat: flag(text('hasrpataddon')),
    accountHolder: flag(text('isaccountholder')),
    enabled: enabled ?? false,
  };
}

function flag(text: string): boolean {
  if (!/^(true|false)$/i.test(text)) throw new ProtocolError('an add-on is neither True nor False');
  return text.toLowerCase() === 'true';
}

/** written; or not written (any more), because the record is neither as it was found nor as it was to be, or is gone. */
export type Written = 'written' | 'changed' | 'gone';

/**
 * Writes a user's whole record: what the service does with a field that is left out is not known. So it is never
 * written twice without a look: somebody may have changed the user in between, and would lose that.
 *
 * @param found the record as it was read
 * @param password for a new user, or one that passes to another person; null leaves the password alone
 */
export async function writeUser(
  client: Client,
  found: UserRecord,
  user: UserRecord,
  password: string | null,
): Promise<Result<Written>> {
  return await client.call<Written>({
    method: 'setUser_v2',
    parameters: {
      ...nodeParameters(user.id),
      name: user.name,
      nick: user.nick,
      email: user.email,
      ssoid: user.ssoId,
      status: user.enabled ? 'Enabled' : 'Disabled',
      description: user.description,
      mobileaddon: user.mobile ? 'True' : 'False',
      rpataddon: user.rpat ? 'True' : 'False',
      ...(password === null ? {} : { pwd: password, confpwd: password }),
    },
    signal: null,
    parse: () => 'written',
    recheck: true,
    writes: { node: user.id, ...differences(userValues(found), userValues(user)) },
    async settle() {
      const live = await readUser(client, user.id, null);
      if (live === null) return { ok: true, value: 'gone' };
      if (isSame(live, user)) return { ok: true, value: 'written' };
      return isSame(live, found) ? null : { ok: true, value: 'changed' };
    },
  });
}

function userValues(user: UserRecord): CallValues {
  const { name, email, ssoId, mobile, enabled } = user;
  return {
    name,
    email,
    ssoId,
    mobile,
    status: enabled ? 'enabled' : 'disabled',
    ...descriptionValues(user.description),
  };
}

/** The presence is not compared, nor white space at the ends, which answers do not keep. */
function isSame(a: UserRecord, b: UserRecord): boolean {
  const texts = ['name', 'nick', 'email', 'ssoId', 'description'] as const;
  const flags = ['mobile', 'rpat', 'enabled'] as const;
  return texts.every((key) => a[key].trim() === b[key].trim()) && flags.every((key) => a[key] === b[key]);
}
