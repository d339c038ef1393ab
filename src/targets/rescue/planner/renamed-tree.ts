import type { AccountGroup, AccountReading, NodeId } from './account.ts';
import type { GroupPath } from '../../../core/path.ts';
import type { RescueChange } from './change.ts';

/** The groups of an account under the names that a plan gives them. */
export interface RenamedTree {
  group(id: NodeId): AccountGroup | null;
  /** The path of a group after every rename of the plan; empty where the account has no such group. */
  after(id: NodeId): GroupPath;
}

export function renamedTree(changes: readonly RescueChange[], account: AccountReading): RenamedTree {
  const groups = new Map(account.groups.map((group) => [group.id, group]));
  const names = new Map<NodeId, string>();
  for (const { kind, node, after } of changes) {
    if (kind === 'group' && node !== null && after.name !== undefined) names.set(node, after.name);
  }
  function after(id: NodeId): GroupPath {
    const group = groups.get(id);
    if (group === undefined) return [];
    if (group.parent === null) return group.path;
    return [...after(group.parent), names.get(id) ?? group.path.at(-1) ?? ''];
  }
  return { group: (id) => groups.get(id) ?? null, after };
}
