/**
 * The service's text answers. What is known of the form comes from the vendor's pages and from public clients, which
 * disagree in details, so this accepts all of it: LF or CRLF, a blank after the colon or none, keys in any case,
 * values that go over several lines, one field a line or (single records) all on one line.
 */

/** An answer that cannot be understood: cut off, or not from this service. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

export interface Answer {
  readonly word: string;
  /** Everything after the word. */
  readonly rest: string;
}

/** Values by lower-case key. */
export type Fields = ReadonlyMap<string, string>;

/** Splits off the first word. Only an upper-case word of its own counts: "OK" somewhere inside a page means nothing. */
export function parseAnswer(body: string): Answer {
  const text = body.replace(/^\uFEFF/, '').trimStart();
  const word = /^\S*/.exec(text)?.[0] ?? '';
  if (/^[A-Z][A-Z0-9_]{0,99}$/.test(word)) return { word, rest: text.slice(word.length) };
  throw new ProtocolError(text.startsWith('<') ? 'a web page instead of an answer' : 'no known answer');
}

/** Whether a body is a web page: the service's answer to a method it does not know, or a proxy's. */
export function isPage(body: string): boolean {
  return body
    .replace(/^\uFEFF/, '')
    .trimStart()
    .startsWith('<');
}

/** The id in the answer to createUser and createGroup. */
export function parseId(rest: string): string {
  const id = /^\s+(\d{1,10})\s*$/.exec(rest)?.[1];
  if (id === undefined) throw new ProtocolError('no node id in the answer');
  return id;
}

/**
 * One record.
 *
 * @param keys its fields in the documented order, lower case; all must be there
 */
export function parseRecord(rest: string, keys: readonly string[]): Fields {
  const lines = rest.split(/\r\n|\n|\r/);
  const fields = parseLines(lines, keys);
  const complete = fields.size > 1 ? fields : parseOneLine(rest, keys);
  for (const key of keys) if (!complete.has(key)) throw new ProtocolError(`the field ${key} is missing`);
  return complete;
}

/**
 * One record a node. A record begins with the line of its first key after an empty line (or at the start), so that
 * values may hold empty lines. The answer must end with a line break: without it, its last value may be cut off.
 *
 * @param keys the fields of a record in the documented order, lower case; which are needed is for the caller to say
 */
export function parseBlocks(rest: string, keys: readonly string[]): Fields[] {
  if (!/[\r\n]$/.test(rest)) throw new ProtocolError('the end is missing');
  const lines = rest.split(/\r\n|\n|\r/);
  const first = new RegExp(`^\\s*${keys[0] ?? ''}\\s*:\\s*-?\\d+\\s*$`, 'i');
  const starts = lines.flatMap((line, index) => {
    const isFree = (lines[index - 1] ?? '').trim() === '';
    return isFree && first.test(line) ? [index] : [];
  });
  const head = lines.slice(0, starts[0] ?? lines.length);
  if (head.some((line) => line.trim() !== '')) throw new ProtocolError('something stands before the first record');
  return starts.map((start, index) => parseLines(lines.slice(start, starts[index + 1]), keys));
}

interface KeyLine {
  readonly key: string;
  readonly index: number;
}

function parseLines(lines: readonly string[], keys: readonly string[]): Fields {
  const found = lines.flatMap((line, index): KeyLine[] => {
    const key = /^\s*([A-Za-z]+)\s*:/.exec(line)?.[1]?.toLowerCase();
    return key !== undefined && keys.includes(key) ? [{ key, index }] : [];
  });
  const real = withoutLookalikes(found);
  return new Map(
    real.map(({ key, index }, position) => {
      const value = lines.slice(index, real[position + 1]?.index).join('\n');
      return [key, value.slice(value.indexOf(':') + 1).trim()];
    }),
  );
}

/**
 * A description may hold lines that look like fields. It is the only free text of several lines, and where a key comes
 * twice, what stands before it counts first and what comes after it counts last.
 */
function withoutLookalikes(found: readonly KeyLine[]): KeyLine[] {
  if (new Set(found.map(({ key }) => key)).size === found.length) return [...found];
  const start = found.findIndex(({ key }) => key === 'description');
  const before = found.slice(0, start + 1);
  const seen = new Set(before.map(({ key }) => key));
  if (start === -1 || seen.size < before.length) throw new ProtocolError('a field comes twice');
  const after: KeyLine[] = [];
  for (const line of found.slice(start + 1).reverse()) {
    if (seen.has(line.key)) continue;
    seen.add(line.key);
    after.unshift(line);
  }
  return [...before, ...after];
}

/** All fields on one line, as the vendor's pages print it. */
function parseOneLine(text: string, keys: readonly string[]): Fields {
  const pattern = new RegExp(`(?<=^|\\s)(${keys.join('|')})\\s*:`, 'gi');
  const found = [...text.matchAll(pattern)];
  const fields = new Map<string, string>();
  for (const [position, match] of found.entries()) {
    const key = match[0].replace(/\s*:$/, '').toLowerCase();
    if (fields.has(key)) throw new ProtocolError(`the field ${key} comes twice`);
    fields.set(key, text.slice(match.index + match[0].length, found[position + 1]?.index).trim());
  }
  return fields;
}
