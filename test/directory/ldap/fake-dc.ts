import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { Ber, BerReader } from 'ldapts';
import { normalDn } from '../../../src/directory/ad/dn.ts';
import { foldCase } from '../../../src/directory/names.ts';
import { guidToBytes } from '../../../src/directory/ad/ids.ts';
import { type Condition, compile, readFilter } from './fake-filter.ts';
import { entry, reference, result, sizeOf, type Values } from './fake-wire.ts';

export interface FakeEntry {
  readonly dn: string;
  readonly guid: string;
  readonly attributes: Values;
  /** The entry stands in groups, but no search finds it: it is of another domain, or the account may not read it. */
  readonly hidden?: boolean;
  /** Attributes the account may not read: they are left out, and no filter on them is true, negated or not. */
  readonly withheld?: readonly string[];
  /** It was deleted: only who may see such objects finds it, if he asks for them. */
  readonly deleted?: boolean;
}

export interface SearchSeen {
  readonly base: string;
  readonly scope: number;
  readonly filter: Condition;
  readonly attributes: readonly string[];
  readonly paging: { readonly size: number; readonly cookie: string } | null;
  readonly extendedDn: boolean;
  /** Whether deleted objects were asked for, and recycled ones. */
  readonly deleted: boolean;
  readonly recycled: boolean;
}

/**
 * What happens instead of the ordinary answer: a result code, silence, the end of the connection (abrupt, in order,
 * after half an entry, or announced by a notice of disconnection as RFC 4511 4.4.1 has it), or something that is no LDAP.
 */
export type Upset =
  | { readonly code: number; readonly text?: string }
  | 'hang'
  | 'cut'
  | 'end'
  | 'half'
  | 'notice'
  | 'garbage';

/** The answer to a search, before it goes over the wire. */
export interface FakeAnswer {
  readonly entries: readonly { readonly dn: string; readonly attributes: Values }[];
  readonly references: readonly string[];
  /** Where the next page begins: `start:0`; empty at the end, null where no pages were asked for. */
  readonly cookie: string | null;
  /** The connection is cut in the middle of the answer, before the result, or after it; absent = it stays. */
  readonly cut?: 'half' | 'beforeResult' | 'after';
  /** What stands in place of the first entry; the result comes later. Absent = nothing does. */
  readonly first?: 'of another request' | 'without a number' | 'no entry';
}

export interface FakeOptions {
  readonly entries?: readonly FakeEntry[];
  readonly tls?: { readonly key: string; readonly cert: string; readonly mode: 'ldaps' | 'startTLS' };
  readonly startTls?: 'refuse' | 'drop' | 'hang' | 'inject' | 'garbage' | 'hang-handshake';
  readonly bind?: (dn: string, password: string) => Upset | null;
  readonly onSearch?: (search: SearchSeen, count: number) => Upset | null;
  /** Called with each ordinary answer; its result is sent instead. */
  readonly spoil?: (answer: FakeAnswer, search: SearchSeen) => FakeAnswer;
  /** What happens to a connection, counted from 1, before its first message. */
  readonly onConnect?: (count: number) => 'cut' | 'hang' | null;
  readonly maxPageSize?: number;
  readonly maxValRange?: number;
  /** Sends an empty page with a cookie before each page of entries. */
  readonly emptyPages?: boolean;
  readonly references?: readonly string[];
  /** Called before each search is answered: the directory may change under way. */
  readonly entriesAt?: (count: number) => readonly FakeEntry[];
  /** What the server says of itself besides its domain. */
  readonly root?: () => Values;
  /** The entries of the forest's configuration; none where it is left out. */
  readonly configuration?: () => readonly FakeEntry[];
  /** Whether the account may see deleted objects. */
  readonly seesDeleted?: () => boolean;
}

export interface FakeDc {
  readonly port: number;
  readonly searches: SearchSeen[];
  /** DN and password of every bind that arrived, encrypted or not. */
  readonly binds: string[];
  /** Everything that crossed the wire in clear text. */
  clearText(): string;
  connections(): number;
  close(): Promise<void>;
}

export const DOMAIN = 'DC=corp,DC=example,DC=test';
export const CONFIGURATION = `CN=Configuration,${DOMAIN}`;
const WHOLE = normalDn(DOMAIN);

/** A domain controller on a port of its own, for the behaviour of Microsoft's servers that Samba lacks. */
export async function startFakeDc(options: FakeOptions = {}): Promise<FakeDc> {
  const searches: SearchSeen[] = [];
  const binds: string[] = [];
  const clear: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    const trouble = options.onConnect?.(sockets.size) ?? null;
    if (trouble === 'cut') socket.destroy();
    if (trouble !== null) return;
    const secure = options.tls?.mode === 'ldaps';
    if (secure) serve(encrypt(socket, options));
    else serve(socket);
  });

  function serve(socket: Socket): void {
    let pending = Buffer.alloc(0);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      if (!(socket instanceof TLSSocket)) clear.push(chunk);
      pending = Buffer.concat([pending, chunk]);
      for (let size = sizeOf(pending); size !== null && size <= pending.length; size = sizeOf(pending)) {
        const message = pending.subarray(0, size);
        pending = pending.subarray(size);
        answer(socket, message);
      }
    });
  }

  function answer(socket: Socket, message: Buffer): void {
    const reader = new BerReader(message);
    reader.readSequence();
    const id = reader.readInt() ?? 0;
    const operation = reader.readSequence();
    if (operation === 0x42) socket.end();
    if (operation === 0x77) startTls(socket, id);
    if (operation === 0x60) {
      reader.readInt();
      const dn = reader.readString() ?? '';
      const password = reader.readString(0x80) ?? '';
      binds.push(`${dn} ${password}`);
      finish(socket, id, 0x61, options.bind?.(dn, password) ?? { code: 0 });
    }
    if (operation === 0x63) {
      const search = readSearch(reader);
      searches.push(search);
      const upset = options.onSearch?.(search, searches.length) ?? null;
      if (upset === null) reply(socket, id, search, options.entriesAt?.(searches.length) ?? options.entries ?? []);
      else finish(socket, id, 0x65, upset);
    }
  }

  function startTls(socket: Socket, id: number): void {
    if (options.startTls === 'hang') return;
    if (options.startTls === 'drop') {
      socket.destroy();
      return;
    }
    if (options.startTls === 'garbage') {
      socket.write('HTTP/1.1 400 Bad Request\r\n\r\n');
      return;
    }
    const consent = result(id, 0x78, options.startTls === 'refuse' ? 52 : 0, 'no certificate');
    const slipped = options.startTls === 'inject' ? result(2, 0x61, 0, '') : Buffer.alloc(0);
    socket.removeAllListeners('data');
    if (options.startTls === 'refuse' || options.startTls === 'hang-handshake' || options.startTls === 'inject') {
      socket.on('data', (chunk: Buffer) => clear.push(chunk));
      socket.write(Buffer.concat([consent, slipped]));
      return;
    }
    socket.write(consent);
    serve(encrypt(socket, options));
  }

  function reply(socket: Socket, id: number, search: SearchSeen, all: readonly FakeEntry[]): void {
    const showsDeleted = search.deleted && options.seesDeleted?.() === true;
    const entries = isOfConfiguration(search.base)
      ? (options.configuration?.() ?? [])
      : all.filter((one) => one.deleted !== true || showsDeleted);
    if (search.base === '') {
      const root = { dn: '', attributes: { defaultNamingContext: [DOMAIN], ...options.root?.() } };
      send(socket, id, search, { entries: [root], references: [], cookie: null });
      return;
    }
    const base = normalDn(search.base) ?? '';
    const whole = base === WHOLE;
    const below = (one: FakeEntry): boolean => whole || normalDn(one.dn)?.endsWith(base) === true;
    const known = whole || entries.some(below);
    if (!known) {
      finish(socket, id, 0x65, { code: 32, text: 'no such object' });
      return;
    }
    const fits = compile(search.filter);
    const found = entries.filter((one) => !one.hidden && search.scope === 2 && below(one) && fits(one));
    const limit = options.maxPageSize ?? 1000;
    if (search.paging === null && found.length > limit) {
      finish(socket, id, 0x65, { code: 4 });
      return;
    }
    const [start = 0, empty = 0] = (search.paging?.cookie ?? '').split(':').map(Number);
    const size = Math.min(search.paging?.size ?? limit, limit);
    const blank = options.emptyPages === true && empty === 0;
    const page = blank ? [] : found.slice(start, start + size);
    const next = blank ? `${start}:1` : start + size < found.length ? `${start + size}:0` : '';
    const guids = new Map(entries.map((one) => [one.dn, one.guid]));
    send(socket, id, search, {
      entries: page.map((one) => ({ dn: dnOf(one, search), attributes: attributesOf(one, search, guids) })),
      references: options.references ?? [],
      cookie: search.paging ? next : null,
    });
  }

  function send(socket: Socket, id: number, search: SearchSeen, ordinary: FakeAnswer): void {
    const { entries, references, cookie, cut, first } = options.spoil?.(ordinary, search) ?? ordinary;
    const [top, ...others] = entries;
    if (first !== undefined && top !== undefined) {
      socket.write(spoilt(first, id, top));
      const rest = { entries: others, references, cookie, ...(cut === undefined ? {} : { cut }) };
      // In a packet of its own.
      setTimeout(() => {
        if (!socket.destroyed) sendWhole(socket, id, rest);
      }, 20);
      return;
    }
    sendWhole(socket, id, { entries, references, cookie, ...(cut === undefined ? {} : { cut }) });
  }

  function sendWhole(socket: Socket, id: number, { entries, references, cookie, cut }: FakeAnswer): void {
    const parts = [
      ...entries.map(({ dn, attributes }) => entry(id, dn, attributes)),
      ...references.map((url) => reference(id, url)),
    ];
    const whole = Buffer.concat([...parts, result(id, 0x65, 0, '', cookie)]);
    if (cut === undefined) socket.write(whole);
    else if (cut === 'after') socket.end(whole);
    else if (cut === 'beforeResult') socket.end(Buffer.concat(parts));
    else socket.end(whole.subarray(0, whole.length >> 1));
  }

  function attributesOf(one: FakeEntry, search: SearchSeen, guids: ReadonlyMap<string, string>) {
    const all: Record<string, readonly (string | Buffer)[]> = {
      ...one.attributes,
      objectGUID: [guidToBytes(one.guid)],
      distinguishedName: [one.dn],
    };
    const members = (one.attributes['member'] ?? []).map((dn) => {
      const text = dn.toString();
      return search.extendedDn ? `<GUID=${guids.get(text) ?? ''}>;<SID=S-1-5-32>;${text}` : text;
    });
    const shown: Record<string, readonly (string | Buffer)[]> = {};
    for (const asked of search.attributes) {
      const name = Object.keys(all).find((key) => foldCase(key) === foldCase(asked));
      if (one.withheld?.some((attribute) => foldCase(asked).split(';')[0] === foldCase(attribute))) continue;
      if (foldCase(asked).split(';')[0] === foldCase('member')) Object.assign(shown, ranged(asked, members));
      else if (name !== undefined) shown[name] = all[name] ?? [];
    }
    return shown;
  }

  /** MaxValRange: a large `member` comes empty, with the first part beside it. */
  function ranged(asked: string, members: readonly (string | Buffer)[]): Record<string, readonly (string | Buffer)[]> {
    const max = options.maxValRange ?? 1500;
    const bounds = /;range=(\d+)-(\d+|\*)$/.exec(asked);
    if (members.length === 0) return {};
    if (bounds === null && members.length <= max) return { member: members };
    const low = Number(bounds?.[1] ?? 0);
    const wanted = bounds?.[2] === undefined || bounds[2] === '*' ? Infinity : Number(bounds[2]);
    const high = Math.min(wanted, low + max - 1, members.length - 1);
    const end = high === members.length - 1 ? '*' : String(high);
    return { member: [], [`member;range=${low}-${end}`]: members.slice(low, high + 1) };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    searches,
    binds,
    clearText: () => Buffer.concat(clear).toString('latin1'),
    connections: () => sockets.size,
    close: () => closeAll(server, sockets),
  };
}

function spoilt(how: NonNullable<FakeAnswer['first']>, id: number, top: FakeAnswer['entries'][number]): Buffer {
  if (how === 'without a number') return Buffer.from([0x30, 0x00]);
  const whole = entry(how === 'no entry' ? id : id + 1, top.dn, top.attributes);
  // Not the type of an entry any more, nor of anything that a server sends.
  if (how === 'no entry') whole[whole.indexOf(0x64)] = 0x63;
  return whole;
}

function encrypt(socket: Socket, { tls }: FakeOptions): Socket {
  const secureContext = createSecureContext({ key: tls?.key ?? '', cert: tls?.cert ?? '' });
  return new TLSSocket(socket, { isServer: true, secureContext });
}

function finish(socket: Socket, id: number, operation: number, upset: Upset): void {
  if (upset === 'hang') return;
  if (upset === 'cut') {
    socket.destroy();
    return;
  }
  if (upset === 'end') {
    socket.end();
    return;
  }
  if (upset === 'notice') {
    socket.end(result(0, 0x78, 52, 'the server shuts down'));
    return;
  }
  if (upset === 'garbage') {
    socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n');
    return;
  }
  if (upset === 'half') {
    const whole = entry(id, `CN=Half,${DOMAIN}`, { cn: ['Half'] });
    socket.write(whole.subarray(0, whole.length - 5), () => socket.destroy());
    return;
  }
  socket.write(result(id, operation, upset.code, upset.text ?? ''));
}

function readSearch(reader: BerReader): SearchSeen {
  const base = reader.readString() ?? '';
  const scope = reader.readEnumeration() ?? 0;
  reader.readEnumeration();
  reader.readInt();
  reader.readInt();
  reader.readBoolean();
  const filter = readFilter(reader);
  const attributes: string[] = [];
  reader.readSequence();
  for (const end = reader.offset + reader.length; reader.offset < end; ) attributes.push(reader.readString() ?? '');
  let paging: SearchSeen['paging'] = null;
  const controls = new Set<string>();
  if (reader.peek() === 0xa0) {
    reader.readSequence();
    for (const end = reader.offset + reader.length; reader.offset < end; ) {
      reader.readSequence();
      const stop = reader.offset + reader.length;
      const oid = reader.readString() ?? '';
      if (reader.peek() === Ber.Boolean) reader.readBoolean();
      const value = reader.offset < stop ? reader.readString(Ber.OctetString, true) : null;
      controls.add(oid);
      if (oid === '1.2.840.113556.1.4.319' && value !== null) {
        const inner = new BerReader(value);
        inner.readSequence();
        paging = { size: inner.readInt() ?? 0, cookie: inner.readString() ?? '' };
      }
    }
  }
  return {
    ...{ base, scope, filter, attributes, paging },
    extendedDn: controls.has('1.2.840.113556.1.4.529'),
    deleted: controls.has('1.2.840.113556.1.4.417'),
    recycled: controls.has('1.2.840.113556.1.4.2064'),
  };
}

function isOfConfiguration(base: string): boolean {
  return normalDn(base)?.endsWith(normalDn(CONFIGURATION) ?? '') === true;
}

function dnOf(one: FakeEntry, search: SearchSeen): string {
  return search.extendedDn ? `<GUID=${one.guid}>;${one.dn}` : one.dn;
}

function closeAll(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  return new Promise((resolve) =>
    server.close(() => {
      resolve();
    }),
  );
}
