import { cleanName } from '../../../core/text.ts';
import type { UserFacts } from '../../../plan/model.ts';
import type { Facts } from './change.ts';

/**
 * Who a user is after a change, as outputs show it.
 *
 * @param facts who the user is before; null for a create, which sets both
 */
export function shownUser(facts: UserFacts | null, after: Facts): { readonly name: string; readonly email: string } {
  return {
    name: after.name ?? cleanName(facts?.name ?? ''),
    email: after.email ?? cleanName(facts?.email ?? ''),
  };
}
