import { foldPath } from '../core/text.ts';
import type { Change, Plan } from './model.ts';
import { parsePath } from '../core/path.ts';
import { withPlanId } from './assemble.ts';
import { wantedAndNeeded } from './needs.ts';
import { withChanges } from './section.ts';

/** The part of a plan that holds the wanted changes and everything they need, as a plan of its own. */
export function narrowPlan(plan: Plan, isWanted: (change: Change) => boolean): Plan {
  const kept = wantedAndNeeded(plan.changes.filter(isWanted), plan.changes);
  const homes = plan.changes.filter((change) => isRename(change) && isHomeOf(change, [...kept]));
  for (const change of wantedAndNeeded(homes, plan.changes)) kept.add(change);

  const changes = plan.changes.filter((change) => kept.has(change));
  const narrow = withChanges(plan, changes, plan.notices);
  // The tallies are about the whole plan.
  const targets = narrow.targets.map((section) => ({ ...section, tallies: [] }));
  return withPlanId({ ...narrow, targets });
}

function isRename({ kind, node, after }: Change): boolean {
  return kind === 'group' && node !== null && after.name !== undefined;
}

/** Whether one of the changes places somebody in a group, or below it: that change goes by the new name of the group. */
function isHomeOf({ target, group }: Change, changes: readonly Change[]): boolean {
  const home = `${foldPath(parsePath(group))}\u0000`;
  return changes.some(
    (change) => change.target === target && `${foldPath(parsePath(change.group))}\u0000`.startsWith(home),
  );
}
