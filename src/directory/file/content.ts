import { createHash } from 'node:crypto';
import { type File, readChunks, sizeOf } from './read-chunks.ts';

/** What a file held when it was read: two files with the same content give the same reading. */
export interface Content {
  /** Bytes. */
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** Sees the bytes of a file on their way to whoever reads them, so that nothing is read twice. */
export class ContentWatch {
  readonly #hash = createHash('sha256');
  #size = 0;

  see(chunk: Buffer): void {
    this.#hash.update(chunk);
    this.#size += chunk.length;
  }

  async *over(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      this.see(chunk);
      yield chunk;
    }
  }

  /** Of everything that was seen; once. */
  end(): Content {
    return { size: this.#size, sha256: this.#hash.digest('hex') };
  }
}

/**
 * What is different in the file now, as the end of a sentence; null = it holds the very same bytes. Neither its time nor its
 * place on the disk proves that: only a size that differs spares the reading.
 *
 * @throws Failure as `readChunks`
 */
export async function difference(file: File, before: Content, signal: AbortSignal): Promise<string | null> {
  if ((await sizeOf(file, signal)) !== before.size) return 'has another size';
  const watch = new ContentWatch();
  for await (const chunk of readChunks(file, signal)) watch.see(chunk);
  const { size, sha256 } = watch.end();
  return size === before.size && sha256 === before.sha256 ? null : 'has another content';
}
