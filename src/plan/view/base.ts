import type { Cause } from '../../core/cause.ts';
import { counted, grouped } from '../../core/counted.ts';
import type { HeldBy, Operation, Plan, Prevented } from '../model.ts';
import { type Difference, differences, statusDifference } from './fields.ts';
import { mainOperation, operationWords } from './operations.ts';
import { ofAccount, type PlannedTarget } from './targets.ts';

/** Against what a plan is compared, and what came out. */
export interface BaseView {
  /** `origin/main (2ddc6af1c0de)`, or a file. */
  readonly name: string;
  /** Of the changes; only causes that there are. */
  readonly counts: readonly CauseCount[];
  /** `12 changes: 3 by this pull request, 8 by the directory, 1 by hand in the account` */
  readonly sum: string;
  /** What the former file would change, and this one does not. */
  readonly prevented: readonly PreventedRow[];
  /** `2 changes are no longer planned because of this pull request`; empty where there are none. */
  readonly preventedTitle: string;
}

export interface CauseCount {
  readonly cause: Cause;
  readonly words: string;
  readonly count: number;
  readonly meaning: string;
}

/** A change that is not planned any more, as people read it. */
export interface PreventedRow {
  readonly id: string;
  readonly target: string;
  readonly operation: Operation;
  readonly does: string;
  readonly name: string;
  readonly email: string | null;
  /** Where it would stand. */
  readonly group: string;
  /** The same, and in which account where the plan has several. */
  readonly where: string;
  readonly differences: readonly Difference[];
  readonly status: Difference | null;
  readonly why: string;
  readonly held: HeldBy | null;
}

/** In the order in which they are counted and offered. */
export const CAUSES = ['pullRequest', 'directory', 'account', 'unknown'] as const satisfies readonly Cause[];

const WORDS: Readonly<Record<Cause, string>> = {
  pullRequest: 'by this pull request',
  directory: 'by the directory',
  account: 'by hand in the account',
  unknown: 'by something else',
};

const MEANINGS: Readonly<Record<Cause, string>> = {
  pullRequest: 'changes that the former file would not make in this way',
  directory: 'the account is as adsync left it, so the directory has changed',
  account: 'somebody has changed the account since adsync last wrote there',
  unknown: 'not by this change of the file; by what cannot be told',
};

/** What a cause is called; empty for a plan without a base. */
export function causeWords(cause: Cause | undefined): string {
  return cause === undefined ? '' : WORDS[cause];
}

/** Whether this change of the file causes it: no text leaves such a change out. */
export function isOwn({ cause }: { readonly cause?: Cause | null | undefined }): boolean {
  return cause === 'pullRequest';
}

/** null for a plan that is compared with nothing. */
export function baseOf(plan: Plan, targets: readonly PlannedTarget[]): BaseView | null {
  const { base, changes } = plan;
  if (base === undefined) return null;
  const counts = CAUSES.map((cause) => ({
    cause,
    words: WORDS[cause],
    meaning: MEANINGS[cause],
    count: changes.filter((change) => change.cause === cause).length,
  })).filter(({ count }) => count > 0);
  const parts = counts.map(({ count, words }) => `${grouped(count)} ${words}`).join(', ');
  const { prevented } = base;
  return {
    name:
      base.revision === null
        ? base.file
        : `${base.revision}${base.commit === null ? '' : ` (${base.commit.slice(0, 12)})`}`,
    counts,
    sum: parts === '' ? '' : `${counted(changes.length, 'change')}: ${parts}`,
    prevented: prevented.map((one) => preventedRow(one, targets)),
    preventedTitle:
      prevented.length === 0
        ? ''
        : `No longer planned because of this pull request: ${counted(prevented.length, 'change')}`,
  };
}

function preventedRow(one: Prevented, targets: readonly PlannedTarget[]): PreventedRow {
  const { id, target, name, email, group, held, reason } = one;
  const labels = targets.find((known) => known.id === target)?.labels;
  return {
    id,
    target,
    operation: mainOperation(one),
    does: operationWords(one),
    name,
    email,
    group,
    where: ofAccount(target, group, targets),
    differences: labels === undefined ? [] : differences(one, labels),
    status: statusDifference(one),
    why: reason,
    held: held === null ? null : { limit: held.limit, id: held.id },
  };
}
