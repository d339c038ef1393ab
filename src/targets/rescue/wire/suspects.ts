import { groupBy } from '../../../core/collections.ts';
import { fold } from '../../../core/text.ts';
import { parseMarker } from '../planner/marker.ts';
import type { NodeId } from '../planner/account.ts';
import { plainNode, type TreeNode } from './tree-node.ts';
import type { Inquiry } from './inquiry.ts';

interface Placed {
  readonly index: number;
  readonly node: TreeNode;
}

/** Of nodes that lack the same parent these many are asked for: the parent is missing for all of them, or for none. */
const OF_ONE_PARENT = 3;

/**
 * The blocks that must be asked about, in the order of the text: those that show no whole node, whose number, address,
 * link, root category or place stands twice, that stand in nothing, and those that were in doubt before.
 */
export function suspectsOf(inquiry: Inquiry): number[] {
  const { tree, verdicts, doubted, client } = inquiry;
  const placed: Placed[] = [];
  const found = new Set<number>([...doubted].filter((index) => index < tree.blocks.length));
  for (const [index, block] of tree.blocks.entries()) {
    const node = verdicts[index] ?? plainNode(block);
    if (node === null || tree.count(block.id) > 1 || client.memory.doubts.has(block.id)) found.add(index);
    if (node !== null && node !== 'text') placed.push({ index, node });
  }
  const isOpen = ({ index }: Placed): boolean => verdicts[index] === undefined;
  for (const { index } of [
    ...doubles(placed),
    ...misplaced(placed, isOpen),
    ...(inquiry.thorough ? apart(placed) : []),
  ])
    found.add(index);
  return [...found].filter((index) => verdicts[index] === undefined).sort((a, b) => a - b);
}

function doubles(placed: readonly Placed[]): Placed[] {
  const users = placed.filter(({ node }) => node.kind === 'user');
  const roots = placed.filter(({ node }) => node.kind === 'root');
  const withEmail = users.filter(({ node }) => node.email !== '');
  const places = placed.filter(({ node }) => node.kind === 'group');
  const groups = [
    ...groupBy(places, ({ node }) => `${node.parent} ${fold(node.name)}`).values(),
    ...groupBy(roots, ({ node }) => node.role).values(),
    ...groupBy(withEmail, ({ node }) => `${node.role ?? ''} ${fold(node.email)}`).values(),
    ...groupBy(users, ({ node }) => parseMarker(node.description)?.person ?? `node ${node.id}`).values(),
  ];
  return groups.flatMap((same) => (same.length > 1 ? same : []));
}

/** Nodes whose parent did not come, or can hold nothing, or stands in them itself. */
function misplaced(placed: readonly Placed[], isOpen: (one: Placed) => boolean): Placed[] {
  const byId = new Map(placed.map(({ node }) => [node.id, node]));
  const ours = placed.filter(({ node }) => node.kind !== 'ignored' && node.kind !== 'root');
  const lost = ours.filter(({ node }) => {
    const parent = byId.get(node.parent);
    return parent === undefined || parent.kind === 'user' || parent.kind === 'unreadable';
  });
  const some = [...groupBy(lost, ({ node }) => node.parent).values()].flatMap((same) => {
    // Where a proved one lacks it, too, the tree is not whole, and to ask for the others is of no use.
    return same.every(isOpen) ? same.slice(0, OF_ONE_PARENT) : [];
  });
  return [...some, ...inRings(placed, byId)];
}

/** Groups, and users who hang on none of the root categories: nobody asks for the details of these. */
function apart(placed: readonly Placed[]): Placed[] {
  const byId = new Map(placed.map(({ node }) => [node.id, node]));
  const hangs = (node: TreeNode | undefined, steps: number): boolean => {
    if (node === undefined || node.kind === 'ignored' || steps > placed.length) return false;
    return node.kind === 'root' || hangs(byId.get(node.parent), steps + 1);
  };
  return placed.filter(({ node }) => node.kind === 'group' || (node.kind === 'user' && !hangs(node, 0)));
}

function inRings(placed: readonly Placed[], byId: ReadonlyMap<NodeId, TreeNode>): Placed[] {
  const free = new Set<NodeId>();
  return placed.filter(({ node }) => {
    const path = new Set<NodeId>();
    let at: TreeNode | undefined = node;
    while (at !== undefined && at.kind === 'group' && !free.has(at.id)) {
      if (path.has(at.id)) return true;
      path.add(at.id);
      at = byId.get(at.parent);
    }
    for (const id of path) free.add(id);
    return false;
  });
}
