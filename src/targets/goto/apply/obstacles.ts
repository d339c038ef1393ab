import { patternOf } from '../../../core/pattern.ts';
import { fold } from '../../../core/text.ts';
import type { AccountUser } from '../planner/account.ts';
import { canAct } from '../planner/protected-users.ts';
import type { ApplyContext } from './context.ts';

/** The planner leaves these users alone already; here a plan that got it wrong is stopped. @returns why, in a sentence */
export function protection(
  { reading, settings }: Pick<ApplyContext, 'reading' | 'settings'>,
  { key, email }: { readonly key: AccountUser['key'] | null; readonly email: string },
): string | null {
  const address = fold(email);
  if (key === reading.self.key || address === fold(reading.self.email)) {
    return 'This is the user whose token is used, who is never changed.';
  }
  // Who is protected is left as it is; nobody is to leave a person of the rules without a user.
  if (key !== null && settings.protect.some((text) => patternOf(text)(address)))
    return 'goto.protect names this user, who is never changed.';
  if (settings.domains.includes(address.slice(address.lastIndexOf('@') + 1))) return null;
  return `The address ${email} is in none of goto.domains, so the user is never changed.`;
}

const SUPER = 'SUPER_USER';

export function isSuperAdmin({ adminRoles }: Pick<AccountUser, 'adminRoles'>): boolean {
  return adminRoles.includes(SUPER);
}

/**
 * Whether the account has no other super admin who can act as of this moment. The user whose token is used is never changed,
 * so where it is one itself, there is always one left.
 */
export async function isLastSuperAdmin({ client, reading }: ApplyContext, user: AccountUser): Promise<boolean> {
  const others = reading.users.filter((one) => isSuperAdmin(one) && one.key !== user.key);
  const self = others.find(({ key }) => key === reading.self.key);
  for (const { key } of self === undefined ? others : [self, ...others]) {
    const live = await client.readUser(key);
    if (live === null || !isSuperAdmin(live)) continue;
    // Of several who cannot act any may go.
    if (canAct(live) || !canAct(user)) return false;
  }
  return true;
}
