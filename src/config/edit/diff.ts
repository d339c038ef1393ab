/** A line of a comparison: it stands in both texts, or only in the old or the new one. */
export interface DiffLine {
  readonly kind: 'same' | 'old' | 'new';
  readonly text: string;
}

/** Lines of both texts that stand together, with a few of those around them. */
export interface Hunk {
  /** Line numbers of the first one, 1-based. */
  readonly oldLine: number;
  readonly newLine: number;
  readonly lines: readonly DiffLine[];
}

/** Lines shown around each change. */
const AROUND = 3;
/** Where more lines than these differ, all old ones and then all new ones are shown. */
const MOST_COMPARED = 2000;

/** Where two texts differ, line by line. Line ends are looked at, and not shown. */
export function hunksOf(before: string, after: string): Hunk[] {
  const all = compared(before.split('\n'), after.split('\n'));
  const hunks: Hunk[] = [];
  let [oldLine, newLine, from] = [1, 1, 0];
  for (let at = 0; at < all.length; ) {
    const next = all.findIndex(({ kind }, index) => index >= at && kind !== 'same');
    if (next < 0) break;
    const start = Math.max(from, next - AROUND);
    const end = endOf(all, next);
    for (const { kind } of all.slice(from, start)) [oldLine, newLine] = counted(kind, oldLine, newLine);
    const lines = all.slice(start, end);
    hunks.push({ oldLine, newLine, lines: lines.map(({ kind, text }) => ({ kind, text: text.replace(/\r$/, '') })) });
    for (const { kind } of lines) [oldLine, newLine] = counted(kind, oldLine, newLine);
    [at, from] = [end, end];
  }
  return hunks;
}

function counted(kind: DiffLine['kind'], oldLine: number, newLine: number): [number, number] {
  return [oldLine + (kind === 'new' ? 0 : 1), newLine + (kind === 'old' ? 0 : 1)];
}

/** Behind the lines around the last change that is near. */
function endOf(all: readonly DiffLine[], first: number): number {
  let last = first;
  for (let at = first; at < all.length && at <= last + 2 * AROUND; at += 1) {
    if (all[at]?.kind !== 'same') last = at;
  }
  return Math.min(all.length, last + AROUND + 1);
}

function compared(before: readonly string[], after: readonly string[]): DiffLine[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const middle = differing(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
  const lines = [...same(before.slice(0, head)), ...middle, ...same(before.slice(before.length - tail))];
  // What stands behind the last line break is no line.
  return lines.at(-1)?.text === '' ? lines.slice(0, -1) : lines;
}

function same(lines: readonly string[]): DiffLine[] {
  return lines.map((text) => ({ kind: 'same', text }));
}

/** By the longest common row of lines. */
function differing(before: readonly string[], after: readonly string[]): DiffLine[] {
  const olds = before.map((text): DiffLine => ({ kind: 'old', text }));
  const news = after.map((text): DiffLine => ({ kind: 'new', text }));
  if (before.length > MOST_COMPARED || after.length > MOST_COMPARED) return [...olds, ...news];
  const lengths = commonLengths(before, after);
  const lengthAt = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    if (before[i] === after[j]) {
      lines.push(...same(before.slice(i, i + 1)));
      [i, j] = [i + 1, j + 1];
    } else if (lengthAt(i + 1, j) >= lengthAt(i, j + 1)) {
      lines.push(...olds.slice(i, i + 1));
      i += 1;
    } else {
      lines.push(...news.slice(j, j + 1));
      j += 1;
    }
  }
  return [...lines, ...olds.slice(i), ...news.slice(j)];
}

/** `[i][j]`: how long the longest common row of lines is from `i` and `j` on. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint16Array[] {
  const rows = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const next = rows[i + 1];
      const isSame = before[i] === after[j];
      const length = isSame ? (next?.[j + 1] ?? 0) + 1 : Math.max(next?.[j] ?? 0, rows[i]?.[j + 1] ?? 0);
      rows[i]?.set([length], j);
    }
  }
  return rows;
}
