import { Failure } from '../../../core/failure.ts';
import { type Alone, readAlone } from './single-node.ts';
import { type Block, endOf, textOf, type TreeText } from './tree-text.ts';
import type { Client } from './client.ts';
import { suspectsOf } from './suspects.ts';
import { askGroup } from './group-record.ts';
import { isEnabled, meaningOf, plainNode, type TreeNode } from './tree-node.ts';
import { coverText, isOnly, isStart } from './node-starts.ts';
import type { Inquiry } from './inquiry.ts';
import { askUser } from './user-record.ts';

/** How many are asked at a time: the first answers may make the other questions needless. */
const BATCH = 16;
/** So many unknown numbers without finding out in whose text they stand: something else is wrong. */
const MOST_REFUSED = 500;

/**
 * Finds out which blocks of a printed tree are nodes. The service may print line breaks inside of names and
 * descriptions, so that a text can look like further nodes. What looks odd is asked for by its number: a real node comes
 * with its true fields, and with these its whole text is known, with everything that only looks like nodes in it.
 *
 * @param thorough whether all groups are asked for, and all users outside of our part of the tree
 * @throws Failure RESCUE_READING_INCOMPLETE
 */
export async function settleTree(
  client: Client,
  tree: TreeText,
  signal: AbortSignal | null,
  thorough: boolean,
): Promise<TreeNode[]> {
  const inquiry: Inquiry = {
    client,
    signal,
    tree,
    thorough,
    verdicts: [],
    ends: [],
    doubted: new Set(),
    orphans: new Set(),
    refused: 0,
  };
  for (;;) {
    const suspects = suspectsOf(inquiry);
    if (suspects.length === 0) return nodesOf(inquiry);
    for (let from = 0; from < suspects.length; from += BATCH) {
      const open = suspects.slice(from, from + BATCH).filter((index) => inquiry.verdicts[index] === undefined);
      await Promise.all(open.map((index) => settle(inquiry, index)));
      for (const index of open) await findBearer(inquiry, index);
      for (const index of inquiry.orphans) await findBearer(inquiry, index);
    }
  }
}

function nodesOf({ tree, verdicts }: Inquiry): TreeNode[] {
  return tree.blocks.flatMap((block, index) => {
    const node = verdicts[index] ?? plainNode(block);
    return node === null || node === 'text' ? [] : [node];
  });
}

/** Asks for one block's number, and notes what it is. */
async function settle(inquiry: Inquiry, index: number): Promise<void> {
  const { client, tree, verdicts } = inquiry;
  const block = tree.blocks[index];
  if (block === undefined || verdicts[index] !== undefined) return;
  const known = remembered(inquiry, index, block) ?? (await ask(inquiry, block));
  // Meanwhile another answer may have shown it to be text.
  if (isSettled(inquiry, index)) return;
  if (known === null) {
    verdicts[index] = 'text';
    inquiry.orphans.add(index);
    inquiry.refused += 1;
    if (inquiry.refused > MOST_REFUSED) throw tooMany(inquiry, index);
    return;
  }
  const end = endOf(tree, index, known.text);
  const meaning = meaningOf(end?.type ?? '');
  const { node } = known;
  if (end === null) {
    // It was changed meanwhile, or is printed in another way here: what stands behind it is proved by itself.
    verdicts[index] = { ...node, parent: block.parent };
    inquiry.doubted.add(index + 1);
    return;
  }
  const isGroup = node.kind === 'group' || node.kind === 'ignored';
  const whole = isGroup && meaning !== null ? { ...node, ...meaning } : node;
  verdicts[index] = { ...whole, parent: block.parent, enabled: isEnabled(end.status) ?? false };
  client.memory.texts.set(block.id, { text: known.text, node });
  inquiry.ends[index] = end.next;
}

function isSettled({ verdicts }: Inquiry, index: number): boolean {
  return verdicts[index] !== undefined;
}

interface Known {
  readonly node: TreeNode;
  /** As of {@link textOf}. */
  readonly text: string;
}

/** What was found out about the same text before. */
function remembered({ client, tree }: Inquiry, index: number, { id }: Block): Known | null {
  const known = client.memory.texts.get(id);
  return known !== undefined && !client.memory.doubts.has(id) && endOf(tree, index, known.text) !== null ? known : null;
}

/** The node of a number; null when there is none. */
async function ask({ client, signal }: Inquiry, block: Block): Promise<Known | null> {
  const looks = meaningOf(block.fields?.get('type') ?? '')?.kind;
  const asked = looks === 'group' ? [askAsGroup, askAsUser] : [askAsUser, askAsGroup];
  const isPlain = looks === 'group' || looks === 'user';
  for (const one of isPlain ? asked : [...asked, askAsOther]) {
    const known = await one(client, block, signal);
    if (known !== null) return known;
  }
  return null;
}

type Ask = (client: Client, block: Block, signal: AbortSignal | null) => Promise<Known | null>;

const askAsUser: Ask = async (client, block, signal) => {
  const { id, parent } = block;
  const user = await askUser(client, id, signal);
  if (user === null) return null;
  const base = { id, parent, role: user.role };
  if (!('unreadable' in user)) {
    const { name, email, description, enabled } = user;
    const node: TreeNode = { ...base, kind: 'user', name, email, description, enabled, unreadable: null };
    return { node, text: textOf(node) };
  }
  const empty = { name: '', email: '', description: '', enabled: false };
  const alone = await readAlone(client, id, signal);
  return known({ ...base, kind: 'unreadable', ...empty, unreadable: user.unreadable }, alone);
};

const askAsGroup: Ask = async (client, block, signal) => {
  const { id, parent } = block;
  const group = await askGroup(client, id, signal);
  if (group === null) return null;
  const base = { id, parent, kind: 'group', email: '', enabled: false } as const;
  const shown = plainNode(block)?.role ?? null;
  if (!('unreadable' in group)) {
    const { name, description } = group;
    const node: TreeNode = { ...base, role: shown, name, description, unreadable: null };
    return { node, text: textOf(node) };
  }
  const role = meaningOf(group.type)?.role ?? null;
  const alone = await readAlone(client, id, signal);
  return known({ ...base, role, name: '', description: '', unreadable: group.unreadable }, alone);
};

/** Root categories, channels and links have no record of their own. */
const askAsOther: Ask = async (client, { id, parent }, signal) => {
  const alone = await readAlone(client, id, signal);
  if (alone === null) return null;
  const meaning = meaningOf(alone.type);
  if (meaning === null) {
    throw new Failure(
      'RESCUE_READING_INCOMPLETE',
      `The organization tree of the account cannot be read: node ${id} has the unknown type ${JSON.stringify(alone.type.slice(0, 40))}, so nothing is planned.`,
      'The service may have changed: look for a newer adsync.',
    );
  }
  if (meaning.kind !== 'root' && meaning.kind !== 'ignored') return null;
  const empty = { name: '', email: '', description: '', enabled: false };
  return known({ id, parent, ...meaning, ...empty, unreadable: null }, alone);
};

function known(node: TreeNode, alone: Alone | null): Known {
  return { node, text: alone?.text ?? 'nothing' };
}

/**
 * Where a block is no node, or its number stands twice, finds the node in whose text it may stand, and with it all that
 * only looks like nodes in the same text.
 */
async function findBearer(inquiry: Inquiry, index: number): Promise<void> {
  inquiry.orphans.delete(index);
  if (inquiry.verdicts[index] !== 'text' && isOnly(inquiry, index)) {
    coverText(inquiry, index);
    return;
  }
  const isNode = await isStart(inquiry, index, (other) => settle(inquiry, other));
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
