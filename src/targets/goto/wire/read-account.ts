import { Failure } from '../../../core/failure.ts';
import type { AccountReading } from '../planner/account.ts';
import type { GotoSettings } from '../settings.ts';
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
 * Reads the account: the caller, and every list page by page.
 *
 * @param progress takes what is being done, in words
 * @throws Failure GOTO_INCOMPLETE when it is not proved that everything was read
 */
export async function readAccount(
  client: GotoClient,
  settings: Pick<GotoSettings, 'account' | 'url'>,
  progress: (text: string) => void,
): Promise<AccountReading> {
  const { account, url } = settings;
  await readAccountId(client, settings);
  const me = await client.me();
  progress('reading licences, user groups and roles of the account');
  const licences = await client.listLicences();
  const groups = await client.listGroups();
  const roleSets = await client.listRoleSets();
  const attributes = await client.listAttributes();
  const users = await client.listUsers((done, of) => {
    progress(`reading users of the account: ${done} of ${of}`);
  });
  const organization = organizationOf(me, account);
  return {
    account,
    organization,
    url,
    self: { key: me.key, email: me.email },
    users,
    licences,
    groups,
    roleSets,
    attributes,
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
