import { isCollection, isScalar, type Node } from 'yaml';
import { bottomOf, insertBehind, insertLines } from './block.ts';
import { insertFlow } from './flow.ts';
import { byHand, follow, type Place, placeOf, rangeOf, type Slot } from './find-place.ts';
import { columnOf, lineEnd, nextLine, spliced } from './lines.ts';
import type { EditPath, YamlValue } from './model.ts';
import { blockLines, inlinePair, inlineText, pairLines } from './render-value.ts';

interface Setting {
  readonly path: EditPath;
  readonly value: YamlValue;
  readonly order?: readonly string[];
}

/** The text with a value at a path; maps around it are made where they are missing. */
export function withValue(text: string, root: Node | null, { path, value, order = [] }: Setting): string {
  const { steps, inside, isMissing } = follow(root, path);
  if (inside === null) return newFile(text, around(path, value));
  const place = placeOf(inside, path.slice(0, isMissing ? steps : steps - 1));
  if (!isMissing) {
    const last = path[steps - 1];
    const slot = place.slots.find(({ key }, index) => (typeof last === 'number' ? index : key) === last);
    if (slot === undefined) throw byHand(path, 'is not there');
    return replaced(text, place, slot, around(path.slice(steps), value));
  }
  const key = path[steps];
  if (typeof key !== 'string') throw byHand(path, 'is not there');
  return added(text, place, { key, value: around(path.slice(steps + 1), value), index: indexOf(key, place, order) });
}

function newFile(text: string, value: YamlValue): string {
  const lines = blockLines(value);
  if (lines === null) throw byHand([], 'is no map');
  const eol = lineEnd(text, 0);
  return text + lines.map((line) => line + eol).join('');
}

/** The value inside the maps that a path names. */
function around(path: EditPath, value: YamlValue): YamlValue {
  return path.reduceRight<YamlValue>((inner, step) => {
    if (typeof step === 'number') throw byHand(path, 'is not there');
    return { [step]: inner };
  }, value);
}

/** Behind the last of the keys that stand before it in `order`; at the end where none of them is there. */
function indexOf(key: string, { slots }: Place, order: readonly string[]): number {
  const before = new Set(order.slice(0, Math.max(0, order.indexOf(key))));
  const last = slots.findLastIndex((slot) => slot.key !== null && before.has(slot.key));
  return last < 0 ? slots.length : last + 1;
}

interface NewKey {
  readonly key: string;
  readonly value: YamlValue;
  readonly index: number;
}

function added(text: string, place: Place, { key, value, index }: NewKey): string {
  if (place.flow) return insertFlow(text, place, index, inlinePair(key, value));
  const mark = place.slots[0]?.mark ?? 0;
  const column = columnOf(text, mark);
  const lines = pairLines(key, value);
  const written = lines.map((line) => ' '.repeat(column) + line + lineEnd(text, mark)).join('');
  // Sections of the file stand apart.
  const isApart = column === 0 && lines.length > 1;
  if (index === place.slots.length) return insertLines(text, place, index, written, isApart);
  return insertBehind(text, place, index - 1, written, isApart);
}

function replaced(text: string, place: Place, slot: Slot, value: YamlValue): string {
  const lines = place.flow ? null : blockLines(value);
  const old = oldOf(slot);
  if (old?.isInline === true && (lines === null || isCollection(old.node))) {
    const [start, end] = rangeOf(old.node);
    return spliced(text, start, end, inlineText(value));
  }
  if (place.flow) throw byHand([], 'has a value in brackets that cannot be replaced');
  const eol = lineEnd(text, slot.mark);
  const indentation = ' '.repeat(columnOf(text, slot.mark) + 2);
  const below = (lines ?? []).map((line) => indentation + line + eol).join('');
  if (old === null) {
    // Before the comment behind the key, or below its line.
    const at = lines === null ? slot.colon : nextLine(text, slot.colon);
    return spliced(text, at, at, lines === null ? ` ${inlineText(value)}` : below);
  }
  const written = lines === null ? ` ${inlineText(value)}${eol}` : eol + below;
  return spliced(text, slot.colon, bottomOf(text, slot), written);
}

interface Old {
  readonly node: Node;
  /** Whether it ends before its line does: no block of text, and no entries on lines of their own. */
  readonly isInline: boolean;
}

/** null = the key holds nothing. */
function oldOf({ value: node }: Slot): Old | null {
  if (node === null) return null;
  if (!isScalar(node)) return { node, isInline: !isCollection(node) || node.flow === true };
  if (node.source === '' && node.value === null) return null;
  return { node, isInline: node.type !== 'BLOCK_LITERAL' && node.type !== 'BLOCK_FOLDED' };
}
