import type { Change } from './model.ts';

/** What holds back the part of an undo that gives rights back: an undo does not look at the directory. */
export const UNDO_LIMIT = 'undo';

/** Whether a change puts back what a run has changed. */
export function isUndo({ reason }: Pick<Change, 'reason'>): boolean {
  return reason.code === 'UNDO';
}
