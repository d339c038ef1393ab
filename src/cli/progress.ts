import { terminalText } from '../render/escape.ts';
import { wrap } from '../render/width.ts';
import type { Context } from './context.ts';

/** Milliseconds between two lines where there is no terminal: a log shows that the run goes on, and is not filled by it. */
export const INTERVAL = 30_000;

/**
 * On a terminal one line on stderr that is written over and over; elsewhere a line every {@link INTERVAL}. With `--verbose`
 * each step is a line of its own.
 */
export interface Progress {
  show(text: string): void;
  /** Something that stays, with `--verbose` only. */
  log(text: string): void;
  clear(): void;
}

export function newProgress(context: Context): Progress {
  const { log, logsOnStderr } = context;
  if (log === null) return progressOnStderr(context);
  const logged: Progress = {
    show: (text) => {
      log.write({ event: 'progress', text });
    },
    log: (text) => {
      log.write({ event: 'detail', text });
    },
    clear: () => undefined,
  };
  return logsOnStderr ? logged : both(logged, progressOnStderr(context));
}

function both(one: Progress, other: Progress): Progress {
  return {
    show(text) {
      one.show(text);
      other.show(text);
    },
    log(text) {
      one.log(text);
      other.log(text);
    },
    clear() {
      other.clear();
    },
  };
}

function progressOnStderr(context: Context): Progress {
  const { stderr } = context.terminal;
  const { quiet, verbose } = context;
  const overwrites = stderr.isTTY && !quiet && !verbose;
  const paced = stderr.isTTY || quiet || verbose ? null : newPaced(context);
  let shown = false;

  function clear(): void {
    paced?.clear();
    if (shown) stderr.write('\r\u001b[K');
    shown = false;
  }
  function log(text: string): void {
    if (verbose) stderr.write(`${terminalText(text)}\n`);
  }
  return {
    show(text) {
      if (!overwrites) {
        paced?.show(text);
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

/** Says every now and then what is being done, and nothing when it is done soon. */
function newPaced({ terminal: { stderr } }: Context): Pick<Progress, 'show' | 'clear'> {
  const start = performance.now();
  let due = start + INTERVAL;
  let current: string | null = null;
  let timer: NodeJS.Timeout | null = null;

  function write(): void {
    const now = performance.now();
    if (current !== null) stderr.write(`after ${Math.round((now - start) / 1000)} s: ${terminalText(current)}\n`);
    due = now + INTERVAL;
    timer = setTimeout(write, INTERVAL).unref();
  }
  return {
    show(text) {
      current = text;
      // Steps that follow each other quickly put nothing off.
      timer ??= setTimeout(write, Math.max(0, due - performance.now())).unref();
    },
    clear() {
      current = null;
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}

/** A sentence about what was done, on stderr; not with `--quiet`. */
export function writeLine(context: Context, text: string): void {
  context.log?.write({ event: 'told', text });
  if (!context.quiet && !context.logsOnStderr) context.terminal.stderr.write(`${terminalText(text)}\n`);
}
