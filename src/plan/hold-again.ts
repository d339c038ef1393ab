import type { Notice } from '../core/notice.ts';
import { withCleanText } from './clean.ts';
import { holdChanges, type HoldInput, type Situation } from './hold.ts';
import type { Change, Plan } from './model.ts';
import { sortNotices } from './notices.ts';
import { withChanges } from './section.ts';
import type { Answered } from './stale-approvals.ts';

/** A saved plan with the holds that it has today, and what became of the approvals. */
export interface HeldAgain<Some extends Plan> extends Answered {
  readonly plan: Some;
}

/**
 * A saved plan with the holds that it has today. The limits are held over its changes again, whatever the file says of
 * them; what the file holds as a doubt stays one, and those that show without the directory are found again; what it
 * holds beyond the limits of today stays held as well. Only an approval that is given now, on the command line or in
 * today's YAML file, lets a set through.
 *
 * @param situation of its changes, as the target sees it by the account as it is and today's file
 * @throws Failure APPROVAL_ONLY
 */
export function holdAgain<Some extends Plan>(plan: Some, situation: Situation, input: HoldInput): HeldAgain<Some> {
  const found = holdChanges(plan.changes, situation, input, plan.changes);
  // What a saved plan says of holds and approvals counts for nothing.
  const kept = plan.notices.filter(({ about }) => about === undefined || about === 'base');
  const notices = sortNotices([...kept, ...found.notices].map((notice): Notice => withCleanText(notice)));
  const held = withChanges(plan, found.changes, notices, ({ summary }) => {
    return leaversLeft(summary.leaversLeft, plan.changes, found.changes);
  });
  return { plan: held, stale: found.stale, open: found.sets };
}

/** A leaver's user that passes to somebody else is no leaver's any more. */
function leaversLeft(planned: number, before: readonly Change[], changes: readonly Change[]): number {
  const letGo = changes.filter(({ held }, index) => held === null && before[index]?.held !== null);
  return Math.max(0, planned - letGo.filter(isTakeover).length);
}

/** Whether an enabled user of one person passes to another. */
function isTakeover({ risk, facts }: Change): boolean {
  return risk.includes('takeover') && facts?.status === 'enabled';
}
