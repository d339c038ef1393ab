import { fold } from '../../core/text.ts';
import { type Comparable, standingOf } from '../../plan/elsewhere.ts';
import type { Value } from '../../plan/model.ts';
import { sameValue, userValues } from './planner/journal-values.ts';
import type { AccountReading } from './planner/account.ts';

/** The names under which the journal has the fields of a plan. What is not here, it does not have in full. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  status: ['status'],
  products: ['licences'],
  role: ['adminRoles', 'managedGroups', 'roleSets'],
  userGroup: ['group'],
  firstName: ['firstName'],
  lastName: ['lastName'],
  email: ['email'],
};

/** What of a GoTo account stands as adsync last wrote it. */
export function comparable({ users }: AccountReading): Comparable {
  return {
    has: (node) => users.some(({ key }) => key === node),
    standing(change, written) {
      const user = users.find(({ key }) => key === change.node);
      if (user === undefined) return 'unknown';
      return standingOf(change, written, userValues(user), (field) => KEYS[field] ?? null, same);
    },
  };
}

function same(key: string, a: Value, b: Value): boolean {
  return key === 'email' && typeof a === 'string' && typeof b === 'string' ? fold(a) === fold(b) : sameValue(a, b);
}
