import type { Notice } from '../core/notice.ts';
import { staleApproval } from './approvals.ts';
import { holdChanges, type HoldInput, type Situation } from './hold.ts';
import type { Change, Plan } from './model.ts';
import { withChanges } from './narrow.ts';
import { sortNotices } from './notices.ts';
import { withCleanText } from './shown.ts';

/** Notices about holds and approvals: what a saved plan says of them counts for nothing. */
const OF_HOLDS = new Set(['HELD', 'LET_THROUGH', 'APPROVAL_STALE', 'APPROVAL_USED', 'WINDOW_UNCERTAIN']);

/** What the target says of a saved plan, by the account as it is and today's file. */
export interface SavedSituation extends Situation {
  /** Whether a change gives an enabled user of somebody else to another person. */
  isTakeover(change: Change): boolean;
}

/**
 * A saved plan with the holds that it has today. The limits are held over its changes again, whatever the file says of
 * them; what the file holds as a doubt stays one, and those that show without the directory are found again; what it
 * holds beyond the limits of today stays held as well. Only an approval that is given now, on the command line or in
 * today's YAML file, lets a set through.
 *
 * @throws Failure APPROVAL_STALE where an id of the command line stands for nothing that is held; APPROVAL_ONLY
 */
export function holdAgain<One extends Plan>(plan: One, situation: SavedSituation, input: HoldInput): One {
  const found = holdChanges(plan.changes, situation, input, plan.changes);
  const stale = found.stale.filter(({ line }) => line === null).map(({ id }) => id);
  if (stale.length > 0) throw staleApproval(stale, found.sets, input.earlier);
  const kept = plan.notices.filter(({ code }) => !OF_HOLDS.has(code));
  const notices = sortNotices([...kept, ...found.notices].map((notice): Notice => withCleanText(notice)));
  const held = { ...plan, ...withChanges(plan, found.changes, notices) };
  return { ...held, summary: { ...held.summary, leaversLeft: leaversLeft(plan, found.changes, situation) } };
}

/** A leaver's user that passes to somebody else is no leaver's any more. */
function leaversLeft(plan: Plan, changes: readonly Change[], situation: SavedSituation): number {
  const letGo = changes.filter(({ held }, index) => held === null && plan.changes[index]?.held !== null);
  return Math.max(0, plan.summary.leaversLeft - letGo.filter((change) => situation.isTakeover(change)).length);
}
