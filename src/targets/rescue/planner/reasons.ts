import type { Reason } from '../../../plan/model.ts';
import type { Facts } from './change.ts';
import type { WantedUser } from './wanted-user.ts';

/** Fields that are kept in step with what the directory says of the person. */
const OF_THE_PERSON: ReadonlySet<string> = new Set(['name', 'email', 'ssoId']);

/**
 * Why each field of a user changes.
 *
 * @param wanted its `reason` says why the user changes at all
 */
export function becauseOf(
  { reason, byMembership }: Pick<WantedUser, 'reason' | 'byMembership'>,
  before: Facts | null,
  after: Facts,
): Record<string, Reason> {
  const why = (field: string): Reason => {
    if (before === null || !byMembership) return reason;
    if (field === 'link') return { ...reason, code: 'LINK_RENEWED', text: `renews the link marker; ${reason.text}` };
    const differs = OF_THE_PERSON.has(field);
    return differs ? { ...reason, code: 'DIFFERS', text: `differs from the directory; ${reason.text}` } : reason;
  };
  return Object.fromEntries(Object.keys(after).map((field) => [field, why(field)]));
}
