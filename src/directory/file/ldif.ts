import { isUtf8 } from 'node:buffer';

/** One record of an LDIF file, with the attributes that were asked for. */
export interface LdifRecord {
  readonly dn: string;
  /** 1-based line of its `dn:`. */
  readonly line: number;
  /** Lower-case attribute names, options included (`member;range=0-1499`). */
  readonly attributes: ReadonlyMap<string, readonly (string | Buffer)[]>;
}

/** An error in the file, with its line. */
export class LdifError extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.name = 'LdifError';
    this.line = line;
  }
}

interface Line {
  readonly number: number;
  readonly text: string;
}

/**
 * Reads LDIF (RFC 2849) as ldifde and ldapsearch write it: base64, folded lines, comments, CRLF, a byte order mark,
 * UTF-16 (`ldifde -u`), `changetype: add`, and ldapsearch's own lines about references and the result.
 *
 * This is our own code because the npm package `ldif` needs the whole file as one string, keeps every attribute, and
 * takes strict RFC 2849 only: no UTF-16 and none of ldapsearch's lines about the result.
 *
 * @param wanted says which attributes (lower case, without options) are kept: an export may be large
 * @throws LdifError for anything else, for changes other than add, and for an export that the server broke off
 */
export function* parseLdif(bytes: Buffer, wanted: (attribute: string) => boolean): Generator<LdifRecord> {
  let record: Line[] = [];
  let started = false;
  for (const line of unfold(lines(bytes))) {
    if (line.text.startsWith('#')) continue;
    if (line.text !== '') {
      record.push(line);
      continue;
    }
    yield* readRecord(record, started, wanted);
    started ||= record.length > 0;
    record = [];
  }
  yield* readRecord(record, started, wanted);
}

function* readRecord(
  all: readonly Line[],
  started: boolean,
  wanted: (attribute: string) => boolean,
): Generator<LdifRecord> {
  const versioned = !started && /^version:\s*\d+$/i.test(all[0]?.text ?? '');
  const [head, ...rest] = versioned ? all.slice(1) : all;
  if (head === undefined || isAboutSearch(head, rest)) return;
  const first = readLine(head);
  if (first.name !== 'dn') {
    throw new LdifError(head.number, `a record must begin with "dn:", not with "${head.text.slice(0, 40)}"`);
  }
  const attributes = new Map<string, (string | Buffer)[]>();
  for (const line of rest) {
    const { name, value } = readLine(line);
    if (name === 'changetype') refuseChanges(line.number, String(value));
    if (!wanted(name.replace(/;.*$/, ''))) continue;
    const values = attributes.get(name);
    if (values === undefined) attributes.set(name, [value]);
    else values.push(value);
  }
  yield { dn: first.value.toString(), line: head.number, attributes };
}

/** ldapsearch ends with `search: 2`, `result: 0 Success`, and may list references in between. */
function isAboutSearch(head: Line, rest: readonly Line[]): boolean {
  if (/^ref:/i.test(head.text)) return true;
  if (!/^search:\s*\d+$/i.test(head.text)) return false;
  const result = rest.find((line) => /^result:/i.test(line.text));
  if (result === undefined || /^result:\s*0\b/i.test(result.text)) return true;
  throw new LdifError(result.number, `the export is not whole: the search ended with "${result.text}"`);
}

function refuseChanges(line: number, changetype: string): void {
  if (changetype.trim().toLowerCase() === 'add') return;
  throw new LdifError(line, `"changetype: ${changetype}" is a change; an export holds whole entries only`);
}

function readLine({ number, text }: Line): { name: string; value: string | Buffer } {
  const match = /^([a-z0-9][a-z0-9.-]*(?:;[a-z0-9=*-]+)*):([:<]?) *(.*)$/is.exec(text);
  if (match === null) throw new LdifError(number, `"${text.slice(0, 40)}" is no line of an LDIF file`);
  const [, name = '', kind, value = ''] = match;
  if (kind === '<') throw new LdifError(number, 'a value that lies in another file (":<") is not read');
  return { name: name.toLowerCase(), value: kind === ':' ? fromBase64(number, value) : value };
}

function fromBase64(line: number, value: string): string | Buffer {
  const compact = value.trim();
  if (!/^[a-z0-9+/]*={0,2}$/i.test(compact) || compact.length % 4 !== 0) {
    throw new LdifError(line, 'the value after "::" is not base64');
  }
  return Buffer.from(compact, 'base64');
}

/** Joins folded lines: the rest of a line begins with one blank (RFC 2849, note 2). */
function* unfold(source: Iterable<Line>): Generator<Line> {
  let parts: string[] = [];
  let number = 0;
  for (const line of source) {
    if (line.text.startsWith(' ') && parts.length > 0) {
      parts.push(line.text.slice(1));
      continue;
    }
    if (parts.length > 0) yield { number, text: parts.join('') };
    parts = [line.text];
    number = line.number;
  }
  if (parts.length > 0) yield { number, text: parts.join('') };
}

/** Line by line, so that a large export never becomes one string. */
function* lines(bytes: Buffer): Generator<Line> {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const content = utf16 ? Buffer.from(bytes.toString('utf16le'), 'utf8') : bytes;
  const valid = isUtf8(content);
  let at = content.subarray(0, 3).equals(Buffer.from('\ufeff')) ? 3 : 0;
  for (let number = 1; at < content.length; number++) {
    const end = content.indexOf(0x0a, at);
    const stop = end < 0 ? content.length : end;
    if (!valid && !isUtf8(content.subarray(at, stop))) {
      throw new LdifError(number, 'this is not UTF-8; export with ldifde -u or with ldapsearch');
    }
    yield { number, text: content.toString('utf8', at, stop).replace(/\r$/, '') };
    at = stop + 1;
  }
}
