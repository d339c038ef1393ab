import { Failure } from '../../../core/failure.ts';
import type { Client } from './call.ts';
import { askGroup } from './group-record.ts';
import { readSingleNode, type SingleNode } from './single-node.ts';
import { meaningOf, plainNode, type TreeNode } from './tree-node.ts';
import { type Block, printedText } from './tree-text.ts';
import { askUser } from './user-record.ts';

export interface KnownNode {
  readonly node: TreeNode;
  /** As of {@link printedText}. */
  readonly text: string;
}

/**
 * The node of a block's number, in the role and under the parent that the block shows where its record names none.
 *
 * @returns null when there is none
 * @throws Failure RESCUE_READING_INCOMPLETE when it is of a type that nobody knows
 */
export async function askNode(client: Client, block: Block, signal: AbortSignal | null): Promise<KnownNode | null> {
  const looks = meaningOf(block.fields?.get('type') ?? '')?.kind;
  const asked = looks === 'group' ? [askAsGroup, askAsUser] : [askAsUser, askAsGroup];
  const isPlain = looks === 'group' || looks === 'user';
  for (const one of isPlain ? asked : [...asked, askAsOther]) {
    const known = await one(client, block, signal);
    if (known !== null) return known;
  }
  return null;
}

const EMPTY = { name: '', email: '', description: '', enabled: false };

async function askAsUser(client: Client, block: Block, signal: AbortSignal | null): Promise<KnownNode | null> {
  const { id, parent } = block;
  const user = await askUser(client, id, signal);
  if (user === null) return null;
  const base = { id, parent, role: user.role };
  if (!('unreadable' in user)) {
    const { name, email, description, enabled } = user;
    const node: TreeNode = { ...base, kind: 'user', name, email, description, enabled, unreadable: null };
    return { node, text: printedText(node) };
  }
  const single = await readSingleNode(client, id, signal);
  return known({ ...base, kind: 'unreadable', ...EMPTY, unreadable: user.unreadable }, single);
}

async function askAsGroup(client: Client, block: Block, signal: AbortSignal | null): Promise<KnownNode | null> {
  const { id, parent } = block;
  const group = await askGroup(client, id, signal);
  if (group === null) return null;
  const base = { id, parent, kind: 'group', ...EMPTY } as const;
  if (!('unreadable' in group)) {
    const { name, description } = group;
    const role = plainNode(block)?.role ?? null;
    const node: TreeNode = { ...base, role, name, description, unreadable: null };
    return { node, text: printedText(node) };
  }
  const role = meaningOf(group.type)?.role ?? null;
  const single = await readSingleNode(client, id, signal);
  return known({ ...base, role, unreadable: group.unreadable }, single);
}

/** Root categories, channels and links have no record of their own. */
async function askAsOther(client: Client, block: Block, signal: AbortSignal | null): Promise<KnownNode | null> {
  const { id, parent } = block;
  const single = await readSingleNode(client, id, signal);
  if (single === null) return null;
  const meaning = meaningOf(single.type);
  if (meaning === null) {
    throw new Failure(
      'RESCUE_READING_INCOMPLETE',
      `The organization tree of the account cannot be read: node ${id} has the unknown type ${JSON.stringify(single.type.slice(0, 40))}, so nothing is planned.`,
      'The service may have changed: look for a newer adsync.',
    );
  }
  if (meaning.kind !== 'root' && meaning.kind !== 'ignored') return null;
  return known({ id, parent, ...meaning, ...EMPTY, unreadable: null }, single);
}

function known(node: TreeNode, single: SingleNode | null): KnownNode {
  return { node, text: single?.text ?? 'nothing' };
}
