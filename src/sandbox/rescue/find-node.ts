import type { SandboxAccount, SandboxNode } from './account.ts';

/** Where the nodes of a list stand in it. The list is live: whoever holds the account may change it at any time. */
interface Places {
  readonly byId: Map<number, number>;
  /** So many nodes from the start of the list were looked at. */
  seen: number;
  highest: number;
}

const known = new WeakMap<readonly SandboxNode[], Places>();

/**
 * The node with this id. The time for it does not grow with the account, so that a large one answers as quickly as a
 * small one. Nothing is believed without a look at the list: after a change of its order it is gone through once.
 */
export function findNode({ nodes }: Pick<SandboxAccount, 'nodes'>, id: number): SandboxNode | undefined {
  const place = placesOf(nodes).byId.get(id);
  const node = place === undefined ? undefined : nodes[place];
  if (node?.id === id) return node;
  if (place !== undefined) known.delete(nodes);
  return nodes.find((one) => one.id === id);
}

/** The highest id of the list; 0 = it is empty. */
export function highestId({ nodes }: Pick<SandboxAccount, 'nodes'>): number {
  return placesOf(nodes).highest;
}

/** With all nodes that were put at the end of the list since the last look. */
function placesOf(nodes: readonly SandboxNode[]): Places {
  const found = known.get(nodes);
  const places =
    found === undefined || found.seen > nodes.length ? { byId: new Map<number, number>(), seen: 0, highest: 0 } : found;
  for (; places.seen < nodes.length; places.seen++) {
    const id = nodes[places.seen]?.id ?? 0;
    if (!places.byId.has(id)) places.byId.set(id, places.seen);
    places.highest = Math.max(places.highest, id);
  }
  known.set(nodes, places);
  return places;
}
