import type { NodeId } from '../planner/account.ts';
import { Failure } from '../../../core/failure.ts';
import type { Result } from '../wire/call.ts';
import { parseId, ProtocolError } from '../wire/protocol.ts';
import { readTree } from '../wire/read-tree.ts';
import type { TreeNode } from '../wire/tree-node.ts';
import { type NodeWish, takeBare } from './bare-nodes.ts';
import type { ApplyContext } from './context.ts';
import { type Creations, creationsBelow } from './creations.ts';

/** A creation that was not begun, because the run was interrupted or given up while it waited for its turn. */
class Stopped extends Error {}

export function isStopped(error: unknown): boolean {
  return error instanceof Stopped;
}

/**
 * A bare node for a new user or group: one that a run left behind when it broke off, or else a new one.
 *
 * @param first the one that goes before all others
 * @throws an error that {@link isStopped} knows
 */
export async function takeNode(
  context: ApplyContext,
  wish: NodeWish,
  first: NodeId | null,
): Promise<Result<NodeId> & { readonly isNew: boolean }> {
  const left = takeBare(context.known.bare, wish, first);
  if (left !== null) return { ok: true, value: left, isNew: false };
  const creations = creationsBelow(context.creations, wish.parent);
  const create = (): Promise<Result<NodeId>> => createNode(context, wish, (find) => creations.look(find));
  // Bare users are all alike, and whoever needs one may have any. A new group may have a name of its own.
  const created = await (wish.kind === 'user' ? creations.create(create) : creations.createAlone(create));
  return { ...created, isNew: true };
}

/**
 * Creates a bare user or group. The service creates first and is told names later, so a creation whose answer was lost
 * leaves a bare node behind: it is looked for and taken, and never created twice. Nobody could say whether the service
 * gives a new group a name of its own, so one that has come and holds nothing yet is the one, whatever it is called.
 */
async function createNode(context: ApplyContext, wish: NodeWish, look: Creations['look']): Promise<Result<NodeId>> {
  const { client, stop } = context;
  const { kind, parent } = wish;
  if (stop.aborted) throw new Stopped('the run was ended before');
  return await client.call<NodeId>({
    method: kind === 'user' ? 'createUser' : 'createGroup',
    parameters: { parent },
    signal: null,
    parse({ rest }) {
      const id = parseId(rest);
      if (isOld(context, wish, id)) throw new ProtocolError('the new node was there before');
      return claimed(context, id);
    },
    settle: () => look(() => findNew(context, wish)),
    writes: { node: null, before: {}, after: { parent } },
  });
}

/** Notes a new node at once: no other creation may take it for its own. */
function claimed({ known }: ApplyContext, id: NodeId): NodeId {
  known.ids.add(id);
  return id;
}

function isOld({ known }: ApplyContext, { there }: NodeWish, id: NodeId): boolean {
  return known.ids.has(id) || there?.has(id) === true;
}

/** @throws Failure RESCUE_CREATION_UNCLEAR when more than one group has come that may be the new one */
async function findNew(context: ApplyContext, wish: NodeWish): Promise<Result<NodeId> | null> {
  const { kind, role, parent } = wish;
  const nodes = await readTree(context.client, null);
  const come = nodes.filter((node) => {
    return node.parent === parent && node.kind === kind && node.role === role && !isOld(context, wish, node.id);
  });
  const bare = come.find(isBare);
  if (bare !== undefined) return { ok: true, value: claimed(context, bare.id) };
  const named = kind === 'user' ? [] : come.filter((node) => isEmptyGroup(node, nodes));
  const [found] = named;
  if (named.length > 1) throw unclear(named);
  return found === undefined ? null : { ok: true, value: claimed(context, found.id) };
}

function isBare({ kind, name, email, description, unreadable }: TreeNode): boolean {
  return (kind === 'user' ? email : name).trim() === '' && description === '' && unreadable === null;
}

/** Whether nobody has done anything with a group yet but, perhaps, name it. */
function isEmptyGroup({ id, description, unreadable }: TreeNode, nodes: readonly TreeNode[]): boolean {
  return description === '' && unreadable === null && !nodes.some(({ parent }) => parent === id);
}

function unclear(named: readonly TreeNode[]): Failure {
  const groups = named.map(({ id, name }) => `${JSON.stringify(name)} (node ${id})`).join(', ');
  return new Failure(
    'RESCUE_CREATION_UNCLEAR',
    `Whether the group was created is not known: the answer was lost, and ${groups} have come meanwhile.`,
    'Look in the Admin Center which of them nobody has made, and remove it there. Make a new plan.',
  );
}
