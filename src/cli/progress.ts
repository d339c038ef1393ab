import { terminalText } from '../render/escape.ts';
import { wrap } from '../render/width.ts';
import type { Context } from './context.ts';

/** One line on stderr that is written over and over. Only on a terminal; with `--verbose` each step is a line of its own. */
export interface Progress {
  show(text: string): void;
  /** Something that stays, with `--verbose` only. */
  log(text: string): void;
  clear(): void;
}

export function newProgress(context: Context): Progress {
  const { stderr } = context.terminal;
  const overwrites = stderr.isTTY && !context.quiet && !context.verbose;
  let shown = false;

  function clear(): void {
    if (shown) stderr.write('\r\u001b[K');
    shown = false;
  }
  function log(text: string): void {
    if (context.verbose) stderr.write(`${terminalText(text)}\n`);
  }
  return {
    show(text) {
      if (!overwrites) {
        log(text);
        return;
      }
      clear();
      stderr.write(wrap(terminalText(context.mask(text)), Math.max(20, stderr.columns - 1))[0] ?? '');
      shown = true;
    },
    log,
    clear,
  };
}

/** A sentence about what was done, on stderr; not with `--quiet`. */
export function writeLine(context: Context, text: string): void {
  if (!context.quiet) context.terminal.stderr.write(`${terminalText(text)}\n`);
}
