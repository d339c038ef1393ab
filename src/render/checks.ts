import type { Checked, CheckResult } from '../core/check.ts';
import { counted } from '../core/counted.ts';
import { terminalText } from './escape.ts';
import { type Paint, painter, type Tint } from './paint.ts';
import { displayWidth, wrap } from './width.ts';

/** One word and one colour each; the word alone is enough. */
const WORDS: Readonly<Record<CheckResult, readonly [word: string, tint: Tint]>> = {
  ok: ['ok  ', 'create'],
  warn: ['warn', 'warning'],
  fail: ['FAIL', 'error'],
  skipped: ['skip', 'faint'],
};

const WIDTH = 100;
const TITLE = 30;
const INDENT = 7;

/** What one check has found, for people: its word, its title, and the text with what to do about it. */
export function checkText(checked: Checked, options: { readonly color: boolean; readonly columns: number }): string {
  const paint = painter(options.color);
  const { result, title, text, remedy } = checked;
  const [word, tint] = WORDS[result];
  const width = Math.max(40, (options.columns === 0 ? WIDTH : options.columns) - 1);
  const name = terminalText(title);
  const gap = ' '.repeat(Math.max(1, TITLE - displayWidth(name)));
  const shown = terminalText(text);
  const isShort = displayWidth(shown) <= width - INDENT - TITLE && displayWidth(name) < TITLE;
  const head = `  ${paint(tint, word)} ${paint('title', name)}`;
  const body = isShort ? [] : indented(shown, width, paint, result === 'skipped' ? 'faint' : null);
  const first = isShort ? `${head}${gap}${result === 'skipped' ? paint('faint', shown) : shown}` : head;
  const rest = remedy === null || remedy === '' ? [] : indented(`→ ${terminalText(remedy)}`, width, paint, 'info');
  return `${[first, ...body, ...rest].join('\n')}\n`;
}

function indented(text: string, width: number, paint: Paint, tint: Tint | null): string[] {
  return wrap(text, width - INDENT).map((line) => ' '.repeat(INDENT) + (tint === null ? line : paint(tint, line)));
}

/** The last line: how many of each there are, and what that means. */
export function checksSummary(all: readonly Checked[]): string {
  const count = (result: CheckResult): number => all.filter((one) => one.result === result).length;
  const [ok, warn, fail, skipped] = [count('ok'), count('warn'), count('fail'), count('skipped')];
  const more = [
    `${ok} ok`,
    ...(warn === 0 ? [] : [counted(warn, 'warning')]),
    ...(fail === 0 ? [] : [`${fail} failed`]),
    ...(skipped === 0 ? [] : [`${skipped} skipped`]),
  ].join(', ');
  const verdict =
    fail > 0
      ? 'A run would not work.'
      : warn > 0
        ? 'A run would work; somebody should look at the warnings.'
        : 'Everything that a run needs is there.';
  return `${counted(all.length, 'check')}: ${more}. ${verdict}\n`;
}
