import { staleApproval } from './approvals.ts';
import { memberKey } from './counted.ts';
import { captureOf, doubtOf, type Today } from '../targets/rescue/planner/doubt-again.ts';
import { groupBy } from '../core/collections.ts';
import { holdChanges, type HoldInput } from './hold.ts';
import { linksOf } from '../targets/rescue/planner/links.ts';
import type { Plan } from './model.ts';
import { type RescueChange as Change, rescueChanges } from '../targets/rescue/planner/change.ts';
import type { Notice } from '../core/notice.ts';
import { withChanges } from './section.ts';
import { sortNotices } from './notices.ts';
import { renamedTree } from '../targets/rescue/planner/renamed-tree.ts';
import { withCleanText } from './clean.ts';

/** Notices about holds and approvals: what a saved plan says of them counts for nothing. */
const OF_HOLDS = new Set(['HELD', 'LET_THROUGH', 'APPROVAL_STALE', 'APPROVAL_USED', 'WINDOW_UNCERTAIN']);

/**
 * A saved plan with the holds that it has today. The limits are held over its changes again, whatever the file says of
 * them; what the file holds as a doubt stays one, and those that show without the directory are found again; what it
 * holds beyond the limits of today stays held as well. Only an approval that is given now, on the command line or in today's YAML file, lets a set through.
 *
 * @param today its `account` as it is now
 * @throws Failure APPROVAL_STALE where an id of the command line stands for nothing that is held; APPROVAL_ONLY
 */
export function holdAgain<One extends Plan>(plan: One, today: HoldInput): One {
  const { settings } = today;
  const links = linksOf(today.account, settings.rescue.linkKey);
  const { account } = links;
  const changes = rescueChanges(plan.changes);
  const tree = renamedTree(changes, account);
  const doubts = doubtsOf(changes, { links, tree, settings: settings.rescue });
  const found = holdChanges(changes, { ...today, account }, doubts, changes);
  const stale = found.stale.filter(({ line }) => line === null).map(({ id }) => id);
  if (stale.length > 0) throw staleApproval(stale, found.sets, today.earlier);
  const kept = plan.notices.filter(({ code }) => !OF_HOLDS.has(code));
  const notices = sortNotices([...kept, ...found.notices].map((notice): Notice => withCleanText(notice)));
  return withChanges(plan, found.changes, notices, ({ summary }) => {
    return leaversLeft(summary.leaversLeft, changes, found.changes);
  });
}

/** Why users and groups need an approval of their own, by key. */
function doubtsOf(changes: readonly Change[], today: Today): Map<string, string> {
  const { account } = today.links;
  const users = new Map(account.users.map((user) => [user.id, user]));
  const groups = new Map(account.groups.map((group) => [group.id, group]));
  return new Map(
    [...groupBy(changes, memberKey)].flatMap(([key, all]): [string, string][] => {
      const [first] = all;
      if (first === undefined) return [];
      const node = first.before === null ? null : first.node;
      const group = node === null ? undefined : groups.get(node);
      const isOfUser = first.kind === 'user';
      const doubt = isOfUser
        ? doubtOf(all, node === null ? null : (users.get(node) ?? null), today)
        : group === undefined
          ? null
          : captureOf(first, group, today);
      return doubt === null ? [] : [[key, doubt.text]];
    }),
  );
}

/** A leaver's user that passes to somebody else is no leaver's any more. */
function leaversLeft(planned: number, before: readonly Change[], changes: readonly Change[]): number {
  const passedOn = before.filter(({ held }, index) => held !== null && isTakeOver(changes[index]));
  return Math.max(0, planned - passedOn.length);
}

function isTakeOver(change: Change | undefined): boolean {
  if (change === undefined || change.held !== null) return false;
  const { before, after, facts } = change;
  return (before?.link ?? null) !== null && after.link !== undefined && facts?.status === 'enabled';
}
