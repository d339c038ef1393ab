import type { CallValues, CallWrites, CarriedOut } from '../journal.ts';
import { nodeValues } from './journal-values.ts';
import type { AccountReading, NodeId } from './planner/account.ts';

/** The users whose details must be read before {@link wasCarriedOut} can tell. */
export function detailsNeeded(calls: readonly CallWrites[]): NodeId[] {
  const open = calls.filter(({ node, after }) => node !== null && ('ssoId' in after || 'mobile' in after));
  return open.map(({ node }) => node as NodeId);
}

/**
 * Whether the account is as a call would have left it (yes), as it found it (no), or neither.
 *
 * @param together all calls of the run that were under way, this one included
 */
export function wasCarriedOut(
  { method, node, before, after }: CallWrites,
  live: AccountReading,
  together: readonly CallWrites[],
): CarriedOut {
  if (node === null) return wasCreated(method, after, live, together);
  const values = nodeValues(node, live);
  if (values === null) return 'unclear';
  const is = (wanted: CallValues): boolean =>
    Object.entries(wanted).every(([key, value]) => !(key in values) || same(values[key] ?? null, value));
  if (is(after)) return 'yes';
  return is(before) ? 'no' : 'unclear';
}

/**
 * A creation leaves a node that nobody has filled in; the call that fills it in comes after it. The service may give new
 * groups a name of its own, so one that holds nothing leaves it open.
 */
function wasCreated(
  method: string,
  { parent }: CallValues,
  { users, groups }: AccountReading,
  together: readonly CallWrites[],
): CarriedOut {
  if (method === 'createUser') {
    const bare = users.filter(({ group, email }) => group === parent && email.trim() === '').length;
    const alike = together.filter((call) => call.method === method && call.after['parent'] === parent).length;
    // Nobody can tell which of them they were.
    if (bare > 0 && bare < alike) return 'unclear';
    return bare > 0 ? 'yes' : 'no';
  }
  const below = groups.filter((group) => group.parent === parent);
  if (below.some(({ path }) => path.at(-1)?.trim() === '')) return 'yes';
  const isEmpty = ({ id, description }: AccountReading['groups'][number]): boolean =>
    description === '' && !users.some(({ group }) => group === id) && !groups.some((group) => group.parent === id);
  return below.some(isEmpty) ? 'unclear' : 'no';
}

/** Answers do not keep white space at the ends. */
function same(a: CallValues[string] | null, b: CallValues[string] | null): boolean {
  return typeof a === 'string' && typeof b === 'string' ? a.trim() === b.trim() : a === b;
}
