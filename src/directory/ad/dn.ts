import { foldCase } from '../names.ts';

/** One `type=value` of a name, decoded: the type in lower case, the value as plain text. */
export interface DnPart {
  readonly type: string;
  readonly value: string;
}

/** One step of a DN; more than one part for a multi-valued name (`CN=a+OU=b`). */
export type Rdn = readonly DnPart[];

/** The OIDs that stand for the short names of RFC 4514, section 3. */
const OIDS: Readonly<Record<string, string>> = {
  '2.5.4.3': 'cn',
  '2.5.4.7': 'l',
  '2.5.4.8': 'st',
  '2.5.4.10': 'o',
  '2.5.4.11': 'ou',
  '2.5.4.6': 'c',
  '2.5.4.9': 'street',
  '0.9.2342.19200300.100.1.25': 'dc',
  '0.9.2342.19200300.100.1.1': 'uid',
};

/**
 * Parses a distinguished name in any spelling of RFC 4514 and RFC 2253: escaped characters, hex pairs, quoted
 * values, `#hex` values, `;` as a separator, blanks around separators. The leaf comes first.
 *
 * This is our own code because ldapts only builds DNs, and names must be compared after decoding every spelling.
 *
 * @returns null for a text that is no DN
 */
export function parseDn(text: string): Rdn[] | null {
  if (text.trim() === '') return [];
  const rdns: DnPart[][] = [[]];
  for (let at = 0; ; ) {
    const part = readPart(text, at);
    if (part === null) return null;
    rdns.at(-1)?.push(part.part);
    if (part.end >= text.length) return rdns;
    if (text[part.end] !== '+') rdns.push([]);
    at = part.end + 1;
  }
}

/** A DN as nearly all are written: plain ASCII, nothing escaped, no blank around a separator, one part a step. */
const PLAIN = /^(?:[a-z][a-z0-9-]*=[!$-*\--:?-[\]-~](?:[ !$-*\--:?-[\]-~]*[!$-*\--:?-[\]-~])?(?:,(?!$)|$))+$/i;

/** The form for comparing DNs: two DNs name the same object if it is equal. null for a text that is no DN. */
export function normalDn(text: string): string | null {
  if (PLAIN.test(text)) return text.toLowerCase();
  const rdns = parseDn(text);
  if (rdns === null) return null;
  return rdns.map((rdn) => rdn.map(normalPart).sort().join('+')).join(',');
}

/**
 * The DN in the spelling that every server takes; Samba knows neither `;` as a separator nor `#hex` values nor OIDs.
 * null for a text that is no DN.
 */
export function plainDn(text: string): string | null {
  const rdns = parseDn(text);
  if (rdns === null) return null;
  return rdns
    .map((rdn) => rdn.map(({ type, value }) => `${type.toUpperCase()}=${escapeValue(value)}`).join('+'))
    .join(',');
}

/** RFC 4514, 2.4. */
function escapeValue(value: string): string {
  return value
    .replace(/["+,;<=>\\]/g, '\\$&')
    .replace(/^[ #]| $/g, '\\$&')
    .replace(/\p{Cc}/gu, (character) => Buffer.from(character).toString('hex').replace(/../g, '\\$&'));
}

function normalPart({ type, value }: DnPart): string {
  return `${type}=${foldCase(value).replace(/[\\,+=]/g, '\\$&')}`;
}

interface PartRead {
  readonly part: DnPart;
  /** Where the separator stands, or the text's length. */
  readonly end: number;
}

function readPart(text: string, from: number): PartRead | null {
  const type = matchAt(/\s*(?:oid\.)?([a-z][a-z0-9-]*|\d+(?:\.\d+)+)\s*= */iy, text, from);
  if (type === null) return null;
  const name = (type[1] ?? '').toLowerCase();
  const start = from + type[0].length;
  const read = text[start] === '"' ? readQuoted(text, start + 1) : readPlain(text, start);
  if (read === null) return null;
  return { part: { type: OIDS[name] ?? name, value: read.value }, end: read.end };
}

interface ValueRead {
  readonly value: string;
  readonly end: number;
}

function readQuoted(text: string, from: number): ValueRead | null {
  const body = readUntil(text, from, '"');
  if (body === null || text[body.end] !== '"') return null;
  const end = body.end + 1 + leadingBlanks(text.slice(body.end + 1));
  if (end < text.length && !',;+'.includes(text.charAt(end))) return null;
  return { value: body.bytes.toString('utf8'), end };
}

function readPlain(text: string, from: number): ValueRead | null {
  // Nearly all values hold nothing special: this keeps exports of 100,000 entries quick.
  const simple = matchAt(/([^#\\"<>,;+ ](?:[^\\"<>,;+]*[^\\"<>,;+ ])?) *(?=[,;+]|$)/y, text, from);
  if (simple !== null) return { value: simple[1] ?? '', end: from + simple[0].length };
  const body = readUntil(text, from, ',;+');
  if (body === null) return null;
  if (text[from] !== '#') return { value: body.bytes.toString('utf8'), end: body.end };
  const value = hexValue(text.slice(from + 1, body.end).trim());
  return value === null ? null : { value, end: body.end };
}

/** Decodes escapes up to one of the stop characters; trailing blanks that are not escaped do not count. */
function readUntil(text: string, from: number, stops: string): { bytes: Buffer; end: number } | null {
  const quoted = stops === '"';
  const chunks: Buffer[] = [];
  let kept = 0;
  let at = from;
  while (at < text.length && !stops.includes(text.charAt(at))) {
    const step = readCharacter(text, at, quoted);
    if (step === null) return null;
    chunks.push(step.bytes);
    if (quoted || text[at] !== ' ') kept = chunks.length;
    at = step.end;
  }
  return { bytes: Buffer.concat(chunks.slice(0, kept)), end: at };
}

function readCharacter(text: string, at: number, quoted: boolean): { bytes: Buffer; end: number } | null {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (character !== '\\') {
    // RFC 4514 wants these escaped; Active Directory takes "=" and "#" inside a value as they are.
    if (!quoted && '"<>'.includes(character)) return null;
    return { bytes: Buffer.from(character), end: at + character.length };
  }
  const hex = /^[0-9a-f]{2}/i.exec(text.slice(at + 1, at + 3));
  if (hex !== null) return { bytes: Buffer.from(hex[0], 'hex'), end: at + 3 };
  const escaped = text.charAt(at + 1);
  if (escaped === '' || !' "#+,;<=>\\/'.includes(escaped)) return null;
  return { bytes: Buffer.from(escaped), end: at + 2 };
}

/** RFC 4514, 2.4: `#` and the BER encoding in hex; strings are decoded, anything else keeps its hex text. */
function hexValue(hex: string): string | null {
  if (!/^(?:[0-9a-f]{2})+$/i.test(hex)) return null;
  return decodeBerString(Buffer.from(hex, 'hex')) ?? `#${hex.toLowerCase()}`;
}

/** UTF8String, OctetString, PrintableString, TeletexString, IA5String with a short or long length. */
function decodeBerString(bytes: Buffer): string | null {
  const [tag = 0, first = 0] = bytes;
  if (![0x04, 0x0c, 0x13, 0x14, 0x16].includes(tag)) return null;
  const lengthBytes = first < 0x80 ? 0 : first - 0x80;
  if (lengthBytes > 2 || bytes.length < 2 + lengthBytes) return null;
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(2, lengthBytes);
  const content = bytes.subarray(2 + lengthBytes);
  return content.length === length ? content.toString('utf8') : null;
}

function matchAt(sticky: RegExp, text: string, at: number): RegExpExecArray | null {
  sticky.lastIndex = at;
  return sticky.exec(text);
}

function leadingBlanks(text: string): number {
  return text.length - text.trimStart().length;
}
