import { groupBy } from '../../../core/collections.ts';
import { fold } from '../../../core/text.ts';
import { parseMarker } from '../planner/marker.ts';
import type { NodeId } from '../planner/account.ts';
import type { Inquiry } from './inquiry.ts';
import type { TreeNode } from './tree-node.ts';

/** A block that is a node, or looks like one. */
interface Seen {
  readonly index: number;
  readonly node: TreeNode;
}

/** So many of the nodes that lack the same parent are asked for: the parent is missing for all of them, or for none. */
const OF_ONE_PARENT = 3;

/**
 * The blocks that must be asked about, in the order of the text:
 *
 * - those that show no whole node, and those that were in doubt before
 * - those that share a number, an address, a link, a root category, or a name in one group
 * - those that stand in no group
 */
export function suspectsOf(inquiry: Inquiry): number[] {
  const { tree, looks, verdicts, doubted, client } = inquiry;
  const seen: Seen[] = [];
  const found = new Set<number>([...doubted].filter((index) => index < tree.blocks.length));
  for (const [index, block] of tree.blocks.entries()) {
    const node = verdicts[index] ?? looks[index] ?? null;
    if (node === null || tree.count(block.id) > 1 || client.memory.doubts.has(block.id)) found.add(index);
    if (node !== null && node !== 'text') seen.push({ index, node });
  }
  const isOpen = ({ index }: Seen): boolean => verdicts[index] === undefined;
  for (const { index } of [
    ...doubles(seen),
    ...misplaced(seen, isOpen),
    ...(inquiry.thorough ? withoutDetails(seen) : []),
  ])
    found.add(index);
  return [...found].filter((index) => verdicts[index] === undefined).sort((a, b) => a - b);
}

function doubles(seen: readonly Seen[]): Seen[] {
  const users = seen.filter(({ node }) => node.kind === 'user');
  const roots = seen.filter(({ node }) => node.kind === 'root');
  const withEmail = users.filter(({ node }) => node.email !== '');
  const groups = seen.filter(({ node }) => node.kind === 'group');
  return [
    ...alike(groups, ({ node }) => `${node.parent} ${fold(node.name)}`),
    ...alike(roots, ({ node }) => node.role ?? ''),
    ...alike(withEmail, ({ node }) => `${node.role ?? ''} ${fold(node.email)}`),
    ...alike(users, ({ node }) => parseMarker(node.description)?.person ?? null),
  ];
}

/** Those that share a key with another one; null = it has none. Hardly any do, so no lists are made of the others. */
function alike(seen: readonly Seen[], keyOf: (one: Seen) => string | null): Seen[] {
  const firsts = new Map<string, Seen>();
  const found = new Set<Seen>();
  for (const one of seen) {
    const key = keyOf(one);
    if (key === null) continue;
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, one);
    else found.add(first).add(one);
  }
  return [...found];
}

/** Nodes whose parent did not come, or can hold nothing, or stands in them itself. */
function misplaced(seen: readonly Seen[], isOpen: (one: Seen) => boolean): Seen[] {
  const byId = new Map(seen.map(({ node }) => [node.id, node]));
  const ours = seen.filter(({ node }) => node.kind !== 'ignored' && node.kind !== 'root');
  const lost = ours.filter(({ node }) => {
    const parent = byId.get(node.parent);
    return parent === undefined || parent.kind === 'user' || parent.kind === 'unreadable';
  });
  const some = [...groupBy(lost, ({ node }) => node.parent).values()].flatMap((same) => {
    // Where a proved node lacks the parent, too, the tree is not whole: the others need not be asked for.
    return same.every(isOpen) ? same.slice(0, OF_ONE_PARENT) : [];
  });
  return [...some, ...inRings(seen, byId)];
}

/** Groups, and users that hang on no root category: nobody asks for the details of these. */
function withoutDetails(seen: readonly Seen[]): Seen[] {
  const byId = new Map(seen.map(({ node }) => [node.id, node]));
  const hangs = (node: TreeNode | undefined, steps: number): boolean => {
    if (node === undefined || node.kind === 'ignored' || steps > seen.length) return false;
    return node.kind === 'root' || hangs(byId.get(node.parent), steps + 1);
  };
  return seen.filter(({ node }) => node.kind === 'group' || (node.kind === 'user' && !hangs(node, 0)));
}

function inRings(seen: readonly Seen[], byId: ReadonlyMap<NodeId, TreeNode>): Seen[] {
  const free = new Set<NodeId>();
  return seen.filter(({ node }) => {
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
