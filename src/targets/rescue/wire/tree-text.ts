import type { NodeId } from '../planner/account.ts';
import { type Shape, squeeze } from './parse-record.ts';
import { type Fields, ProtocolError } from './protocol.ts';

/** A node as getHierarchy_v2 prints it. */
export const NODE: Shape = {
  numbers: ['nodeid', 'parentid'],
  texts: ['name', 'email', 'description'],
  words: ['status', 'type'],
};
const KEYS = [...NODE.numbers, ...NODE.texts, ...NODE.words];

/** A part of the printed tree that looks like one node: it may be text that somebody wrote about another one. */
export interface Block {
  readonly id: NodeId;
  readonly parent: NodeId;
  /** Its lines, as indexes of {@link TreeText.lines}. */
  readonly from: number;
  readonly to: number;
  /** Null when it is not just one line for each field. */
  readonly fields: Fields | null;
}

/** The organization tree as it was printed. */
export interface TreeText {
  readonly lines: readonly string[];
  readonly blocks: readonly Block[];
  /** How many blocks have a number. */
  count(id: NodeId): number;
}

const NUMBER = /^\s*nodeid\s*:\s*(-?\d{1,20})\s*$/i;
const PARENT = /^\s*parentid\s*:\s*(-?\d{1,20})\s*$/i;

/**
 * Cuts the printed tree into blocks. A block begins wherever a line could begin a node, so no text hides a node that
 * stands behind it. A text can only add blocks that are no nodes.
 *
 * @throws ProtocolError when the end is missing: each answer ends with the status and the type of its last node, with a
 *   line break behind them or without
 */
export function blocksOf(rest: string): TreeText {
  const lines = rest.split(/\r\n|\n|\r/);
  const starts = startsOf(lines);
  const head = lines.slice(0, starts[0]?.from ?? lines.length);
  if (head.some((line) => line.trim() !== '')) throw new ProtocolError('something stands before the first record');
  const blocks = starts.map((start, index) => new BlockOfLines(start, starts[index + 1]?.from ?? lines.length, lines));
  const last = blocks.at(-1);
  if (last !== undefined && !hasEnd(lines, last)) throw new ProtocolError('the end is missing');
  const counts = new Map<NodeId, number>();
  for (const { id } of blocks) counts.set(id, (counts.get(id) ?? 0) + 1);
  return { lines, blocks, count: (id) => counts.get(id) ?? 0 };
}

/** Its fields are read when somebody looks at them: those of a large tree take more memory than all that is made of it. */
class BlockOfLines implements Block {
  readonly id: NodeId;
  readonly parent: NodeId;
  readonly from: number;
  readonly to: number;
  readonly #lines: readonly string[];

  constructor({ id, parent, from }: Pick<Block, 'id' | 'parent' | 'from'>, to: number, lines: readonly string[]) {
    this.id = id;
    this.parent = parent;
    this.from = from;
    this.to = to;
    this.#lines = lines;
  }

  get fields(): Fields | null {
    return fieldsOf(this.#lines, this.from, this.to);
  }
}

/** Where nodes may begin. It runs for every line of the tree, at every look at it. */
function startsOf(lines: readonly string[]): Pick<Block, 'id' | 'parent' | 'from'>[] {
  const starts: Pick<Block, 'id' | 'parent' | 'from'>[] = [];
  let isFree = true;
  for (let from = 0; from < lines.length; from++) {
    const line = lines[from] ?? '';
    const id = isFree ? NUMBER.exec(line)?.[1] : undefined;
    const parent = id === undefined ? undefined : PARENT.exec(lines[from + 1] ?? '')?.[1];
    if (id !== undefined && parent !== undefined) starts.push({ id: id as NodeId, parent: parent as NodeId, from });
    isFree = line.trim() === '';
  }
  return starts;
}

/** The seven fields, when they stand in the documented order, one on each line, and nothing else does. */
function fieldsOf(lines: readonly string[], from: number, to: number): Fields | null {
  const fields = new Map<string, string>();
  for (let at = from; at < to; at++) {
    const line = (lines[at] ?? '').trim();
    if (line === '') continue;
    const colon = line.indexOf(':');
    const key = KEYS[fields.size];
    if (key === undefined || line.slice(0, colon).trim().toLowerCase() !== key) return null;
    fields.set(key, line.slice(colon + 1).trim());
  }
  return fields.size === KEYS.length ? fields : null;
}

/** Nothing that people write stands behind a status and a type, so these say whether the last block is whole. */
function hasEnd(lines: readonly string[], { from, to }: Block): boolean {
  const [status = '', type = ''] = lines
    .slice(from, to)
    .filter((line) => line.trim() !== '')
    .slice(-2);
  return /^\s*status\s*:/i.test(status) && /^\s*type\s*:\s*\w/i.test(type);
}

/** A node's text as far as its description, as the tree prints it, without white space. */
export function printedText(node: {
  readonly id: string;
  readonly parent: string;
  readonly name: string;
  readonly email: string;
  readonly description: string;
}): string {
  const { id, parent, name, email, description } = node;
  return squeeze(`nodeid:${id} parentid:${parent} name:${name} email:${email} description:${description}`);
}

/** The end of a node's text that begins at a block. */
export interface TextEnd {
  /** The first block behind it. */
  readonly next: number;
  readonly status: string;
  readonly type: string;
}

/**
 * Follows a known text through the printed tree, up to its status and its type.
 *
 * @param text as of {@link printedText}
 * @returns null when something else stands there
 */
export function endOfText({ lines, blocks }: TreeText, index: number, text: string): TextEnd | null {
  let line = blocks[index]?.from ?? lines.length;
  for (let at = 0; at < text.length; line++) {
    const part = squeeze(lines[line] ?? '');
    if (line >= lines.length || !text.startsWith(part, at)) return null;
    at += part.length;
  }
  while (line < lines.length && lines[line]?.trim() === '') line += 1;
  const status = /^\s*status\s*:\s*(\w*)\s*$/i.exec(lines[line] ?? '')?.[1];
  const type = /^\s*type\s*:\s*(\w+)\s*$/i.exec(lines[line + 1] ?? '')?.[1];
  if (status === undefined || type === undefined) return null;
  let next = index + 1;
  while (next < blocks.length && (blocks[next]?.from ?? 0) < line + 2) next += 1;
  return { next, status, type };
}
