import type { Plan } from '../model.ts';
import type { Labels, LabelsOf } from './labels.ts';

/** One target of a plan, with its words: the only place of the view where a plan is asked for its targets. */
export interface PlannedTarget {
  /** As the changes of the plan name it. */
  readonly id: string;
  readonly account: string;
  readonly organization: string;
  readonly url: string;
  readonly labels: Labels;
  readonly budgets: readonly PlannedBudget[];
  readonly tallies: readonly Tally[];
}

export interface PlannedBudget {
  /** Its name in the plan. */
  readonly name: string;
  /** What the file says there is; null when it says nothing. */
  readonly held: number | null;
  readonly before: number;
  readonly after: number;
}

/** A mapped group, and how many stand in it. */
export interface Tally {
  readonly group: string;
  readonly line: number | null;
  /** People who should stand there. */
  readonly wanted: number;
  /** Users of any status who stand there now, and after the plan is applied. */
  readonly present: number;
  readonly after: number;
}

/** The targets of a plan, in its order. */
export function targetsOf({ targets, licenses, groups }: Plan, labelsOf: LabelsOf): PlannedTarget[] {
  const balances = Object.entries({ technicians: licenses.technicians, mobile: licenses.mobile });
  const budgets = balances.flatMap(([name, balance]) => (balance === null ? [] : [{ name, ...balance }]));
  return targets.map(({ type, account, organization, url }) => {
    return { id: type, account, organization, url, labels: labelsOf(type), budgets, tallies: groups };
  });
}
