import pLimit, { type LimitFunction } from 'p-limit';
import type { NodeId, Role } from '../planner/account.ts';
import type { Client, Result } from '../wire/client.ts';
import type { Places } from './known-tree.ts';
import { parseId, ProtocolError } from '../wire/protocol.ts';
import type { TreeNode } from '../wire/tree-node.ts';
import { readTree } from '../wire/read-tree.ts';

export interface NodeMaker {
  /**
   * Creates a bare user or group. The service creates first and is told names later, so a creation whose answer was
   * lost leaves a bare node behind: it is looked for and taken, and never created twice.
   *
   * @throws an error that {@link isStopped} knows
   */
  create(client: Client, kind: 'user' | 'group', role: Role, parent: NodeId): Promise<Result<NodeId>>;
}

/** A creation that was not begun, because the run was interrupted or given up while it waited for its turn. */
class Stopped extends Error {}

export function isStopped(error: unknown): boolean {
  return error instanceof Stopped;
}

/**
 * Creations under one parent go one after the other: a new bare node there can then only be the one in doubt.
 *
 * @param stop aborted when none is to be begun any more
 */
export function newNodeMaker(places: Places, stop: AbortSignal): NodeMaker {
  const queues = new Map<NodeId, LimitFunction>();

  function queueOf(parent: NodeId): LimitFunction {
    const queue = queues.get(parent) ?? pLimit(1);
    queues.set(parent, queue);
    return queue;
  }

  async function findNew(
    client: Client,
    kind: 'user' | 'group',
    role: Role,
    parent: NodeId,
  ): Promise<Result<NodeId> | null> {
    const nodes = await readTree(client, null);
    const fresh = nodes.filter((node) => node.parent === parent && node.kind === kind && node.role === role);
    const [found] = fresh.filter((node) => isBare(node) && !places.isKnown(node.id));
    return found === undefined ? null : { ok: true, value: found.id };
  }

  async function createNow(
    client: Client,
    kind: 'user' | 'group',
    role: Role,
    parent: NodeId,
  ): Promise<Result<NodeId>> {
    if (stop.aborted) throw new Stopped('the run was ended before');
    const created = await client.call<NodeId>({
      method: kind === 'user' ? 'createUser' : 'createGroup',
      parameters: { parent },
      signal: null,
      parse({ rest }) {
        const id = parseId(rest) as NodeId;
        if (places.isKnown(id)) throw new ProtocolError('the new node was there before');
        return id;
      },
      settle: () => findNew(client, kind, role, parent),
      writes: { node: null, before: {}, after: { parent } },
    });
    if (created.ok) places.learn(created.value);
    return created;
  }

  return {
    create: (client, kind, role, parent) => queueOf(parent)(() => createNow(client, kind, role, parent)),
  };
}

function isBare({ kind, name, email, description, unreadable }: TreeNode): boolean {
  return (kind === 'user' ? email : name).trim() === '' && description === '' && unreadable === null;
}
