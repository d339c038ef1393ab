import { Failure } from '../../../core/failure.ts';
import type { NodeId } from '../planner/account.ts';
import type { Role } from '../role.ts';
import type { Client } from './call.ts';
import { type Candidate, lastFieldsOf, parseRecord, type Shape } from './parse-record.ts';
import { recordDifferences } from './profile-differences.ts';
import { type Fields, nodeParameters, ProtocolError } from './protocol.ts';
import { isNodeRefused, unknownWord } from './service-words.ts';
import { readSingleNode, type SingleNode } from './single-node.ts';
import { isEnabled, userRole } from './tree-node.ts';
import { printedText } from './tree-text.ts';

/** A user's whole record, as getUser_v3 gives it and setUser_v2 takes it. */
export interface UserRecord {
  readonly id: NodeId;
  readonly role: Role;
  readonly name: string;
  /** The name that customers see. */
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
 * Reads a user's record. Its text may allow more than one reading. Then the tree's text of the same user decides: it holds
 * name, e-mail and description, too, with other fields between them, and only the true reading fits both.
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
    parse({ rest }) {
      for (const one of recordDifferences(client.profile, rest)) client.memory.differences.add(one);
      return { rest, user: userOf(rest, parseRecord(rest, RECORD), id) };
    },
  });
  if (!result.ok) {
    if (isNodeRefused(result.word)) return null;
    throw unknownWord(result.word);
  }
  const { rest, user } = result.value;
  if (!('unreadable' in user)) return user;
  const single = await readSingleNode(client, id, signal);
  if (single === null) return user;
  try {
    return userOf(
      rest,
      parseRecord(rest, RECORD, (candidate) => isPrintedAs(candidate, id, single)),
      id,
    );
  } catch (error) {
    // Somebody has changed the user between the two answers.
    if (error instanceof ProtocolError) return user;
    throw error;
  }
}

/** Whether the tree prints a reading of a user's record as it prints the user. */
function isPrintedAs(candidate: Candidate, id: NodeId, { parent, text }: SingleNode): boolean {
  const fixed = printedText({ id, parent, name: '', email: '', description: '' }).length;
  const size = fixed + candidate.size('name') + candidate.size('email') + candidate.size('description');
  if (size !== text.length) return false;
  const [name, email, description] = ['name', 'email', 'description'].map((key) => candidate.value(key));
  return text === printedText({ id, parent, name: name ?? '', email: email ?? '', description: description ?? '' });
}

/** @param fields null when they cannot be told apart; the last ones always can */
function userOf(rest: string, fields: Fields | null, id: NodeId): UserRecord | UnreadableUser {
  if (fields !== null) return userRecord(fields, id);
  const role = userRole(lastFieldsOf(rest, RECORD).get('type') ?? '');
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
