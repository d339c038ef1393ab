import { Failure } from '../../core/failure.ts';
import type { NodeId, Role } from '../../core/model.ts';
import { blocksOf } from './blocks.ts';
import type { Client } from './client.ts';
import { settleTree } from './inquiry.ts';
import type { NodeKind } from './node-types.ts';
import { ProtocolError } from './protocol.ts';
import { unknownWord } from './words.ts';

/** One node of the organization tree, as getHierarchy_v2 shows it. */
export interface TreeNode {
  readonly id: NodeId;
  readonly parent: NodeId;
  readonly kind: NodeKind;
  /** null for nodes that belong to no role. */
  readonly role: Role | null;
  readonly name: string;
  readonly email: string;
  readonly description: string;
  readonly enabled: boolean;
  /** Everything that is printed of a user or group whose fields cannot be told apart; null for all others. */
  readonly unreadable: string | null;
}

/**
 * Reads all nodes: in one request, and one or two more for each node whose text leaves it open what is real
 * ({@link settleTree}).
 *
 * @throws Failure RESCUE_READING_INCOMPLETE, or as {@link Client.call} does
 */
export async function readTree(client: Client, signal: AbortSignal | null): Promise<TreeNode[]> {
  try {
    const result = await client.call({
      method: 'getHierarchy_v2',
      parameters: { isnode: 'false' },
      signal,
      parse({ rest, framed }) {
        if (!framed) throw new ProtocolError('nothing says where the answer ends');
        return blocksOf(rest);
      },
    });
    if (!result.ok) throw unknownWord(result.word);
    return await settleTree(client, result.value, signal);
  } catch (error) {
    if (error instanceof Failure && error.code === 'RESCUE_PROTOCOL') throw incomplete(error.message, error);
    throw error;
  }
}

/** @param why a sentence */
export function incomplete(why: string, cause?: Error): Failure {
  return new Failure(
    'RESCUE_READING_INCOMPLETE',
    `The organization tree of the account could not be read to the end, so nothing is planned. ${why}`,
    'Try again. If it stays: use the credentials of a master administrator, who sees the whole tree.',
    cause === undefined ? {} : { cause },
  );
}
