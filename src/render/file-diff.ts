import { indentedText, terminalText } from './escape.ts';
import { pageOf, type Style } from './page.ts';

/** A line that stands in both files, or only in the old or the new one. */
interface Line {
  readonly kind: 'same' | 'old' | 'new';
  readonly text: string;
}

interface Hunk {
  readonly oldLine: number;
  readonly newLine: number;
  readonly lines: readonly Line[];
}

const MARKS = { same: ' ', old: '-', new: '+' } as const;
const TINTS = { same: null, old: 'disable', new: 'create' } as const;

/**
 * How a file changes, in the form that `diff -u` gives it.
 *
 * @param isNew whether there was no such file
 */
export function renderDiff(file: string, hunks: readonly Hunk[], style: Style, isNew = false): string {
  const { paint } = pageOf(style);
  const name = terminalText(file);
  const lines = hunks.flatMap((hunk) => [
    paint('faint', `@@ -${place(hunk, 'old')} +${place(hunk, 'new')} @@`),
    ...hunk.lines.map(({ kind, text }) => {
      const line = MARKS[kind] + indentedText(text);
      const tint = TINTS[kind];
      return tint === null ? line : paint(tint, line);
    }),
  ]);
  return [`--- ${isNew ? '/dev/null' : name}`, `+++ ${name}`, ...lines].map((line) => `${line}\n`).join('');
}

/** `4,3`: the first line, and how many; a file that is not there begins before its first line. */
function place({ oldLine, newLine, lines }: Hunk, kind: 'old' | 'new'): string {
  const count = lines.filter((line) => line.kind === 'same' || line.kind === kind).length;
  const first = kind === 'old' ? oldLine : newLine;
  return `${count === 0 ? first - 1 : first},${count}`;
}
