import { isUtf8 } from 'node:buffer';
import { LdifError } from './ldif-error.ts';
import { type Line, LineReader } from './ldif-lines.ts';
import { SearchReport } from './search-report.ts';

/** One record of an LDIF file, with the attributes that were asked for. */
export interface LdifRecord {
  readonly dn: string;
  /** 1-based line of its `dn:`. */
  readonly line: number;
  /** Lower-case attribute names, options included (`member;range=0-1499`). */
  readonly attributes: ReadonlyMap<string, readonly (string | Buffer)[]>;
  /** It adds values to an entry that stands before it, as ldifde writes it for groups of over 1,500 members. */
  readonly adds: boolean;
  /** It says `changetype`, as every record of ldifde does. */
  readonly ofLdifde: boolean;
  /** A blank line follows it, as in every export of ldifde and ldapsearch. */
  readonly closed: boolean;
}

/** What is kept of an export, which may be large: attribute names in lower case, without options. */
export interface Wanted {
  readonly keeps: (attribute: string) => boolean;
  /** Whether an entry has at most one value of it. */
  readonly isSingle: (attribute: string) => boolean;
}

interface OpenRecord {
  readonly dn: string;
  readonly line: number;
  readonly attributes: Map<string, (string | Buffer)[]>;
  change: Change | null;
}

interface Change {
  readonly kind: 'add' | 'modify';
  readonly line: number;
  /** The attribute that `add:` of a modify names; null before the first one and between two. */
  part: string | null;
  parts: number;
}

/**
 * Reads LDIF (RFC 2849) as ldifde and ldapsearch write it: base64, folded lines, comments, CRLF, a byte order mark,
 * UTF-16 (`ldifde -u`), `changetype: add`, members that ldifde adds later, and ldapsearch's own lines about references
 * and results.
 *
 * This is our own code because the npm package `ldif` needs the whole file as one string, keeps every attribute, and
 * takes strict RFC 2849 only: no UTF-16 and none of ldapsearch's lines about the result.
 *
 * All methods throw an LdifError for anything else, for changes, for a record that no single entry can be, and for an
 * export that was broken off.
 */
export class LdifReader {
  readonly #wanted: Wanted;
  readonly #lines = new LineReader();
  readonly #report = new SearchReport();
  #record: OpenRecord | null = null;
  /** Lines that belong to no entry, up to the next blank one. */
  #aside = false;
  /** The line before is a comment outside of a record. */
  #named = false;

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
  }

  /** The records that are over. */
  *push(chunk: Buffer): Generator<LdifRecord> {
    for (const line of this.#lines.push(chunk)) yield* this.#take(line);
  }

  /** The record that ends with the file. */
  *end(): Generator<LdifRecord> {
    for (const line of this.#lines.end()) yield* this.#take(line);
    this.#report.end();
    if (this.#record !== null) yield finished(this.#record, false);
  }

  *#take(line: Line): Generator<LdifRecord> {
    const named = this.#named;
    this.#named = line.bytes[0] === COMMENT && this.#record === null;
    if (line.bytes[0] === COMMENT) {
      this.#report.comment(line);
    } else if (named && isRestOfName(line)) {
      return;
    } else if (line.bytes.length === 0) {
      if (this.#record !== null) yield finished(this.#record, true);
      this.#record = null;
      this.#aside = false;
    } else if (this.#aside) {
      this.#report.line(line);
    } else if (this.#record === null) {
      this.#begin(line);
    } else {
      this.#add(this.#record, line);
    }
  }

  #begin(line: Line): void {
    const start = line.bytes.toString('latin1', 0, 40);
    // Paged, `ldapsearch -L` repeats the version on every page.
    if (/^version: *\d+ *$/i.test(start)) return;
    if (/^ref:/i.test(start) || /^search: *\d+ *$/i.test(start)) {
      this.#aside = true;
      this.#report.line(line);
      return;
    }
    const { name, kind, value } = splitLine(line);
    if (name !== 'dn')
      throw new LdifError(line.number, `a record must begin with "dn:", not with ${beginningOf(line)}`);
    const dn = readValue(line, kind, value).toString();
    this.#record = { dn, line: line.number, attributes: new Map(), change: null };
  }

  #add(record: OpenRecord, line: Line): void {
    if (record.change?.kind === 'modify' && line.bytes.equals(SEPARATOR)) {
      record.change.part = null;
      return;
    }
    const { name, kind, value } = splitLine(line);
    if (name === 'dn') throw merged(line, record, 'a second "dn:"');
    if (record.change?.kind === 'modify' && isPart(line, record.change, name, value)) return;
    if (name === 'changetype') record.change = changeOf(line, readValue(line, kind, value).toString());
    const plain = name.replace(/;.*$/, '');
    if (!this.#wanted.keeps(plain)) return;
    const values = record.attributes.get(name);
    if (values === undefined) record.attributes.set(name, [readValue(line, kind, value)]);
    else if (this.#wanted.isSingle(plain)) throw merged(line, record, `a second value of ${name}`);
    else values.push(readValue(line, kind, value));
  }
}

/**
 * ldapsearch writes the name of an entry as a comment before it. The name of a deleted object, or of one in conflict, holds a
 * line feed, behind which the comment goes on as a line of its own: `DEL:6f1d2c00-…, Deleted Objects, corp.example`.
 */
function isRestOfName({ bytes }: Line): boolean {
  return /^(?:DEL|CNF):[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}, /i.test(bytes.toString('latin1', 0, 60));
}

const COMMENT = 0x23;
const COLON = 0x3a;
/** Ends a part of a `changetype: modify`. */
const SEPARATOR = Buffer.from('-');

function finished({ dn, line, attributes, change }: OpenRecord, closed: boolean): LdifRecord {
  const adds = change?.kind === 'modify';
  if (adds && change.parts === 0) throw isChange(change.line, 'changetype: modify');
  return { dn, line, attributes, adds, ofLdifde: change !== null, closed };
}

/** Two entries run together, and nobody can tell what belongs to which. */
function merged({ number }: Line, { dn, line }: OpenRecord, what: string): LdifError {
  return new LdifError(
    number,
    `${what} in the record of ${dn}, which begins in line ${line}. An entry has one only: the empty line between two entries is missing, or holds a blank`,
  );
}

function isChange(line: number, what: string): LdifError {
  return new LdifError(line, `"${what}" is a change; an export holds whole entries only`);
}

function changeOf({ number }: Line, changetype: string): Change {
  const kind = changetype.trim().toLowerCase();
  if (kind === 'add' || kind === 'modify') return { kind, line: number, part: null, parts: 0 };
  throw isChange(number, `changetype: ${changetype}`);
}

/** Whether a line of a modify begins a part: `add: member`. All others must give values of that attribute. */
function isPart({ number }: Line, change: Change, name: string, value: Buffer): boolean {
  if (change.part === null) {
    const attribute = value.toString('latin1').trim();
    if (name !== 'add') throw isChange(number, `${name}: ${attribute.slice(0, 40)}`);
    change.part = attribute.toLowerCase();
    change.parts++;
    return true;
  }
  if (name === change.part) return false;
  throw new LdifError(number, `"${name}:" stands where only values of ${change.part} may stand`);
}

interface LineParts {
  readonly name: string;
  /** `:` before base64, `<` before the address of a file. */
  readonly kind: ':' | '<' | '';
  readonly value: Buffer;
}

function splitLine(line: Line): LineParts {
  const colon = line.bytes.indexOf(COLON);
  const name = line.bytes.toString('latin1', 0, Math.max(colon, 0)).toLowerCase();
  if (!/^[a-z0-9][a-z0-9.-]*(?:;[a-z0-9=*-]+)*$/.test(name)) {
    throw new LdifError(line.number, `${beginningOf(line)} is no line of an LDIF file`);
  }
  const mark = String.fromCharCode(line.bytes[colon + 1] ?? 0);
  const kind = mark === ':' || mark === '<' ? mark : '';
  return { name, kind, value: line.bytes.subarray(colon + 1 + kind.length) };
}

function beginningOf({ bytes }: Line): string {
  return `"${bytes.toString('utf8', 0, 160).slice(0, 40)}"`;
}

function readValue({ number }: Line, kind: LineParts['kind'], raw: Buffer): string | Buffer {
  if (kind === '<') throw new LdifError(number, 'a value that lies in another file (":<") is not read');
  if (kind === ':') return fromBase64(number, raw.toString('latin1'));
  if (!isUtf8(raw)) throw new LdifError(number, 'this is not UTF-8; export with ldifde -u or with ldapsearch');
  const text = raw.toString('utf8').replace(/^ +/, '');
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
