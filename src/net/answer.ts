import { pipeline, type Readable } from 'node:stream';
import { type BrotliDecompress, createBrotliDecompress, createGunzip, type Gunzip } from 'node:zlib';
import { codeOf } from '../core/errno.ts';

/** The part of an answer that is used: a `Response` is one, too. */
export interface Answer {
  readonly status: number;
  /** 200 to 299. */
  readonly ok: boolean;
  readonly headers: AnswerHeaders;
  /** After decompression; null = there is none. Whoever stops reading it ends the connection. */
  readonly body: AsyncIterable<Uint8Array> | null;
}

export interface AnswerHeaders {
  get(name: string): string | null;
  has(name: string): boolean;
  getSetCookie(): string[];
}

/** As undici has them: by lower-case name. */
type RawHeaders = Readonly<Record<string, string | string[] | undefined>>;

export function newAnswer(status: number, raw: RawHeaders, body: Readable): Answer {
  const valuesOf = (name: string): string[] => {
    const key = name.toLowerCase();
    // Objects have more than the headers: a constructor. And undici leaves the blanks behind a value.
    return Object.hasOwn(raw, key) ? [raw[key] ?? []].flat().map((value) => value.trim()) : [];
  };
  const coding = valuesOf('content-encoding').join(', ');
  return {
    status,
    ok: status >= 200 && status < 300,
    headers: {
      get: (name) => (valuesOf(name).length === 0 ? null : valuesOf(name).join(', ')),
      has: (name) => valuesOf(name).length > 0,
      getSetCookie: () => valuesOf('set-cookie'),
    },
    body: decompressed(body, coding.toLowerCase()),
  };
}

/** What comes in another coding than these is no text that anybody could read, and is found to be none. */
function decompressed(body: Readable, coding: string): AsyncIterable<Uint8Array> {
  if (coding === 'gzip' || coding === 'x-gzip') return through(body, createGunzip());
  return coding === 'br' ? through(body, createBrotliDecompress()) : body;
}

/** A body that was cut off is an error. One without a byte is empty, as with 204, whatever coding its head names. */
async function* through(body: Readable, decompression: Gunzip | BrotliDecompress): AsyncGenerator<Uint8Array> {
  // Whoever reads is told of errors, and whoever stops ends the body, too.
  pipeline(body, decompression, () => undefined);
  try {
    yield* decompression;
  } catch (error) {
    if (codeOf(error) !== 'Z_BUF_ERROR' || decompression.bytesWritten > 0) throw error;
  }
}
