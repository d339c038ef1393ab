import { counted } from '../core/counted.ts';
import type { Notice } from '../core/notice.ts';
import { endsUser, returnsUser } from './fields.ts';
import type { Change } from './model.ts';

/** So few more users are no reason to look, however small the account is. */
const FEW = 5;

/** Orders what is to be said before all others first. */
export function compareFirst(a: Pick<Notice, 'first'>, b: Pick<Notice, 'first'>): number {
  return Number(b.first === true) - Number(a.first === true);
}

/**
 * A plan that would more than double the enabled users of an account says so. Held changes count, too.
 *
 * @param now how many enabled users the account has
 */
export function accountGrows(changes: readonly Change[], now: number): Notice[] {
  const users = changes.filter(({ kind }) => kind === 'user');
  const comes = users.filter(({ operations }) => operations.includes('create') || returnsUser(operations));
  const more = comes.length - users.filter(({ operations }) => endsUser(operations)).length;
  if (more < FEW || more <= now) return [];
  const text = `The account has ${counted(now, 'enabled user')} now and would have ${now + more}, more than twice as many. If that is not meant, look at who is in the directory groups. With limits.create a plan that creates too many is held back.`;
  return [{ code: 'ACCOUNT_GROWS', severity: 'warning', text, subject: 'all groups', line: null, first: true }];
}
