import { fold } from '../../../core/text.ts';
import type { AccountUser, CustomAttribute, UserKey } from '../planner/account.ts';
import type { GotoSettings } from '../settings.ts';
import { ask } from './ask.ts';
import { strange } from './failures.ts';
import { emailFilter } from './filter.ts';
import { field, keyOf, ProtocolError } from './json.ts';
import { readList } from './list.ts';
import type { Connection } from './persist.ts';
import { pathOf } from './print.ts';
import { errorWords } from './refusal.ts';
import { filled, type Shown, userRow } from './user-row.ts';

/** What reading users takes. */
export interface UserReads {
  readonly connection: Connection;
  readonly settings: Pick<GotoSettings, 'account' | 'requests'>;
  /** What rows of this account have shown so far. */
  readonly shown: Shown;
  /** The custom attributes of the account; null = the file uses none. */
  readonly attributes: () => Promise<readonly CustomAttribute[] | null>;
  readonly signal: AbortSignal | null;
}

/** The path of the account, before encoding. */
export function accountPath({ account }: Pick<GotoSettings, 'account'>, ...more: readonly string[]): string[] {
  return ['admin', 'rest', 'v1', 'accounts', account, ...more];
}

/** @param email only users that a filter for this address gives; null = all */
export async function readUsers(
  { connection, settings, shown, attributes, signal }: UserReads,
  email: string | null,
  progress?: (done: number, of: number) => void,
): Promise<readonly AccountUser[]> {
  const wanted = await attributes();
  const { pageSize, filter } = settings.requests;
  const rows = await readList(connection, {
    what: email === null ? 'list of users' : 'search for a user',
    path: accountPath(settings, 'users'),
    pageSize,
    signal,
    row: (row) => userRow(row, wanted, shown),
    keyOf: ({ key }) => key,
    ...(email === null ? {} : { filter: emailFilter(email, filter) }),
    ...(progress === undefined ? {} : { progress }),
  });
  return rows.map((row) => filled(row, wanted !== null, shown));
}

/** @returns null where the service says that there is no such user */
export async function readUser(reads: UserReads, key: UserKey): Promise<AccountUser | null> {
  const { connection, settings, shown, signal } = reads;
  const wanted = await reads.attributes();
  return await ask<AccountUser | null>(
    connection,
    {
      what: 'one user',
      path: pathOf(accountPath(settings, 'users', key)),
      signal,
      parse({ body }) {
        if (keyOf(field(body, 'key'), 'the key of a user') !== key) throw new ProtocolError('another user came');
        return filled(userRow(body, wanted, shown), wanted !== null, shown);
      },
    },
    // A 404 that does not say so is that of a proxy or of a wrong address.
    ({ status, body }) => (status === 404 && errorWords(body).codes.includes('user.not.found') ? null : undefined),
  );
}

/** The one user with exactly this address, whatever else the filter gave. */
export async function findUser(reads: UserReads, email: string): Promise<AccountUser | null> {
  const found = await readUsers(reads, email);
  const [one = null, ...others] = found.filter((user) => fold(user.email) === fold(email));
  if (others.length === 0) return one;
  throw strange(`search for a user: the service at ${reads.connection.transport.base}`, 'two users have one address');
}
