import type { Change } from '../plan/model.ts';
import { isAbout } from '../plan/not-made.ts';
import type { ChangeLine } from './journal-lines.ts';
import type { RunRecord } from './journal-read.ts';

/** What runs left out because others of their plan were approved. */
export interface NotApproved {
  /** Whether a change of a new plan is one of these: the same, or the same operations for the same user or group. */
  readonly isLeft: (change: Change) => boolean;
  /** The workbooks in which the others were approved. */
  readonly files: readonly string[];
}

export function notApprovedIn(runs: readonly RunRecord[]): NotApproved {
  const left = runs.flatMap(({ changes }) => changes.filter(({ notApproved }) => notApproved === true));
  const ids = new Set(left.map(({ id }) => id));
  const isSame = (one: ChangeLine, change: Change): boolean =>
    one.operations.join() === change.operations.join() && isAbout([one])(change);
  return {
    isLeft: (change) => ids.has(change.id) || left.some((one) => isSame(one, change)),
    files: runs.flatMap(({ head }) => head.workbook?.file ?? []),
  };
}
