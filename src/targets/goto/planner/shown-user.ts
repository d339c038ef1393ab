import { cleanName } from '../../../core/text.ts';
import type { UserFacts } from '../../../plan/model.ts';
import type { Facts } from './change.ts';

/**
 * Name and address of a user after a change, as outputs show them.
 *
 * @param facts the user before; null for one that is created
 */
export function shownUser(
  facts: UserFacts | null,
  before: Facts | null,
  after: Facts,
): { readonly name: string; readonly email: string } {
  const name = cleanName(facts?.name ?? '');
  const [oldFirst, oldLast] = [before?.firstName, before?.lastName].map((one) => cleanName(one ?? ''));
  // Of the two names facts hold both, one after the other.
  const rest = after.firstName !== undefined && name.startsWith(oldFirst ?? '') ? name.slice(oldFirst?.length) : name;
  const last = after.lastName ?? (after.firstName === undefined ? '' : rest);
  const start =
    after.lastName !== undefined && name.endsWith(oldLast ?? '')
      ? name.slice(0, name.length - (oldLast ?? '').length)
      : name;
  const first = after.firstName ?? start;
  return { name: cleanName(`${first} ${last}`), email: after.email ?? cleanName(facts?.email ?? '') };
}
