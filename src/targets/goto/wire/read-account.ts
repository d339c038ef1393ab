import { Failure } from '../../../core/failure.ts';
import type { ReadOptions } from '../../target.ts';
import type { AccountReading, AccountUser } from '../planner/account.ts';
import { type GotoSettings, usesAttributes } from '../settings.ts';
import type { GotoClient, Me } from './calls.ts';
import { quoted } from './json.ts';

/**
 * The account's key, once it is sure that the token is good for it, in one request.
 *
 * @throws Failure GOTO_ACCOUNT, GOTO_NOT_AUTHORIZED
 */
export async function readAccountId(
  client: Pick<GotoClient, 'me'>,
  settings: Pick<GotoSettings, 'account'>,
): Promise<string> {
  const me = await client.me();
  organizationOf(me, settings.account);
  checkRights(me);
  return settings.account;
}

/**
 * Reads the account to its end: all users and licences, and of everything else what the file or one of the users names. So
 * an account of which nothing else is used costs the pages of its users, and one request each for a token, the caller and
 * the licences.
 *
 * @throws Failure GOTO_INCOMPLETE when it is not proved that everything was read
 */
export async function readAccount(
  client: GotoClient,
  settings: GotoSettings,
  { thorough, progress }: ReadOptions,
): Promise<AccountReading> {
  const { account, url } = settings;
  await readAccountId(client, settings);
  const me = await client.me();
  progress('reading the users of the account');
  const users = await client.listUsers((done, of) => {
    progress(`reading the users of the account: ${done} of ${of}`);
  });
  const licences = await client.listLicences();
  const named = thorough ? { groups: true, roleSets: true } : namedIn(settings, users);
  return {
    account,
    organization: organizationOf(me, account),
    url,
    self: { key: me.key, email: me.email },
    users,
    licences,
    groups: named.groups ? await client.listGroups() : [],
    roleSets: named.roleSets ? await client.listRoleSets() : [],
    attributes: usesAttributes(settings) ? await client.listAttributes() : [],
  };
}

/**
 * The same reading with the lists that a former section of the file names, where this one did not need them.
 *
 * @throws Failure when they cannot be read
 */
export async function readLists(
  client: GotoClient,
  former: GotoSettings,
  reading: AccountReading,
): Promise<AccountReading> {
  const named = namedIn(former, reading.users);
  return {
    ...reading,
    groups: named.groups && reading.groups.length === 0 ? await client.listGroups() : reading.groups,
    roleSets: named.roleSets && reading.roleSets.length === 0 ? await client.listRoleSets() : reading.roleSets,
  };
}

/** Of which lists something is used. */
function namedIn(
  { mappings }: Pick<GotoSettings, 'mappings'>,
  users: readonly AccountUser[],
): { readonly groups: boolean; readonly roleSets: boolean } {
  const roles = mappings.flatMap(({ role }) => role ?? []);
  return {
    groups:
      mappings.some(({ userGroup }) => userGroup !== null) ||
      roles.some((role) => role.kind === 'manager' && role.userGroups.length > 0) ||
      users.some(({ group, managedGroups }) => group !== null || (managedGroups ?? []).length > 0),
    roleSets: roles.some(({ kind }) => kind === 'custom') || users.some(({ roleSets }) => roleSets.length > 0),
  };
}

/** @throws Failure GOTO_ACCOUNT where the service shows accounts, and this is none of them */
function organizationOf({ accounts }: Me, account: string): string {
  const found = accounts.find(({ key }) => key === account);
  // Where it shows none, the lists of the account say whether the token is good for it.
  if (found !== undefined || accounts.length === 0) return found?.name ?? '';
  const shown = accounts.slice(0, 10).map(({ key, name }) => (name === '' ? key : `${key} (${quoted(name)})`));
  const more = accounts.length > 10 ? ` and ${accounts.length - 10} more` : '';
  throw new Failure(
    'GOTO_ACCOUNT',
    `The token is not good for the account ${account}. It is good for ${shown.join(', ')}${more}.`,
    'Check goto.account, or make the token with a user of that account.',
  );
}

/**
 * A user whose admin roles are shown and lack MANAGE_USERS cannot change anybody: better to say so before a plan is made.
 * A user without any may have rights by a custom role, of which `/me` shows nothing. Which further rights a single call
 * needs is said where it is refused.
 *
 * @throws Failure GOTO_NOT_AUTHORIZED
 */
function checkRights({ email, adminRoles }: Me): void {
  if (adminRoles.length === 0 || ['SUPER_USER', 'MANAGE_USERS'].some((role) => adminRoles.includes(role))) return;
  throw new Failure(
    'GOTO_NOT_AUTHORIZED',
    `The user of the token (${quoted(email)}) lacks the admin role MANAGE_USERS. It has ${adminRoles.map(quoted).join(', ')}.`,
    'Give it the admin role Super Admin, or the permissions MANAGE_USERS and ADD_USERS.',
  );
}
