import { LdifError } from './ldif-error.ts';
import { beginningOf, type Line, LineReader } from './ldif-lines.ts';
import { type LineParts, LineSplitter, quoted, readValue } from './ldif-values.ts';
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
  readonly #lines = new LineReader((line) => {
    this.#take(line);
  });
  readonly #splitter: LineSplitter;
  readonly #report = new SearchReport();
  #record: OpenRecord | null = null;
  /** The records that are over, and not given back yet. */
  #over: LdifRecord[] = [];
  /** Lines that belong to no entry, up to the next blank one. */
  #aside = false;
  /** The line before is a comment outside of a record. */
  #named = false;

  constructor({ keeps, isSingle }: Wanted) {
    this.#splitter = new LineSplitter((plain) => ({ isKept: keeps(plain), isSingle: isSingle(plain) }));
  }

  /** The records that are over. */
  push(chunk: Buffer): LdifRecord[] {
    this.#lines.push(chunk);
    return this.#given();
  }

  /** The record that ends with the file. */
  end(): LdifRecord[] {
    this.#lines.end();
    this.#report.end();
    if (this.#record !== null) this.#over.push(finished(this.#record, false));
    return this.#given();
  }

  #given(): LdifRecord[] {
    const over = this.#over;
    this.#over = [];
    return over;
  }

  #take(line: Line): void {
    const named = this.#named;
    const isComment = line.start < line.end && line.bytes[line.start] === COMMENT;
    this.#named = isComment && this.#record === null;
    if (isComment) {
      this.#report.comment(line);
    } else if (named && isRestOfName(line)) {
      return;
    } else if (line.start === line.end) {
      if (this.#record !== null) this.#over.push(finished(this.#record, true));
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
    const start = beginningOf(line, 'latin1', 40);
    // Paged, `ldapsearch -L` repeats the version on every page.
    if (/^version: *\d+ *$/i.test(start)) return;
    if (/^ref:/i.test(start) || /^search: *\d+ *$/i.test(start)) {
      this.#aside = true;
      this.#report.line(line);
      return;
    }
    const parts = this.#splitter.split(line);
    if (parts.name !== 'dn')
      throw new LdifError(line.number, `a record must begin with "dn:", not with ${quoted(line)}`);
    this.#record = { dn: readValue(parts).toString(), line: line.number, attributes: new Map(), change: null };
  }

  #add(record: OpenRecord, line: Line): void {
    if (record.change?.kind === 'modify' && isSeparator(line)) {
      record.change.part = null;
      return;
    }
    const parts = this.#splitter.split(line);
    const { name, isKept, isSingle } = parts;
    if (name === 'dn') throw merged(line, record, 'a second "dn:"');
    if (record.change?.kind === 'modify' && isPart(parts, record.change)) return;
    if (name === 'changetype') record.change = changeOf(line, readValue(parts).toString());
    if (!isKept) return;
    const values = record.attributes.get(name);
    if (values === undefined) record.attributes.set(name, [readValue(parts)]);
    else if (isSingle) throw merged(line, record, `a second value of ${name}`);
    else values.push(readValue(parts));
  }
}

/**
 * ldapsearch writes the name of an entry as a comment before it. The name of a deleted object, or of one in conflict, holds a
 * line feed, behind which the comment goes on as a line of its own: `DEL:6f1d2c00-…, Deleted Objects, corp.example`.
 */
function isRestOfName(line: Line): boolean {
  return /^(?:DEL|CNF):[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}, /i.test(beginningOf(line, 'latin1', 60));
}

const COMMENT = 0x23;
const HYPHEN = 0x2d;

/** A hyphen alone ends a part of a `changetype: modify`. */
function isSeparator({ bytes, start, end }: Line): boolean {
  return end === start + 1 && bytes[start] === HYPHEN;
}

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
function isPart({ line, name, value }: LineParts, change: Change): boolean {
  const { number, bytes, end } = line;
  if (change.part === null) {
    const attribute = bytes.toString('latin1', value, end).trim();
    if (name !== 'add') throw isChange(number, `${name}: ${attribute.slice(0, 40)}`);
    change.part = attribute.toLowerCase();
    change.parts++;
    return true;
  }
  if (name === change.part) return false;
  throw new LdifError(number, `"${name}:" stands where only values of ${change.part} may stand`);
}
