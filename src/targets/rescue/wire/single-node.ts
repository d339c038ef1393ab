import type { NodeId } from '../planner/account.ts';
import type { Client } from './call.ts';
import { lastFieldsOf, squeeze } from './parse-record.ts';
import { nodeParameters, ProtocolError } from './protocol.ts';
import { NODE } from './tree-text.ts';

/** One node as the tree prints it, and nothing behind it. */
export interface SingleNode {
  readonly parent: NodeId;
  /** As far as the description, without white space. */
  readonly text: string;
  readonly type: string;
  /** Whether the answer ends with a line break. */
  readonly hasLineEnd: boolean;
}

/**
 * Asks for the tree's text of one node that holds no others. Its number and the one of its parent come first, and its
 * type comes last, so that nothing in between can forge them.
 *
 * @returns null when there is no such node (any more), or when the service answers something else
 */
export async function readSingleNode(
  client: Client,
  id: NodeId,
  signal: AbortSignal | null,
): Promise<SingleNode | null> {
  const result = await client.call<SingleNode | null>({
    method: 'getHierarchy_v2',
    parameters: { isnode: 'true', ...nodeParameters(id) },
    signal,
    parse({ rest }) {
      const [, node, parent] = /^\s*nodeid\s*:\s*(-?\d{1,20})\s+parentid\s*:\s*(-?\d{1,20})\s/i.exec(rest) ?? [];
      if (node !== id || parent === undefined) return null;
      const type = /(?:^|[\r\n])[^\S\r\n]*type[^\S\r\n]*:[^\S\r\n]*(\w+)\s*$/i.exec(rest)?.[1];
      const status = lastFieldsOf(rest, NODE).get('status');
      if (type === undefined || status === undefined) throw new ProtocolError('the end is missing');
      const whole = squeeze(rest);
      const text = whole.slice(0, whole.lastIndexOf(`status:${squeeze(status)}`));
      return { parent: parent as NodeId, text, type, hasLineEnd: /[\r\n]$/.test(rest) };
    },
  });
  return result.ok ? result.value : null;
}
