import type { GroupPath } from '../../../core/path.ts';
import type { NodeId } from '../planner/account.ts';
import { rootOf } from '../planner/roles.ts';
import { incomplete } from './read-tree.ts';
import type { TreeNode } from './tree-node.ts';

interface Paths {
  readonly byId: ReadonlyMap<NodeId, TreeNode>;
  /** The paths found so far; null = not in our part of the tree. */
  readonly found: Map<NodeId, GroupPath | null>;
}

/**
 * The path of every root category and group from its root downwards, and for every user that of the group in which it
 * stands; null for those that hang below an administrator's link, a channel or a pseudo group. The roots have fixed names
 * in our paths, whatever the account calls them.
 *
 * @throws Failure RESCUE_READING_INCOMPLETE when a node hangs on nothing, on a user, or on itself
 */
export function nodePaths(nodes: readonly TreeNode[]): ReadonlyMap<NodeId, GroupPath | null> {
  const paths: Paths = { byId: new Map(nodes.map((node) => [node.id, node])), found: new Map() };
  for (const node of nodes) {
    if (node.kind !== 'ignored' && node.role !== null) pathOf(paths, node, 0);
  }
  return paths.found;
}

/** @param depth how many nodes hang on this one, one below the other, on the way from the first that was asked about */
function pathOf(paths: Paths, node: TreeNode, depth: number): GroupPath | null {
  const known = paths.found.get(node.id);
  if (known !== undefined) return known;
  if (depth > paths.byId.size) throw incomplete(`The groups around node ${node.id} stand in one another.`);
  const path = node.kind === 'root' && node.role !== null ? [rootOf(node.role)] : pathBelowParent(paths, node, depth);
  paths.found.set(node.id, path);
  return path;
}

function pathBelowParent(paths: Paths, node: TreeNode, depth: number): GroupPath | null {
  const parent = paths.byId.get(node.parent);
  if (node.kind === 'ignored') return null;
  if (parent === undefined) throw incomplete(`Node ${node.id} stands in node ${node.parent}, which did not come.`);
  if (parent.kind === 'user' || parent.kind === 'unreadable')
    throw incomplete(`Node ${node.id} stands in node ${parent.id}, which is a user.`);
  const path = pathOf(paths, parent, depth + 1);
  // Nothing stands in a user: a path of its own for each would only take memory.
  if (node.kind === 'user') return path;
  // A made-up name that no mapping can mean.
  const name = node.unreadable === null ? node.name : `\uFFFD ${node.id}`;
  return path === null ? null : [...path, name];
}
