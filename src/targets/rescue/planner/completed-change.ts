import { extended, withId } from '../../../plan/change.ts';
import { operationsFrom } from '../../../plan/fields.ts';
import type { RescueChange, RescueGroupChange, RescueUserChange } from './change.ts';
import { riskOf, stageOf, takesOf } from './stage-risk-takes.ts';
import { FIELDS } from './fields.ts';

/** What of a change follows from the rest of it, or is put on later. */
type Derived = 'id' | 'operations' | 'stage' | 'risk' | 'takes' | 'held' | 'letThrough';

type Draft<One> = Omit<One, Derived> & {
  /** Whether it takes the user of a former role away, which waits for the one of the new role. Absent = no. */
  readonly isFormer?: boolean;
  /** Whether nobody in the directory accounts for the user. Absent = no. */
  readonly isStranger?: boolean;
};

export function completedChange(draft: Draft<RescueUserChange>): RescueUserChange;
export function completedChange(draft: Draft<RescueGroupChange>): RescueGroupChange;
/** A change with everything that follows from what it writes, its id included. */
export function completedChange(draft: Draft<RescueUserChange> | Draft<RescueGroupChange>): RescueChange {
  const { isFormer = false, isStranger = false, ...change } = draft;
  const { kind, role, before, after } = change;
  const operations = operationsFrom(before, after, FIELDS);
  const seen = { kind, role, operations, before, after };
  const derived: Pick<RescueChange, Derived> = {
    id: '',
    operations,
    stage: isFormer && operations.includes('disable') ? 'former' : stageOf(seen),
    risk: riskOf(seen, isStranger),
    takes: takesOf(seen),
    held: null,
    letThrough: [],
  };
  return withId<RescueChange>(extended(change, derived));
}
