import { groupBy } from '../../../core/collections.ts';
import { formatPath } from '../../../core/path.ts';
import { foldPath } from '../../../core/text.ts';
import type { AccountGroupCount } from '../../../plan/view/account-groups.ts';
import type { Mapping, RescueSettings } from '../settings.ts';
import type { AccountGroup, AccountReading } from './account.ts';
import { isBare } from './decide.ts';
import { linksOf } from './links.ts';
import { parseMarker } from './marker.ts';
import { type Tree, treeOf } from './tree.ts';

/**
 * Every group of the account with the users in it and the mappings that name it, then the groups that mappings name and
 * that are not there yet. Links count as in a plan: only with the seal that they should have.
 */
export function countAccountGroups(
  { mappings, linkKey }: Pick<RescueSettings, 'mappings' | 'linkKey'>,
  reading: AccountReading,
): AccountGroupCount[] {
  const { account, contestedGroups } = linksOf(reading, linkKey);
  const tree = treeOf(account, contestedGroups);
  const users = groupBy(
    account.users.filter((user) => !isBare(user)),
    ({ group }) => group,
  );
  const unread = new Set((account.unreadable ?? []).map(({ group }) => group));
  // As a plan finds the group of a mapping. Where several share its path and none is spelt so, it may mean any of them.
  const named = groupBy(mappings, ({ rescueGroup }) => tree.find(rescueGroup)?.id ?? foldPath(rescueGroup));
  const taken = new Set(account.groups.map(({ path }) => foldPath(path)));
  const there = account.groups.map((group): AccountGroupCount => {
    const inside = users.get(group.id) ?? [];
    return {
      group: formatPath(group.path),
      enabled: inside.filter(({ enabled }) => enabled).length,
      users: inside.length,
      lines: linesOf(named.get(group.id) ?? named.get(foldPath(group.path))),
      below: mirroredBelow(group, mappings, tree),
      unsure: group.unreadable !== undefined || unread.has(group.id),
    };
  });
  const missing = groupBy(
    mappings.filter(({ rescueGroup }) => !taken.has(foldPath(rescueGroup))),
    ({ rescueGroup }) => foldPath(rescueGroup),
  );
  return [...there, ...[...missing.values()].map(notThere)];
}

function notThere(mappings: readonly Mapping[]): AccountGroupCount {
  const group = formatPath(mappings[0]?.rescueGroup ?? []);
  return { group, enabled: null, users: null, lines: linesOf(mappings), below: null, unsure: false };
}

function linesOf(mappings: readonly Mapping[] = []): number[] {
  return mappings.map(({ line }) => line);
}

/** The nearest group above that a mapping names decides: mirrors stand below the group of their mapping. */
function mirroredBelow(group: AccountGroup, mappings: readonly Mapping[], tree: Tree): number | null {
  if (parseMarker(group.description) === null) return null;
  for (let { parent } = group; parent !== null; { parent } = tree.group(parent)) {
    const above = parent;
    const naming = mappings.filter(({ rescueGroup }) => tree.find(rescueGroup)?.id === above);
    const mirroring = naming.find(({ subgroups }) => subgroups === 'mirror');
    if (naming.length > 0) return mirroring?.line ?? null;
  }
  return null;
}
