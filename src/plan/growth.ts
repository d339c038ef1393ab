import type { AccountReading } from '../targets/rescue/planner/account.ts';
import type { Change } from './model.ts';
import type { Notice } from '../core/notice.ts';

/** The notice of {@link accountGrows}: whoever shows notices shows it before all others. */
export const ACCOUNT_GROWS = 'ACCOUNT_GROWS';

/** So few more users are no reason to look, however small the account is. */
const FEW = 5;

/** Orders the notice that the account grows before all others. */
export function compareFirst(a: Pick<Notice, 'code'>, b: Pick<Notice, 'code'>): number {
  return Number(b.code === ACCOUNT_GROWS) - Number(a.code === ACCOUNT_GROWS);
}

/** A plan that would more than double the enabled users of an account says so. What is held counts, too. */
export function accountGrows(changes: readonly Change[], { users }: AccountReading): Notice[] {
  const now = users.filter(({ enabled, email }) => enabled && email.trim() !== '').length;
  const keys = (operation: 'create' | 'enable' | 'disable'): number =>
    changes.filter(({ kind, operations }) => kind === 'user' && operations.includes(operation)).length;
  const more = keys('create') + keys('enable') - keys('disable');
  if (more < FEW || more <= now) return [];
  const text = `The account has ${now} enabled users now and would have ${now + more}, more than twice as many. If that is not meant, look at who is in the directory groups; limits.create holds the creates of a plan back that has too many.`;
  return [{ code: ACCOUNT_GROWS, severity: 'warning', text, subject: 'all groups', line: null }];
}
