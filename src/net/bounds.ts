import { codeOf } from '../core/errno.ts';
import type { Answer } from './answer.ts';
import { causesOf } from './causes.ts';

const KiB = 1024;
const MiB = 1024 * KiB;

/**
 * How large an answer may be, in bytes after decompression. A larger one is not read on: the connection is ended, and
 * nothing is concluded from the part that came. Without such bounds a hostile server, or a stranger in its place, takes
 * all memory of the machine with one megabyte of gzip or with an answer that never ends.
 */
export interface Bounds {
  /** The header lines of one HTTP answer, those of a proxy to CONNECT included. */
  readonly headers: number;
  /** An answer of any service that refuses something: any HTTP status but 200 to 299. */
  readonly refusal: number;
  /** A token, of the authority, a CI platform or the machine's own identity service: some 10 KiB. */
  readonly token: number;
  /**
   * The organization tree of Rescue, which comes as one answer. The vendor's ceiling is 999 groups of 999 members; the
   * stand-in writes some 200 bytes a member, so that this is over twice the largest account there can be. A text of
   * JavaScript holds 512 MiB at most, so a larger bound could not be kept.
   */
  readonly rescueTree: number;
  /** An answer of Rescue to any other call: one user, one group, one word. */
  readonly rescueCall: number;
  /** An answer of GoTo: a page of at most 1,000 users with the settings of their products, some 20 MiB. */
  readonly goto: number;
  /** An answer of Microsoft Graph: at most 20 pages of 999 objects in one batch, some 10 MiB. */
  readonly graph: number;
  /** One LDAP message: an entry with at most 5,000 values of a list of members, some 2 MiB. */
  readonly ldapMessage: number;
  /** All messages that answer one LDAP request: a page of 1,000 entries, or the lists of 20 groups, some 15 MiB. */
  readonly ldapAnswer: number;
  /** All answers of a directory in one reading together: three million entries of some 700 bytes. */
  readonly reading: number;
}

export const BOUNDS: Bounds = {
  headers: 64 * KiB,
  refusal: MiB,
  token: MiB,
  rescueTree: 500 * MiB,
  rescueCall: 4 * MiB,
  goto: 64 * MiB,
  graph: 64 * MiB,
  ldapMessage: 16 * MiB,
  ldapAnswer: 128 * MiB,
  reading: 2048 * MiB,
};

/** An answer was larger than its bound. */
export class TooLarge extends Error {
  /** Bytes after decompression. */
  readonly bound: number;
  /** The bound for people: `64 MiB`, `64 KiB of headers`. */
  readonly shown: string;

  constructor(bound: number, of: 'body' | 'headers' = 'body') {
    const shown = `${sizeWords(bound)}${of === 'headers' ? ' of headers' : ''}`;
    super(`more than ${shown}`);
    this.name = 'TooLarge';
    this.bound = bound;
    this.shown = shown;
  }
}

/** `500 MiB`, `64 KiB`, `100 bytes`. */
function sizeWords(bytes: number): string {
  if (bytes >= MiB && bytes % MiB === 0) return `${bytes / MiB} MiB`;
  return bytes >= KiB && bytes % KiB === 0 ? `${bytes / KiB} KiB` : `${bytes} bytes`;
}

/** Reads the body of an answer, and counts its bytes behind the decompression while they come. @throws TooLarge */
export async function readBody({ body }: Pick<Answer, 'body'>, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > most) {
      chunks.length = 0;
      throw new TooLarge(most);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What an error of a request says of a size; null when it is about something else. */
export function tooLargeIn(error: unknown): TooLarge | null {
  for (const one of causesOf(error)) {
    if (one instanceof TooLarge) return one;
    if (codeOf(one) === 'UND_ERR_HEADERS_OVERFLOW') return new TooLarge(BOUNDS.headers, 'headers');
  }
  return null;
}
