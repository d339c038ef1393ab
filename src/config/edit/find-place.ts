import {
  type CST,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type ParsedNode,
  parseDocument,
} from 'yaml';
import { Failure } from '../../core/failure.ts';
import type { EditPath } from './model.ts';

/** An entry of a list or a map of the file, as it stands there. */
export interface Slot {
  /** The key; null in a list. */
  readonly key: string | null;
  /** Offset of its dash or key, with the anchor before it; in brackets that of its first character. */
  readonly mark: number;
  /** Offset behind the colon of a map; the `mark` in brackets. */
  readonly colon: number;
  /** Offset behind its value. */
  readonly end: number;
  readonly value: Node | null;
}

/** A list or a map of the file. */
export interface Place {
  readonly kind: 'list' | 'map';
  /** Whether it stands in brackets. */
  readonly flow: boolean;
  readonly slots: readonly Slot[];
  /** From the bracket to behind the bracket, or from the first entry to behind the last. */
  readonly range: { readonly start: number; readonly end: number };
}

/** @throws Failure EDIT_NOT_YAML */
export function contentsOf(text: string): Node | null {
  const document = parseDocument(text, {
    version: '1.2',
    keepSourceTokens: true,
    prettyErrors: false,
    uniqueKeys: false,
  });
  const [error] = document.errors;
  if (error !== undefined) {
    const message = 'The file is not valid YAML, so it cannot be edited in place.';
    throw new Failure('EDIT_NOT_YAML', message, 'Run: adsync validate, and correct what it says.', { cause: error });
  }
  return document.contents;
}

/** Where a path of the file ends. */
export interface Found {
  /** The node at the end of the path; null where it is missing, or holds nothing. */
  readonly node: Node | null;
  /** How many steps of the path are there. */
  readonly steps: number;
  /** The map or list in which the last step was looked for; null where the file is empty. */
  readonly inside: Node | null;
  /** Whether that step is not there; else it is the last of `steps`, and holds the node or nothing. */
  readonly isMissing: boolean;
}

/**
 * Follows a path through the file.
 *
 * @throws Failure EDIT_BY_HAND where it leads through an alias, or through something that is no map or list
 */
export function follow(root: Node | null, path: EditPath): Found {
  let [node, inside]: [Node | null, Node | null] = [root, null];
  for (const [index, step] of path.entries()) {
    if (node === null || isNothing(node)) return { node: null, steps: index, inside, isMissing: false };
    const slot = placeOf(node, path.slice(0, index)).slots.find(
      (one, at) => (typeof step === 'number' ? at : one.key) === step,
    );
    inside = node;
    if (slot === undefined) return { node: null, steps: index, inside, isMissing: true };
    node = slot.value;
  }
  return { node: node === null || isNothing(node) ? null : node, steps: path.length, inside, isMissing: false };
}

function isNothing(node: Node): boolean {
  return isScalar(node) && node.value === null && node.source === '';
}

/**
 * The entries of a list or a map.
 *
 * @param path of it, for messages
 * @throws Failure EDIT_BY_HAND where it is none, or cannot be told apart
 */
export function placeOf(node: Node, path: EditPath): Place {
  if (!isCollection(node) || isAlias(node)) throw byHand(path, isAlias(node) ? 'is an alias' : 'is no list or map');
  const token = node.srcToken;
  const [start, end] = rangeOf(node);
  const range = { start, end };
  if (token?.type === 'flow-collection')
    return { kind: isSeq(node) ? 'list' : 'map', flow: true, slots: flowSlots(node), range };
  if (isSeq(node) && token?.type === 'block-seq') {
    const marks = token.items.flatMap(({ start }) => start.find(({ type }) => type === 'seq-item-ind')?.offset ?? []);
    const slots = node.items.map((item, index) => listSlot(item as ParsedNode | null, marks[index]));
    if (marks.length === slots.length) return { kind: 'list', flow: false, slots, range };
  }
  if (isMap(node) && token?.type === 'block-map') {
    const items = token.items.filter(({ key, sep }) => (key !== null && key !== undefined) || sep !== undefined);
    const slots = node.items.map((pair, index) => mapSlot(pair as Pair<ParsedNode, ParsedNode | null>, items[index]));
    if (items.length === slots.length) return { kind: 'map', flow: false, slots, range };
  }
  throw byHand(path, 'is written in a rare way');
}

function listSlot(value: Node | null, mark = 0): Slot {
  return { key: null, mark, colon: mark + 1, end: endOf(value, mark + 1), value };
}

function mapSlot({ key, value }: Pair<Node, Node | null>, token?: CST.BlockMap['items'][number]): Slot {
  const [keyStart, keyEnd] = rangeOf(key);
  const ahead = token?.start.find(({ type }) => type === 'explicit-key-ind' || type === 'anchor' || type === 'tag');
  const colon = token?.sep?.find(({ type }) => type === 'map-value-ind');
  const behind = colon === undefined ? keyEnd : colon.offset + 1;
  return { key: keyOf(key), mark: ahead?.offset ?? keyStart, colon: behind, end: endOf(value, behind), value };
}

/** In brackets an entry begins with its key or value, or the anchor before it. */
function flowSlots(node: Node): Slot[] {
  if (isSeq(node)) {
    return node.items.map((item): Slot => {
      const value = item as Node;
      const [start, end] = rangeOf(value);
      return { key: null, mark: start, colon: start, end, value };
    });
  }
  if (!isMap(node)) return [];
  return node.items.map((item): Slot => {
    const { key, value } = item as Pair<Node, Node | null>;
    const [start, keyEnd] = rangeOf(key);
    return { key: keyOf(key), mark: start, colon: keyEnd, end: endOf(value, keyEnd), value };
  });
}

/** A value that is not there ends where it would begin. */
function endOf(value: Node | null, begin: number): number {
  return value === null || isNothing(value) ? begin : Math.max(begin, rangeOf(value)[1]);
}

function keyOf(key: Node): string | null {
  return isScalar(key) ? String(key.value) : null;
}

/** From the first character of a node, without its anchor, to behind its last. */
export function rangeOf(node: Node): readonly [start: number, end: number] {
  const { range } = node;
  if (range === null || range === undefined) throw new Error('a node of a file has its place in it');
  return [range[0], range[1]];
}

/** @param why as the end of a sentence about the place */
export function byHand(path: EditPath, why: string): Failure {
  const name = path.length === 0 ? 'The file' : shownPath(path);
  const message = `${name} ${why}: adsync cannot change it in place without touching something else. Nothing was changed.`;
  return new Failure('EDIT_BY_HAND', message, 'Change it in an editor, then run: adsync validate');
}

/** `goto.rules[2]` */
export function shownPath(path: EditPath): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${step}`))
    .join('');
}
