import { Failure } from '../../../core/failure.ts';
import { askNode, type KnownNode } from './ask-node.ts';
import type { Client } from './call.ts';
import { type Inquiry, newInquiry } from './inquiry.ts';
import { coverText, hasOwnNumber, isStart } from './node-starts.ts';
import { suspectsOf } from './suspects.ts';
import { answerOr, asUnanswered } from './unanswered.ts';
import { isEnabled, meaningOf, plainNode, type TreeNode } from './tree-node.ts';
import { type Block, endOfText, type TextEnd, type TreeText } from './tree-text.ts';

/** How many are asked at a time: the first answers may make the other questions needless. */
const BATCH = 16;
/** So many unknown numbers without finding out in whose text they stand: something else is wrong. */
const MOST_REFUSED = 500;

/**
 * Finds out which blocks of a printed tree are nodes. The service may print line breaks inside of names and
 * descriptions, so that a text can look like further nodes. A block that looks odd is asked for by its number. A real
 * node comes with its true fields. These give its whole text in the tree, and all that looks like nodes in there is text.
 *
 * @param thorough whether all groups are asked for, and all users outside of our part of the tree
 * @throws Failure RESCUE_READING_INCOMPLETE
 */
export async function proveNodes(
  client: Client,
  tree: TreeText,
  signal: AbortSignal | null,
  thorough: boolean,
): Promise<TreeNode[]> {
  const inquiry = newInquiry({ client, signal, tree, thorough });
  for (;;) {
    const suspects = suspectsOf(inquiry);
    if (suspects.length === 0) return nodesOf(inquiry);
    for (let from = 0; from < suspects.length; from += BATCH) {
      const open = suspects.slice(from, from + BATCH).filter((index) => !isProved(inquiry, index));
      await Promise.all(open.map((index) => prove(inquiry, index)));
      for (const index of open) await findBearer(inquiry, index);
      for (const index of inquiry.orphans) await findBearer(inquiry, index);
    }
  }
}

function nodesOf({ tree, looks, verdicts, client }: Inquiry): TreeNode[] {
  return tree.blocks.flatMap((block, index) => {
    const node = verdicts[index] ?? looks[index] ?? null;
    if (node === null || node === 'text') return [];
    return [client.memory.unanswered.has(block.id) ? asUnanswered(node, tree, block) : node];
  });
}

function isProved({ verdicts }: Inquiry, index: number): boolean {
  return verdicts[index] !== undefined;
}

/** Asks for one block's number, and notes what it is. */
async function prove(inquiry: Inquiry, index: number): Promise<void> {
  const { client, tree, verdicts } = inquiry;
  const block = tree.blocks[index];
  if (block === undefined || isProved(inquiry, index)) return;
  const known = remembered(inquiry, index, block) ?? (await askOrTakeAsIs(inquiry, block));
  // Meanwhile another answer may have shown it to be text.
  if (isProved(inquiry, index)) return;
  if (known !== null && !('text' in known)) {
    verdicts[index] = known;
    return;
  }
  if (known === null) {
    verdicts[index] = 'text';
    inquiry.orphans.add(index);
    inquiry.refused += 1;
    if (inquiry.refused > MOST_REFUSED) throw tooMany(inquiry, index);
    return;
  }
  const end = endOfText(tree, index, known.text);
  if (end === null) {
    // It was changed meanwhile, or is printed in another way here: the next block is proved by itself.
    verdicts[index] = { ...known.node, parent: block.parent };
    inquiry.doubted.add(index + 1);
    return;
  }
  verdicts[index] = { ...asPrinted(known.node, end), parent: block.parent };
  client.memory.texts.set(block.id, known);
  inquiry.ends[index] = end.next;
}

/** @returns a node without a text where the service gives no answer: the block then counts as what it looks like */
async function askOrTakeAsIs({ client, tree, signal }: Inquiry, block: Block): Promise<KnownNode | TreeNode | null> {
  const asked = await answerOr(client, block.id, () => askNode(client, block, signal));
  if (asked !== null) return asked.answer;
  const node = plainNode(block);
  if (node?.kind === 'user' || node?.kind === 'group') return asUnanswered(node, tree, block);
  throw new Failure(
    'RESCUE_READING_INCOMPLETE',
    `The organization tree of the account cannot be read: the service answers only ERROR for node ${block.id}, and what it is cannot be seen, so nothing is planned.`,
    'Look at this node in the Admin Center; saving it there once may help.',
  );
}

/** A node with what the tree prints behind its text: its status, and the type, which a group's record does not prove. */
function asPrinted(node: TreeNode, { status, type }: TextEnd): TreeNode {
  const meaning = meaningOf(type);
  const isGroup = node.kind === 'group' || node.kind === 'ignored';
  return { ...node, ...(isGroup ? meaning : null), enabled: isEnabled(status) ?? false };
}

/** What was found out about the same text before. */
function remembered({ client, tree }: Inquiry, index: number, { id }: Block): KnownNode | null {
  const known = client.memory.texts.get(id);
  if (known === undefined || client.memory.doubts.has(id)) return null;
  return endOfText(tree, index, known.text) === null ? null : known;
}

/**
 * Finds the node in whose text a block may stand, because the block is no node or its number stands twice. All other
 * blocks in the same text are text, too.
 */
async function findBearer(inquiry: Inquiry, index: number): Promise<void> {
  inquiry.orphans.delete(index);
  if (inquiry.verdicts[index] !== 'text' && hasOwnNumber(inquiry, index)) {
    coverText(inquiry, index);
    return;
  }
  const isNode = await isStart(inquiry, index, (other) => prove(inquiry, other));
  if (isNode === true) coverText(inquiry, index);
  // It has vanished meanwhile, or is of a kind that cannot be asked for: nobody has forged it.
  if (isNode === true && inquiry.verdicts[index] === 'text') inquiry.refused -= 1;
}

function tooMany({ tree, verdicts }: Inquiry, index: number): Failure {
  const near = verdicts.slice(0, index).filter((one) => one !== undefined && one !== 'text');
  const { id: node, name, email } = near.at(-1) ?? { id: tree.blocks[0]?.id ?? '', name: '', email: '' };
  const who = `${node} ${JSON.stringify(`${name} ${email}`.trim().slice(0, 100))}`;
  return new Failure(
    'RESCUE_READING_INCOMPLETE',
    `The organization tree of the account holds more than ${MOST_REFUSED} nodes that the service does not know by their numbers, so nothing is planned. They seem to be text in the Description of node ${who}, or of one that stands near it.`,
    'Look at its name and its Description in the Admin Center, and clean them.',
  );
}
