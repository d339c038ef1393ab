import { isDoubted } from './counted.ts';
import { cleanName } from './identity.ts';
import { parseMarker } from './marker.ts';
import type { AccountUser, Change, GroupPath } from './model.ts';
import { parsePath } from './path.ts';
import type { RenamedTree } from './renamed-tree.ts';
import { isAtOrBelow, rulerOf } from './rule.ts';
import type { Mapping, RescueSettings } from './settings.ts';
import type { Doubt } from './wanted.ts';

/**
 * Why what a saved plan does to one user needs an approval of its own, as far as that can be told without the directory:
 * the plan says so itself, it takes a user from one person and changes more than the link, or it takes over a user who
 * is linked to nobody and stands outside the mapping's own places, is disabled, or gets another address.
 *
 * @param steps all changes of the user
 * @param live the user as it is, its description as of core/links.ts; null for a create
 */
export function doubtOf(
  steps: readonly Change[],
  live: AccountUser | null,
  tree: RenamedTree,
  { mappings, adopt }: Pick<RescueSettings, 'mappings' | 'adopt'>,
): Doubt | null {
  const said = steps.find(isDoubted);
  if (said !== undefined) return { kind: 'adoption', text: bothSides(said) };
  for (const change of steps) {
    const kind = live === null ? null : kindOf(change, live, tree.group(live.group)?.path ?? [], mappings);
    // Where addresses are trusted everywhere, an SSO id still gives nobody the right to another address.
    const isTrusted = kind === 'adoption' && adopt === 'account' && change.after.email === undefined;
    if (kind !== null && !isTrusted) return { kind, text: bothSides(change) };
  }
  return null;
}

/** Whose the user is, its own description says: what the plan says of that may be made up. */
function kindOf(
  { after }: Change,
  live: AccountUser,
  standing: GroupPath,
  mappings: readonly Mapping[],
): Doubt['kind'] | null {
  const linked = parseMarker(live.description)?.person ?? null;
  const passes = linked !== null && after.link !== undefined && after.link !== linked;
  if (passes) return Object.keys(after).some((field) => field !== 'link') ? 'takeover' : null;
  if (linked !== null) return null;
  if (after.link !== undefined && (after.status === 'enabled' || after.email !== undefined)) return 'adoption';
  const ruler = rulerOf(after.group === undefined ? standing : parsePath(after.group), mappings);
  return ruler !== null && isAtOrBelow(standing, ruler.rescueGroup) ? null : 'adoption';
}

function bothSides({ facts, name, email, group }: Change): string {
  const now = `${cleanName(name)} <${email ?? ''}> in ${group}`;
  return facts === null ? `${now} would be created.` : `${cleanName(facts.name)} <${facts.email}> would be ${now}.`;
}
