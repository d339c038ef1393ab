import { isUtf8 } from 'node:buffer';
import { LdifError } from './ldif-error.ts';
import { beginningOf, type Line } from './ldif-lines.ts';

/** What an attribute of a file is called, and what becomes of it. */
export interface Attribute {
  /** In lower case, options included (`member;range=0-1499`). */
  readonly name: string;
  /** Without options. */
  readonly plain: string;
  /** Whether its values are wanted. */
  readonly isKept: boolean;
  /** Whether an entry has at most one value of it. */
  readonly isSingle: boolean;
}

/** A line cut in two. */
export interface LineParts extends Attribute {
  readonly line: Line;
  /** `:` before base64, `<` before the address of a file. */
  readonly kind: ':' | '<' | '';
  /** Where the value begins in the bytes of the line. */
  readonly value: number;
}

const COLON = 0x3a;
const LESS_THAN = 0x3c;
const BLANK = 0x20;

/** So many spellings of attribute names are kept; no schema has more. */
const MOST_NAMES = 10_000;

/** Cuts lines in two. Each spelling of an attribute name is looked at once. */
export class LineSplitter {
  readonly #known = new Map<string, Attribute>();
  readonly #meaningOf: (plain: string) => Pick<Attribute, 'isKept' | 'isSingle'>;

  /** @param meaningOf is given a name in lower case, without options */
  constructor(meaningOf: (plain: string) => Pick<Attribute, 'isKept' | 'isSingle'>) {
    this.#meaningOf = meaningOf;
  }

  /** @throws LdifError for a line without a name and a colon */
  split(line: Line): LineParts {
    const { bytes, start, end } = line;
    let colon = start;
    while (colon < end && bytes[colon] !== COLON) colon++;
    const { name, plain, isKept, isSingle } = this.#attribute(line, colon);
    const mark = colon + 1 < end ? bytes[colon + 1] : undefined;
    const kind = mark === COLON ? ':' : mark === LESS_THAN ? '<' : '';
    return { name, plain, isKept, isSingle, line, kind, value: colon + 1 + kind.length };
  }

  #attribute(line: Line, colon: number): Attribute {
    const written = line.bytes.toString('latin1', line.start, colon);
    const known = this.#known.get(written);
    if (known !== undefined && colon < line.end) return known;
    const name = written.toLowerCase();
    if (colon === line.end || !/^[a-z0-9][a-z0-9.-]*(?:;[a-z0-9=*-]+)*$/.test(name)) {
      throw new LdifError(line.number, `${quoted(line)} is no line of an LDIF file`);
    }
    const plain = name.replace(/;.*$/, '');
    const attribute = { name, plain, ...this.#meaningOf(plain) };
    if (this.#known.size < MOST_NAMES) this.#known.set(written, attribute);
    return attribute;
  }
}

/** The beginning of a line, for messages. */
export function quoted(line: Line): string {
  return `"${beginningOf(line, 'utf8', 160).slice(0, 40)}"`;
}

/** @throws LdifError for a value that cannot be read */
export function readValue({ line, kind, value }: LineParts): string | Buffer {
  const { number, bytes, end } = line;
  if (kind === '<') throw new LdifError(number, 'a value that lies in another file (":<") is not read');
  if (kind === ':') return fromBase64(number, bytes.toString('latin1', value, end));
  let start = value;
  while (start < end && bytes[start] === BLANK) start++;
  const text = bytes.toString('utf8', start, end);
  // Bytes that are no UTF-8 become U+FFFD, which may also stand there as it is.
  if (text.includes('\ufffd') && !isUtf8(bytes.subarray(start, end))) {
    throw new LdifError(number, 'this is not UTF-8; export with ldifde -u or with ldapsearch');
  }
  if (text.includes('\r')) {
    throw new LdifError(number, 'a carriage return stands in this line. Lines of LDIF end with LF or CR LF');
  }
  return text;
}

function fromBase64(line: number, value: string): Buffer {
  const compact = value.trim();
  if (!/^[a-z0-9+/]*={0,2}$/i.test(compact) || compact.length % 4 !== 0) {
    throw new LdifError(line, 'the value after "::" is not base64');
  }
  return Buffer.from(compact, 'base64');
}
