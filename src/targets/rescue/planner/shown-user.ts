import { cleanName } from '../../../core/text.ts';
import type { UserFacts } from '../../../plan/model.ts';
import type { Facts } from './change.ts';

/**
 * Name and address of a user after a change, as outputs show them.
 *
 * @param facts the user before; null for a create, which sets both
 */
export function shownUser(facts: UserFacts | null, after: Facts): { readonly name: string; readonly email: string } {
  return {
    name: after.name ?? cleanName(facts?.name ?? ''),
    email: after.email ?? cleanName(facts?.email ?? ''),
  };
}
