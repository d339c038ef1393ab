import { staleApproval } from './approvals.ts';
import { memberKey } from './counted.ts';
import { doubtOf } from './doubt-again.ts';
import { groupBy } from './collections.ts';
import { holdChanges, type HoldInput } from './hold.ts';
import { linkDoubtOf } from './link-doubts.ts';
import { type Links, linksOf } from './links.ts';
import type { AccountUser, Change, Notice, Plan } from './model.ts';
import { withChanges } from './narrow.ts';
import { sortNotices } from './plan.ts';
import { renamedTree } from './renamed-tree.ts';
import { withCleanText } from './shown.ts';
import type { Doubt } from './wanted.ts';

/** Notices about holds and approvals: what a saved plan says of them counts for nothing. */
const OF_HOLDS = new Set(['HELD', 'LET_THROUGH', 'APPROVAL_STALE', 'APPROVAL_USED', 'WINDOW_UNCERTAIN']);

/**
 * A saved plan with the holds that it has today. The limits are held over its changes again, whatever the file says of
 * them; what the file says to be in doubt, held or let through, stays so, and what shows without the directory is found again. Only an
 * approval that is given now, on the command line or in today's YAML file, lets a set through.
 *
 * @param today its `account` as it is now
 * @throws Failure APPROVAL_STALE where an id of the command line stands for nothing that is held; APPROVAL_ONLY
 */
export function holdAgain<One extends Plan>(plan: One, today: HoldInput): One {
  const { settings } = today;
  const links = linksOf(today.account, settings.rescue.linkKey);
  const found = holdChanges(
    plan.changes,
    { ...today, account: links.account },
    doubtsOf(plan.changes, links, settings),
  );
  const stale = found.stale.filter(({ line }) => line === null).map(({ id }) => id);
  if (stale.length > 0) throw staleApproval(stale, found.sets, today.earlier);
  const kept = plan.notices.filter(({ code }) => !OF_HOLDS.has(code));
  const notices = sortNotices([...kept, ...found.notices].map((notice): Notice => withCleanText(notice)));
  const held = { ...plan, ...withChanges(plan, found.changes, notices) };
  return { ...held, summary: { ...held.summary, leaversLeft: leaversLeft(plan, found.changes) } };
}

/** Why users need an approval of their own, by key. */
function doubtsOf(
  changes: readonly Change[],
  { account, bonds }: Links,
  settings: HoldInput['settings'],
): Map<string, string> {
  const tree = renamedTree(changes, account);
  const users = new Map(account.users.map((user) => [user.id, user]));
  const steps = groupBy(
    changes.filter(({ kind }) => kind === 'user'),
    memberKey,
  );
  function ofLink(all: readonly Change[], live: AccountUser | null): Doubt | null {
    if (live === null) return null;
    const changed = all.flatMap(({ after }) => Object.keys(after));
    return linkDoubtOf(live, bonds.get(live.id) ?? null, tree.after(live.group), changed, settings.rescue);
  }
  return new Map(
    [...steps].flatMap(([key, all]): [string, string][] => {
      const [first] = all;
      const isNew = first === undefined || first.before === null || first.node === null;
      const live = isNew ? null : (users.get(first.node) ?? null);
      const doubt = doubtOf(all, live, tree, settings.rescue) ?? ofLink(all, live);
      return doubt === null ? [] : [[key, doubt.text]];
    }),
  );
}

/** A leaver's user that passes to somebody else is no leaver's any more. */
function leaversLeft(plan: Plan, changes: readonly Change[]): number {
  const passedOn = plan.changes.filter(({ held }, index) => held !== null && isTakeOver(changes[index]));
  return Math.max(0, plan.summary.leaversLeft - passedOn.length);
}

function isTakeOver(change: Change | undefined): boolean {
  if (change === undefined || change.held !== null) return false;
  const { before, after, facts } = change;
  return (before?.link ?? null) !== null && after.link !== undefined && facts?.status === 'enabled';
}
