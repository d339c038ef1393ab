import { Writable } from 'node:stream';
import type { Context } from './context.ts';

const COLOURS = /\u001b\[[\d;]*m/g;

/** A stream that questions are drawn on, and that knows how large the terminal is. */
class TerminalStream extends Writable {
  readonly isTTY = true;
  readonly #write: (text: string) => void;

  constructor(write: (text: string) => void) {
    super({ decodeStrings: false });
    this.#write = write;
  }

  get columns(): number {
    return process.stderr.columns;
  }

  get rows(): number {
    return process.stderr.rows;
  }

  override _write(chunk: unknown, _encoding: BufferEncoding, done: () => void): void {
    this.#write(String(chunk));
    done();
  }
}

/** What is drawn on it goes to stderr as everything else does: secrets are blotted out, and colours left out if unwanted. */
export function terminalStream({ terminal: { stderr } }: Context): Writable {
  const stream = new TerminalStream((text) => {
    stderr.write(stderr.color ? text : text.replace(COLOURS, ''));
  });
  process.stderr.on('resize', () => stream.emit('resize'));
  return stream;
}
