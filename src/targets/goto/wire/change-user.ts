import type { CustomAttribute, GroupKey, UserKey } from '../planner/account.ts';
import { attributesBody } from './attributes.ts';
import type { Result, UserWrite } from './calls.ts';
import { NO_FACTS } from './classify.ts';
import { Key, pathOf, printJson } from './print.ts';
import { unsentRefusal } from './refusal.ts';
import { explained, type ReadLicences } from './seats.ts';
import { accountPath, type UserReads } from './users.ts';
import { refusal, write } from './write.ts';

/** The service may answer with any status of success, and with a body or without: what counts is the next reading. */
const NOTHING = (): null => null;

type Account = Pick<UserReads, 'connection' | 'settings'>;

/** What the body does not name stays as it is. */
export async function updateUser(
  { connection, settings }: Account,
  key: UserKey,
  wanted: UserWrite,
  readLicences: ReadLicences,
): Promise<Result<null>> {
  const { email, firstName, lastName, licences, adminRoles, managedGroups, gains = [] } = wanted;
  const facts = {
    ...NO_FACTS,
    licences: gains.length > 0,
    address: email !== undefined,
    // Only a super admin makes admins.
    rights: adminRoles === undefined ? ['SUPER_USER', 'MANAGE_USERS'] : ['SUPER_USER'],
  };
  const body = {
    email,
    firstName,
    lastName,
    licenseKeys: licences?.map((one) => new Key(one)),
    adminRoles,
    managedGroupKeys: managedGroups?.map((one) => new Key(one)),
  };
  const result = await write(connection, {
    what: 'change of a user',
    method: 'PUT',
    path: pathOf(accountPath(settings, 'users', key)),
    body: printJson(body, settings.requests.keys),
    parse: NOTHING,
    facts,
  });
  return await explained(result, { gains, facts, readLicences });
}

/** @param group null = takes the user out of its group */
export async function writeGroup(
  { connection, settings }: Account,
  group: GroupKey | null,
  user: UserKey,
): Promise<Result<null>> {
  return await write(connection, {
    what: 'user group of a user',
    ...(group === null
      ? { method: 'DELETE', path: pathOf(accountPath(settings, 'users', user, 'groups')) }
      : { method: 'PUT', path: pathOf(accountPath(settings, 'groups', group, 'users', user)) }),
    parse: NOTHING,
    facts: { ...NO_FACTS, rights: ['SUPER_USER', 'MANAGE_USERS', 'MANAGE_GROUPS'] },
  });
}

/** @param known the custom attributes of the account */
export async function writeAttributes(
  { connection, settings }: Account,
  user: UserKey,
  values: Readonly<Record<string, string>>,
  known: readonly CustomAttribute[],
): Promise<Result<null>> {
  const body = attributesBody(values, known);
  if (body === null) {
    return refusal(unsentRefusal('invalid-data', 'The account lacks one of the custom attributes.'));
  }
  return await write(connection, {
    what: 'custom attributes of a user',
    method: 'PUT',
    path: pathOf(accountPath(settings, 'users', user, 'attributes')),
    body: printJson(body, settings.requests.keys),
    parse: NOTHING,
    facts: { ...NO_FACTS, rights: ['SUPER_USER', 'MANAGE_USERS'] },
  });
}
