import { Failure } from '../../../core/failure.ts';
import type { Client } from './call.ts';
import { treeDifferences } from './profile-differences.ts';
import { ProtocolError } from './protocol.ts';
import { proveNodes } from './prove-nodes.ts';
import { unknownWord } from './service-words.ts';
import { readSingleNode } from './single-node.ts';
import { answerOr } from './unanswered.ts';
import { meaningOf, type TreeNode } from './tree-node.ts';
import { blocksOf, type TreeText } from './tree-text.ts';

/** How often a tree that seems to be cut off is read. */
const ATTEMPTS = 3;
/** So many single nodes are read at most, to see how the service ends its answers. */
const WITNESSES = 8;

/**
 * Reads all nodes: in one request, and one or two more for each node whose text leaves it open what is real
 * ({@link proveNodes}).
 *
 * @throws Failure RESCUE_READING_INCOMPLETE, or as {@link Client.call} does
 */
export async function readTree(client: Client, signal: AbortSignal | null, thorough = false): Promise<TreeNode[]> {
  try {
    for (let count = 1; count <= ATTEMPTS; count++) {
      const tree = await readText(client, signal);
      if (await hasEnd(client, tree, signal)) return await proveNodes(client, tree, signal, thorough);
    }
    throw incomplete('Its end is missing.');
  } catch (error) {
    if (error instanceof Failure && error.code === 'RESCUE_PROTOCOL') throw incomplete(error.message, error);
    throw error;
  }
}

async function readText(client: Client, signal: AbortSignal | null): Promise<TreeText> {
  const result = await client.call({
    method: 'getHierarchy_v2',
    parameters: { isnode: 'false' },
    signal,
    parse({ rest, framed }) {
      if (!framed) throw new ProtocolError('nothing says where the answer ends');
      const tree = blocksOf(rest);
      for (const one of treeDifferences(client.profile, rest, tree)) client.memory.differences.add(one);
      return tree;
    },
  });
  if (!result.ok) throw unknownWord(result.word);
  return result.value;
}

/**
 * Nobody knows whether the service puts a line break at the end. Where it puts none, it puts none behind a single node
 * either. A tree that lacks one where a single node has one was cut off.
 */
async function hasEnd(client: Client, { lines, blocks }: TreeText, signal: AbortSignal | null): Promise<boolean> {
  const last = lines.at(-1) ?? '';
  if (blocks.length === 0 || last.trim() === '') return true;
  // The service is known to put one there, so the end was cut off. What a profile says never proves an end.
  if (client.profile.treeEnd === 'lineBreaks') return false;
  if (meaningOf(/:\s*(\w+)\s*$/.exec(last)?.[1] ?? '') === null) return false;
  // Some cannot be asked for: the node above all others, and text that looks like a node.
  for (const { id } of blocks.slice(0, WITNESSES)) {
    const asked = await answerOr(client, id, () => readSingleNode(client, id, signal));
    const single = asked?.answer ?? null;
    if (single !== null) return !single.hasLineEnd;
  }
  return false;
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
