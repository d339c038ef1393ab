import { StringDecoder } from 'node:string_decoder';
import { LdifError } from './ldif-error.ts';

/**
 * A line of an LDIF file with all lines that continue it, as bytes: a fold may lie inside a character. It is a place in a
 * larger piece of the file, for a file has millions of lines.
 */
export interface Line {
  /** 1-based line of the file in which it begins. */
  readonly number: number;
  readonly bytes: Buffer;
  /** Where it begins in these bytes. */
  readonly start: number;
  /** Where it ends: the place behind its last byte. */
  readonly end: number;
}

/** The beginning of a line as text. @param most bytes of it */
export function beginningOf({ bytes, start, end }: Line, encoding: 'latin1' | 'utf8', most: number): string {
  return bytes.toString(encoding, start, Math.min(end, start + most));
}

/** A photo or a security descriptor takes less. Without a bound a file without line ends would be one value in memory. */
const LONGEST = 64 * 1024 ** 2;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BLANK = 0x20;

/** Cuts a file into lines, chunk by chunk, so that no more than a line of it lies in memory. */
export class LineReader {
  readonly #take: (line: Line) => void;
  readonly #toUtf8 = new ToUtf8();
  /** The line of the file that is not over yet. */
  #open: Buffer[] = [];
  #number = 1;
  /** The line before it, which that line may continue; null before the first. */
  #last: Line | null = null;
  /** The lines that continue that one. */
  #folds: Buffer[] = [];
  #length = 0;

  /** @param take is given each line, as soon as it is over; what it throws is thrown by `push` and `end` */
  constructor(take: (line: Line) => void) {
    this.#take = take;
  }

  push(chunk: Buffer): void {
    this.#cut(this.#toUtf8.push(chunk));
  }

  /** To be called where the file ends. */
  end(): void {
    this.#cut(this.#toUtf8.end());
    if (this.#open.length > 0) this.#addWhole(Buffer.concat(this.#open));
    this.#giveLast();
  }

  #cut(bytes: Buffer): void {
    let at = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, at)) {
      if (this.#open.length === 0) this.#add(bytes, at, end);
      else this.#addWhole(Buffer.concat([...this.#open, bytes.subarray(at, end)]));
      this.#open = [];
      at = end + 1;
    }
    if (at < bytes.length) this.#open.push(bytes.subarray(at));
    this.#measure(bytes.length - at);
  }

  #addWhole(line: Buffer): void {
    this.#add(line, 0, line.length);
  }

  /** Takes one line of the file in, with the carriage returns at its end. */
  #add(bytes: Buffer, start: number, end: number): void {
    const number = this.#number++;
    const stop = withoutReturns(bytes, start, end);
    if (start < stop && bytes[start] === BLANK && this.#last !== null) {
      this.#folds.push(bytes.subarray(start + 1, stop));
      this.#measure(stop - start);
      return;
    }
    this.#giveLast();
    this.#last = { number, bytes, start, end: stop };
    this.#length = stop - start;
  }

  #giveLast(): void {
    if (this.#last === null) return;
    this.#take(this.#folds.length === 0 ? this.#last : unfolded(this.#last, this.#folds));
    if (this.#folds.length > 0) this.#folds = [];
  }

  #measure(more: number): void {
    this.#length += more;
    if (this.#length > LONGEST) throw new LdifError(this.#number, 'this line is longer than 64 MiB: this is no LDIF');
  }
}

function unfolded({ number, bytes, start, end }: Line, folds: readonly Buffer[]): Line {
  const whole = Buffer.concat([bytes.subarray(start, end), ...folds]);
  return { number, bytes: whole, start: 0, end: whole.length };
}

/** Where a line ends without the carriage returns at its end. */
function withoutReturns(bytes: Buffer, start: number, end: number): number {
  let stop = end;
  while (stop > start && bytes[stop - 1] === CARRIAGE_RETURN) stop--;
  return stop;
}

/** The file in UTF-8, whatever its byte order mark says, and without that mark. UTF-16 is what `ldifde -u` writes. */
class ToUtf8 {
  #begun = false;
  #head = Buffer.alloc(0);
  #utf16: StringDecoder | null = null;
  /** Half of a character before a fold, and the fold: the other half may stand behind it. */
  #held = '';

  push(chunk: Buffer): Buffer {
    if (this.#begun) return this.#convert(chunk);
    this.#head = Buffer.concat([this.#head, chunk]);
    return this.#head.length < 3 ? Buffer.alloc(0) : this.#begin();
  }

  end(): Buffer {
    const head = this.#begun ? Buffer.alloc(0) : this.#begin();
    if (this.#utf16 === null) return head;
    return Buffer.concat([head, Buffer.from(this.#held + this.#utf16.end(), 'utf8')]);
  }

  #begin(): Buffer {
    const head = this.#head;
    this.#begun = true;
    this.#head = Buffer.alloc(0);
    if (head[0] === 0xff && head[1] === 0xfe) {
      this.#utf16 = new StringDecoder('utf16le');
      return this.#convert(head.subarray(2));
    }
    return head.subarray(0, 3).equals(Buffer.from('\ufeff')) ? head.subarray(3) : head;
  }

  #convert(chunk: Buffer): Buffer {
    if (this.#utf16 === null) return chunk;
    // The fold goes behind the character. So it stays where it is as to the number of lines.
    const text = (this.#held + this.#utf16.write(chunk)).replace(
      /([\ud800-\udbff])(\r?\n )([\udc00-\udfff])/g,
      '$1$3$2',
    );
    this.#held = /[\ud800-\udbff](?:\r?\n? ?)$/.exec(text.slice(-4))?.[0] ?? '';
    return Buffer.from(text.slice(0, text.length - this.#held.length), 'utf8');
  }
}
