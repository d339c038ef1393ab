import type { Node } from 'yaml';
import { insertLines, linesOf, removeLines, standsApart } from './block.ts';
import { insertFlow, removeFlow } from './flow.ts';
import { byHand, contentsOf, follow, type Place, placeOf, type Slot } from './find-place.ts';
import { commentsOf, keepsAll } from './comments.ts';
import { columnOf, lineEnd } from './lines.ts';
import { meaningAfter, meaningOf, meansTheSame } from './meaning.ts';
import type { Edit, EditPath, YamlValue } from './model.ts';
import { entryLines, inlineText } from './render-value.ts';
import { withValue } from './set-value.ts';

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Makes changes in the text of a YAML file. Everything else stays as it is, byte for byte: comments, order, anchors, line
 * ends, indentation, style.
 *
 * Each change is made where the parser found its place, and the new text is read again: it must mean what was meant, and
 * nothing else may mean something else.
 *
 * @throws Failure EDIT_NOT_YAML, EDIT_BY_HAND
 */
export function edited(text: string, edits: readonly Edit[]): string {
  const mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
  return mark + edits.reduce(withEdit, text.slice(mark.length));
}

function withEdit(text: string, given: Edit): string {
  const root = contentsOf(text);
  const edit = withoutEmpty(root, given);
  const before = meaningOf(text);
  const expected = meaningAfter(before, edit);
  if (edit.kind === 'move' ? edit.from === edit.to : meansTheSame(before, expected)) return text;
  // Whole lines are easier to work with where the last one ends, too.
  const added = text === '' || text.endsWith('\n') ? '' : lineEnd(text, 0);
  const whole = made(text + added, root, edit);
  const after = added !== '' && whole.endsWith(added) ? whole.slice(0, -added.length) : whole;
  if (!meansTheSame(meaningAgain(after, edit), expected)) throw byHand(edit.path, 'is written with anchors or aliases');
  if ((edit.kind === 'insert' || edit.kind === 'move') && !keepsAll(commentsOf(text), commentsOf(after))) {
    throw byHand(edit.path, 'has comments between brackets');
  }
  return after;
}

/** A place at which only a rare way of writing fails is the reader's to mend, not a broken file. */
function meaningAgain(text: string, { path }: Edit): ReturnType<typeof meaningOf> {
  try {
    contentsOf(text);
  } catch (cause) {
    throw Object.assign(byHand(path, 'is written in a rare way'), { cause });
  }
  return meaningOf(text);
}

/** A list or a map without brackets cannot be empty: with its last entry it goes as a whole. */
function withoutEmpty(root: Node | null, edit: Edit): Edit {
  if (edit.kind === 'remove') {
    const { node } = follow(root, edit.path);
    const place = node === null ? null : placeOf(node, edit.path);
    if (place?.flow !== false || place.slots.length !== 1 || edit.at !== 0) return edit;
    return withoutEmpty(root, { kind: 'unset', path: edit.path });
  }
  const path = edit.path.slice(0, -1);
  if (edit.kind !== 'unset' || path.length === 0) return edit;
  const { node } = follow(root, path);
  const place = node === null ? null : placeOf(node, path);
  if (place?.flow !== false || place.slots.length !== 1) return edit;
  return withoutEmpty(root, { kind: 'unset', path });
}

function made(text: string, root: Node | null, edit: Edit): string {
  if (edit.kind === 'set') return withValue(text, root, edit);
  if (edit.kind === 'insert') return withEntry(text, root, edit);
  if (edit.kind === 'unset') return withoutKey(text, root, edit.path);
  const place = listAt(root, edit.path);
  if (edit.kind === 'remove') return withoutSlot(text, place, edit.at);
  return withMoved(text, place, edit);
}

function listAt(root: Node | null, path: EditPath): Place {
  const { node } = follow(root, path);
  if (node === null) throw byHand(path, 'is no list of its own');
  return placeOf(node, path);
}

function withoutSlot(text: string, place: Place, index: number): string {
  return place.flow ? removeFlow(text, place, index) : removeLines(text, place, index);
}

function withoutKey(text: string, root: Node | null, path: EditPath): string {
  const inside = path.slice(0, -1);
  const { node } = follow(root, inside);
  if (node === null) throw byHand(path, 'is not there');
  const place = placeOf(node, inside);
  const index = place.slots.findIndex(({ key }) => key === path.at(-1));
  if (index < 0) throw byHand(path, 'comes from elsewhere');
  return withoutSlot(text, place, index);
}

interface Insert {
  readonly path: EditPath;
  readonly at: number;
  readonly value: YamlValue;
}

function withEntry(text: string, root: Node | null, { path, at, value }: Insert): string {
  const { node } = follow(root, path);
  if (node === null) return withValue(text, root, { path, value: [value] });
  const place = placeOf(node, path);
  if (place.flow) return insertFlow(text, place, at, inlineText(value));
  return insertLines(text, place, at, indented(text, place.slots[0], entryLines(value)));
}

/** Lines as they stand beside another entry. */
function indented(text: string, beside: Slot | undefined, lines: readonly string[]): string {
  const mark = beside?.mark ?? 0;
  const indentation = ' '.repeat(columnOf(text, mark));
  return lines.map((line) => indentation + line + lineEnd(text, mark)).join('');
}

/** The entry is taken as it is written, with its comments. */
function withMoved(text: string, place: Place, { path, from, to }: Extract<Edit, { kind: 'move' }>): string {
  const slot = place.slots[from];
  if (slot === undefined) throw byHand(path, 'has no such entry');
  if (place.flow) {
    const rest = removeFlow(text, place, from);
    return insertFlow(rest, listAt(contentsOf(rest), path), to, text.slice(slot.mark, slot.end));
  }
  const { start, end } = linesOf(text, place, from);
  const rest = removeLines(text, place, from);
  return insertLines(rest, listAt(contentsOf(rest), path), to, text.slice(start, end), standsApart(text, place, from));
}
