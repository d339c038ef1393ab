import type { Host } from './context.ts';

/** The name that stands for standard input. */
export const STDIN = '-';
/** How messages call it. */
export const STDIN_SHOWN = '<stdin>';

/**
 * Everything that comes by standard input, but no more than `limit` + 1 bytes, so that more can be told from what just
 * fits.
 *
 * @throws the reason of the signal, once it aborts
 */
export async function readStdin({ stdin, signal }: Pick<Host, 'stdin' | 'signal'>, limit: number): Promise<Uint8Array> {
  const { stream } = stdin;
  const chunks: Buffer[] = [];
  let size = 0;
  const stop = new AbortController();
  try {
    await new Promise<void>((resolve, reject) => {
      stream.on('data', (chunk: Buffer | string) => {
        const bytes = Buffer.from(chunk);
        chunks.push(bytes);
        size += bytes.length;
        if (size > limit) resolve();
      });
      stream.once('end', resolve);
      stream.once('error', reject);
      signal.addEventListener(
        'abort',
        () => {
          resolve();
        },
        { once: true, signal: stop.signal },
      );
      if (signal.aborted) resolve();
    });
  } finally {
    stop.abort();
    // A stream that flows would keep the process from ending.
    stream.pause();
  }
  signal.throwIfAborted();
  return Buffer.concat(chunks).subarray(0, limit + 1);
}
