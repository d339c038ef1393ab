import type { CallValues, CallWrites, CarriedOut } from '../journal.ts';
import { nodeValues } from './journal-values.ts';
import type { AccountReading, NodeId } from './planner/account.ts';

/** The users whose details must be read before {@link wasCarriedOut} can tell. */
export function detailsNeeded(calls: readonly CallWrites[]): NodeId[] {
  const open = calls.filter(({ node, after }) => node !== null && ('ssoId' in after || 'mobile' in after));
  return open.map(({ node }) => node as NodeId);
}

/** Whether the account is as a call would have left it (yes), as it found it (no), or neither. */
export function wasCarriedOut({ method, node, before, after }: CallWrites, live: AccountReading): CarriedOut {
  if (node === null) return wasCreated(method, after, live);
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
function wasCreated(method: string, { parent }: CallValues, { users, groups }: AccountReading): CarriedOut {
  if (method === 'createUser')
    return users.some(({ group, email }) => group === parent && email.trim() === '') ? 'yes' : 'no';
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
