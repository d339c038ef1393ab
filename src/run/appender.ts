import type { FileHandle } from 'node:fs/promises';
import type { Failure } from '../core/failure.ts';
import { unwritable } from './state-dir.ts';

/** Appends lines to a file in the order in which they are given. */
export interface Appender {
  /** Resolves when the line and all before it are on disk. @throws Failure STATE_UNWRITABLE */
  sync(line: string): Promise<void>;
  /** For lines that nobody waits for; if one cannot be written, the next `sync` and `close` say so. */
  add(line: string): void;
  /** Writes what is left, and closes the file. @throws Failure STATE_UNWRITABLE */
  close(): Promise<void>;
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (why: Failure) => void;
}

/** Lines that come while others are being written wait together, and share one fsync. After a fault nothing is written. */
export function newAppender(file: FileHandle, path: string): Appender {
  let texts: string[] = [];
  let waiters: Waiter[] = [];
  let broken: Failure | null = null;
  let running: Promise<void> | null = null;

  async function work(): Promise<void> {
    // Lines that come later in this turn go out with it.
    await Promise.resolve();
    while (texts.length > 0) {
      const [text, waiting] = [texts.join(''), waiters];
      texts = [];
      waiters = [];
      const fault = broken ?? (await write(text, waiting.length > 0));
      broken = fault;
      for (const { resolve, reject } of waiting) {
        if (fault === null) resolve();
        else reject(fault);
      }
    }
    running = null;
  }

  async function write(text: string, durably: boolean): Promise<Failure | null> {
    try {
      await file.appendFile(text);
      if (durably) await file.datasync();
      return null;
    } catch (cause) {
      return unwritable(path, cause);
    }
  }

  function add(line: string): void {
    texts.push(`${line}\n`);
    running ??= work();
  }

  return {
    add,
    sync(line) {
      return new Promise((resolve, reject) => {
        waiters.push({ resolve, reject });
        add(line);
      });
    },
    async close() {
      await running;
      const fault = broken ?? (await write('', true));
      await file.close();
      if (fault !== null) throw fault;
    },
  };
}
