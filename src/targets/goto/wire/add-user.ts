import type { Added, NewUser, Result } from './calls.ts';
import { type CallFacts, NO_FACTS } from './classify.ts';
import { addedOf } from './rows.ts';
import { Key, pathOf, printJson } from './print.ts';
import { explained, type ReadLicences } from './seats.ts';
import { accountPath, findUser, type UserReads } from './users.ts';
import { write } from './write.ts';

/**
 * Adds one user. After an unclear end the address is looked for before the call is made again, and once more where the
 * service then calls it taken: it may be ours, and only shown late.
 */
export async function addUser(reads: UserReads, user: NewUser, readLicences: ReadLicences): Promise<Result<Added>> {
  const { connection, settings } = reads;
  const { email, licences } = user;
  const facts: CallFacts = {
    ...NO_FACTS,
    licences: licences.length > 0,
    address: true,
    rights: ['SUPER_USER', 'ADD_USERS'],
  };
  const past: { unclear: boolean } = { unclear: false };
  const look = async (): Promise<Added | null> => {
    past.unclear = true;
    await connection.world.sleep(settings.requests.consistencyDelay, null);
    return await lookFor(reads, email);
  };
  const made = await write<Added>(connection, {
    what: 'addition of a user',
    method: 'POST',
    path: pathOf(accountPath(settings, 'users'), { allOrNothing: 'false' }),
    body: printJson(bodyOf(user), settings.requests.keys),
    parse: ({ body }) => addedOf(body, email),
    settle: look,
    facts,
  });
  const result = await explained(made, { gains: licences, facts, readLicences });
  const conflict = conflictIn(result);
  if (conflict === null) return result;
  const ours = past.unclear ? await look() : null;
  return { ok: true, value: ours ?? conflict };
}

function conflictIn(result: Result<Added>): Added | null {
  if (result.ok) return result.value.kind === 'conflict' ? result.value : null;
  const { refusal } = result;
  return refusal.status === 409 && refusal.kind === 'account-exists' ? { kind: 'conflict', refusal } : null;
}

/** Where it cannot be looked for, nothing is known: the call may not be made again, and its end stays open. */
async function lookFor(reads: UserReads, email: string): Promise<Added | null> {
  const found = await findUser(reads, email);
  return found === null ? null : { kind: 'added', key: found.key };
}

/** What stands beside the users is meant for all of them: so there is one in a call. */
function bodyOf(user: NewUser): Parameters<typeof printJson>[0] {
  const { email, firstName, lastName, locale, licences, adminRoles, managedGroups, group, welcomeMail } = user;
  return {
    users: [{ email, firstName, lastName, locale: locale ?? undefined }],
    licenseKeys: licences.length === 0 ? undefined : licences.map((key) => new Key(key)),
    adminRoles: adminRoles.length === 0 ? undefined : adminRoles,
    managedGroupKeys: managedGroups.length === 0 ? undefined : managedGroups.map((key) => new Key(key)),
    groupKey: group === null ? undefined : new Key(group),
    suppressEmail: !welcomeMail,
  };
}
