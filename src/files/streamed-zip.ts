import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import ZipStream from 'zip-stream';

/** Whatever can be piped on: the streams of exceljs are none of Node's. */
interface Pipeable {
  pipe(destination: NodeJS.WritableStream): unknown;
}

interface Part {
  readonly source: Buffer | PassThrough;
  readonly name: string;
}

/** Readable for everybody, writable for the owner: what zip programs give a file by themselves. */
const MODE = 0o644;

/**
 * A zip archive that is piped on while its parts are still being made. In the bundle it stands in for `archiver`, of which
 * exceljs needs no more than this (scripts/mended-packages.mjs).
 */
export class StreamedZip extends ZipStream {
  readonly #waiting: Part[] = [];
  #isBusy = false;
  #isClosed = false;
  #last: Part | null = null;

  /**
   * Adds a part, after those before it. A stream is read from now on: what it gives before its turn waits.
   *
   * @throws Error after the end
   */
  append(source: string | Buffer | Pipeable, { name }: { readonly name: string }): this {
    if (this.#isClosed) throw new Error(`${name} comes after the end of the archive.`);
    this.#last = { source: readable(source), name };
    this.#waiting.push(this.#last);
    this.#next();
    return this;
  }

  /**
   * Waits until what the last part has given so far is taken in: whoever makes it need not be further ahead. The parts before it
   * must have ended. It waits for ever where nobody reads the archive any more.
   */
  async drained(): Promise<void> {
    const source = this.#last?.source;
    if (source instanceof PassThrough && source.writableNeedDrain) await once(source, 'drain');
  }

  /** Ends the archive after the last part that was added. */
  override finalize(): void {
    this.#isClosed = true;
    this.#next();
  }

  #next(): void {
    if (this.#isBusy) return;
    const part = this.#waiting.shift();
    if (part === undefined) {
      if (this.#isClosed) super.finalize();
      return;
    }
    this.#isBusy = true;
    this.entry(part.source, { name: part.name, mode: MODE }, (error) => {
      this.#isBusy = false;
      if (error instanceof Error) this.destroy(error);
      else this.#next();
    });
  }
}

function readable(source: string | Buffer | Pipeable): Buffer | PassThrough {
  if (typeof source === 'string') return Buffer.from(source);
  if (Buffer.isBuffer(source)) return source;
  const through = new PassThrough();
  source.pipe(through);
  // pipe passes no error on.
  if (source instanceof Readable) source.once('error', (error) => through.destroy(error));
  return through;
}
