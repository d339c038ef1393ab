import { Failure } from '../../../core/failure.ts';
import type { NodeId } from '../planner/account.ts';
import type { Client } from './call.ts';
import type { TreeNode } from './tree-node.ts';
import type { Block, TreeText } from './tree-text.ts';

/** More nodes without an answer than these, and the service itself is at fault, not the nodes. */
const MOST_UNANSWERED = 10;

/** Whether a call ended with the service's own error, however often it was made. */
export function isUnanswered(error: unknown): error is Failure {
  return error instanceof Failure && error.code === 'RESCUE_ERROR';
}

/**
 * Asks for a node. An error of the service may be there for good, for this one node alone: then it is noted, so that the
 * reading can go on without the node.
 *
 * @returns null when there is no answer
 * @throws Failure as `ask` does, and when more nodes than one can believe give no answer
 */
export async function answerOr<Value>(
  { memory }: Client,
  id: NodeId,
  ask: () => Promise<Value>,
): Promise<{ readonly answer: Value } | null> {
  if (memory.unanswered.has(id)) return null;
  try {
    return { answer: await ask() };
  } catch (error) {
    if (!isUnanswered(error) || memory.unanswered.size >= MOST_UNANSWERED) throw error;
    memory.unanswered.add(id);
    return null;
  }
}

/** A user or group for which the service gives no answer. Others are not asked for what they hold. */
export function asUnanswered(node: TreeNode, { lines }: TreeText, { from, to }: Block): TreeNode {
  if (node.kind === 'user') return { ...node, unanswered: true };
  if (node.kind !== 'group') return node;
  return { ...node, unreadable: node.unreadable ?? lines.slice(from, to).join('\n'), unanswered: true };
}
