import { foldPath } from '../core/text.ts';
import type { Change, Plan, PlanSummary } from './model.ts';
import type { Notice } from '../core/notice.ts';
import { parsePath } from '../core/path.ts';
import { planIdOf } from '../targets/rescue/planner/plan.ts';
import { takesOf } from '../targets/rescue/planner/takes.ts';
import { takenBy } from './budgets.ts';

/** The part of a plan that holds the wanted changes and everything they need, as a plan of its own. */
export function narrowPlan(plan: Plan, isWanted: (change: Change) => boolean): Plan {
  const byId = new Map(plan.changes.map((change) => [change.id, change]));
  const kept = new Set<Change>();
  function keep(change: Change | undefined): void {
    if (change === undefined || kept.has(change)) return;
    kept.add(change);
    for (const id of change.needs) keep(byId.get(id));
  }
  plan.changes.filter(isWanted).forEach(keep);
  plan.changes.filter((change) => isRename(change) && isHomeOf(change, [...kept])).forEach(keep);

  const changes = plan.changes.filter((change) => kept.has(change));
  // The counts of groups are about the whole plan.
  const narrow: Plan = { ...withChanges(plan, changes, plan.notices), groups: [] };
  return { ...narrow, planId: planIdOf({ ...narrow }) };
}

function isRename({ kind, node, after }: Change): boolean {
  return kind === 'group' && node !== null && after.name !== undefined;
}

/** Who is placed in a group, or below it, is placed there under the name that the plan gives it. */
function isHomeOf({ group }: Change, changes: readonly Change[]): boolean {
  const home = `${foldPath(parsePath(group))}\u0000`;
  return changes.some((change) => `${foldPath(parsePath(change.group))}\u0000`.startsWith(home));
}

/** The plan with other changes and notices, counted anew; its id stays. */
export function withChanges(plan: Plan, changes: readonly Change[], notices: readonly Notice[]): Plan {
  const { technicians, mobile } = plan.licenses;
  const taking = changes.map((change) => ({ held: change.held, takes: takesOf(change) }));
  const licenses = {
    technicians: { ...technicians, after: technicians.before + takenBy(taking, 'technicians') },
    mobile: mobile === null ? null : { ...mobile, after: mobile.before + takenBy(taking, 'mobile') },
  };
  const summary = { ...summaryOf(plan.summary, changes), notices: notices.length };
  return { ...plan, changes, notices, licenses, summary };
}

function summaryOf(whole: PlanSummary, changes: readonly Change[]): PlanSummary {
  const users = changes.filter(({ kind }) => kind === 'user');
  const groups = changes.filter(({ kind }) => kind === 'group');
  const count = (operation: Change['operations'][number]): number =>
    new Set(users.filter(({ operations }) => operations.includes(operation)).map(({ node, id }) => node ?? id)).size;
  const createGroup = groups.filter(({ operations }) => operations.includes('create')).length;
  return {
    ...whole,
    create: count('create'),
    update: count('update'),
    move: count('move'),
    enable: count('enable'),
    disable: count('disable'),
    createGroup,
    updateGroup: groups.length - createGroup,
    held: changes.filter(({ held }) => held !== null).length,
  };
}
