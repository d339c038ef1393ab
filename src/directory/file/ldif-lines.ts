import { StringDecoder } from 'node:string_decoder';
import { LdifError } from './ldif-error.ts';

/** A line of an LDIF file with all lines that continue it, as bytes: a fold may lie inside a character. */
export interface Line {
  /** 1-based line of the file in which it begins. */
  readonly number: number;
  readonly bytes: Buffer;
}

/** A photo or a security descriptor takes less. Without a bound a file without line ends would be one value in memory. */
const LONGEST = 64 * 1024 ** 2;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BLANK = 0x20;

/** Cuts a file into lines, chunk by chunk, so that no more than a line of it lies in memory. */
export class LineReader {
  readonly #toUtf8 = new ToUtf8();
  /** The line of the file that is not over yet. */
  #open: Buffer[] = [];
  #number = 1;
  /** The line before it, which that line may continue; null before the first. */
  #folded: { readonly number: number; readonly parts: Buffer[] } | null = null;
  #length = 0;

  /** The lines that are over. */
  *push(chunk: Buffer): Generator<Line> {
    yield* this.#cut(this.#toUtf8.push(chunk));
  }

  /** The lines that end with the file. */
  *end(): Generator<Line> {
    yield* this.#cut(this.#toUtf8.end());
    if (this.#open.length > 0) yield* this.#add(Buffer.concat(this.#open));
    if (this.#folded !== null) yield lineOf(this.#folded);
  }

  *#cut(bytes: Buffer): Generator<Line> {
    let at = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, at)) {
      const rest = bytes.subarray(at, end);
      const whole = this.#open.length === 0 ? rest : Buffer.concat([...this.#open, rest]);
      this.#open = [];
      yield* this.#add(whole);
      at = end + 1;
    }
    if (at < bytes.length) this.#open.push(bytes.subarray(at));
    this.#measure(bytes.length - at);
  }

  *#add(physical: Buffer): Generator<Line> {
    const bytes = withoutReturns(physical);
    const number = this.#number++;
    if (bytes[0] === BLANK && this.#folded !== null) {
      this.#folded.parts.push(bytes.subarray(1));
      this.#measure(bytes.length);
      return;
    }
    if (this.#folded !== null) yield lineOf(this.#folded);
    this.#folded = { number, parts: [bytes] };
    this.#length = bytes.length;
  }

  #measure(more: number): void {
    this.#length += more;
    if (this.#length > LONGEST) throw new LdifError(this.#number, 'this line is longer than 64 MiB: this is no LDIF');
  }
}

function lineOf({ number, parts }: { readonly number: number; readonly parts: readonly Buffer[] }): Line {
  return { number, bytes: parts.length === 1 ? (parts[0] ?? Buffer.alloc(0)) : Buffer.concat(parts) };
}

function withoutReturns(line: Buffer): Buffer {
  let end = line.length;
  while (end > 0 && line[end - 1] === CARRIAGE_RETURN) end--;
  return line.subarray(0, end);
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
