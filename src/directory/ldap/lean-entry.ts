import { isUtf8 } from 'node:buffer';
import { Ber, type BerReader, type Client, type Control, SearchEntry } from 'ldapts';
import type { RawEntry } from '../ad/entry.ts';
import { Paging } from './paging.ts';

/** Of an answer: one entry (RFC 4511, 4.5.2), and a set of values. */
const SEARCH_ENTRY = 0x64;
const SET = 0x31;

/** Values that are no text, by attribute in lower case. */
const BINARY: ReadonlySet<string> = new Set(['objectguid', 'objectsid', 'invocationid']);

/**
 * An entry that is read straight into what adsync needs of it, and handed on. ldapts makes a buffer and a text of every
 * value, and a text decoder of its own for each, which costs half of a large reading; and it strips a byte order mark from
 * addresses.
 */
export class LeanEntry extends SearchEntry {
  readonly #take: (entry: RawEntry) => void;

  constructor(messageId: number, take: (entry: RawEntry) => void) {
    super({ messageId });
    this.#take = take;
  }

  override parseMessage(reader: BerReader): void {
    const dn = readText(reader);
    const attributes = new Map<string, readonly (string | Buffer)[]>();
    const end = begin(reader);
    while (reader.offset < end) {
      begin(reader);
      const name = readText(reader).toLowerCase();
      const values = readValues(reader, BINARY.has(name));
      if (values.length > 0) attributes.set(name, values);
    }
    this.#take({ dn, attributes });
  }
}

function readValues(reader: BerReader, isBinary: boolean): (string | Buffer)[] {
  const values: (string | Buffer)[] = [];
  const end = begin(reader, SET);
  while (reader.offset < end) values.push(isBinary ? readBytes(reader) : readTextOrBytes(reader));
  return values;
}

/** Goes into a sequence or a set. Gives the place where it ends. */
function begin(reader: BerReader, tag?: number): number {
  if (reader.readSequence(tag) === null) throw new Error('an entry is cut off');
  return reader.offset + reader.length;
}

/** Goes over one value. Gives the place where it begins; `offset` of the reader is then where it ends. */
function skipValue(reader: BerReader): number {
  const start = reader.peek() === Ber.OctetString ? reader.readLength(reader.offset + 1) : null;
  if (start === null || start + reader.length > reader.buffer.length) throw new Error('a value is no octet string');
  reader.offset = start + reader.length;
  return start;
}

function readBytes(reader: BerReader): Buffer {
  const start = skipValue(reader);
  return reader.buffer.subarray(start, reader.offset);
}

function readText(reader: BerReader): string {
  const start = skipValue(reader);
  return reader.buffer.toString('utf8', start, reader.offset);
}

/** Text; bytes where it is none. */
function readTextOrBytes(reader: BerReader): string | Buffer {
  const start = skipValue(reader);
  const text = reader.buffer.toString('utf8', start, reader.offset);
  // Bytes that are no UTF-8 become U+FFFD, which may also stand there as it is.
  if (!text.includes('\ufffd')) return text;
  const bytes = reader.buffer.subarray(start, reader.offset);
  return isUtf8(bytes) ? text : bytes;
}

/** The part of ldapts that makes messages of bytes. */
interface Parser {
  on(event: 'error', listener: () => void): void;
  _getMessageFromProtocolOperation(id: number, operation: number, reader: BerReader, request?: Asked): object;
}

interface Asked {
  readonly controls?: Control[];
}

/**
 * Makes every entry that the client receives a {@link LeanEntry}, which the {@link Paging} of its search takes.
 *
 * @param onLoss is told of a message that cannot be read, and of an entry that no search has asked for. ldapts leaves it
 *   out, and whatever follows would look like the whole
 */
export function readLeanEntries(client: Client, onLoss: () => void): void {
  const { messageParser } = client as unknown as { readonly messageParser: Parser };
  messageParser.on('error', onLoss);
  const parse = messageParser._getMessageFromProtocolOperation.bind(messageParser);
  messageParser._getMessageFromProtocolOperation = (messageId, operation, reader, request) => {
    if (operation !== SEARCH_ENTRY) return parse(messageId, operation, reader, request);
    const controls = request?.controls ?? [];
    const paging = controls.find((control) => control instanceof Paging);
    if (paging === undefined) {
      onLoss();
      return parse(messageId, operation, reader, request);
    }
    const entry = new LeanEntry(messageId, (raw) => {
      paging.take(raw);
    });
    entry.parse(reader, controls);
    return entry;
  };
}
