import type { Socket } from 'node:net';
import { BerWriter, Client, Control, PagedResultsControl, type SearchEntry, type SearchOptions } from 'ldapts';
import type { LdapSettings } from '../../core/settings.ts';
import type { RawEntry } from '../ad/entry.ts';
import { type LdapBounds, type Passed, type Sizes, watchSizes } from './answer-size.ts';
import { readLeanEntries } from './lean-entry.ts';
import { type Page, Paging } from './paging.ts';

/** LDAP_SERVER_EXTENDED_DN_OID: every DN comes as `<GUID=…>;<SID=…>;DN` ([MS-ADTS] 3.1.1.3.4.1.5). */
export class ExtendedDn extends Control {
  constructor() {
    super('1.2.840.113556.1.4.529', { critical: true });
  }

  protected override writeControl(writer: BerWriter): void {
    const value = new BerWriter();
    value.startSequence();
    value.writeInt(1);
    value.endSequence();
    writer.writeBuffer(value.buffer, 4);
  }
}

/** LDAP_SERVER_DOMAIN_SCOPE_OID: no continuation references ([MS-ADTS] 3.1.1.3.4.1.4). */
export class DomainScope extends Control {
  constructor() {
    super('1.2.840.113556.1.4.1339');
  }
}

/** LDAP_SERVER_SHOW_DELETED_OID: what is left of deleted objects comes with all others ([MS-ADTS] 3.1.1.3.4.1.14). */
export class ShowDeleted extends Control {
  constructor() {
    super('1.2.840.113556.1.4.417', { critical: true });
  }
}

/** LDAP_SERVER_SHOW_RECYCLED_OID: what a recycle bin was emptied of comes too. A server without one need not know it. */
export class ShowRecycled extends Control {
  constructor() {
    super('1.2.840.113556.1.4.2064');
  }
}

interface Request {
  readonly controls?: readonly Control[];
  /** Makes the text for the debug log of ldapts, which is made of every request and never shown. */
  toJSON?: () => null;
}

interface Answer {
  readonly controls?: readonly Control[];
  searchEntries?: SearchEntry[];
}

/** The one method of ldapts that sees an answer with its controls. */
interface Sender {
  _send(request: Request): Promise<Answer | undefined>;
}

/** A client whose answers are counted. */
export interface SizedClient {
  readonly client: Client;
  /** The bound that was passed, which ended the connection; null while none was. */
  passed(): Passed | null;
}

/**
 * Makes a client on a socket that is already connected and, where wanted, encrypted. It gets that one socket and no
 * other: ldapts would silently reconnect in clear text, and send the password there.
 */
export function clientOn(
  socket: Socket,
  timeouts: LdapSettings['timeouts'],
  bounds: LdapBounds,
  onRequest: () => void,
): SizedClient {
  let used = false;
  let sizes: Sizes | null = null;
  const client = new Client({
    url: 'ldap://connected',
    timeout: timeouts.request,
    connectTimeout: timeouts.connect,
    createConnection: () => {
      if (used || socket.destroyed) throw new Error('Connection closed');
      used = true;
      sizes = watchSizes(socket, bounds);
      return socket;
    },
  });
  let isWhole = true;
  readLeanEntries(client, () => {
    isWhole = false;
  });
  watchRequests(client, {
    onRequest: () => {
      sizes?.beginAnswer();
      onRequest();
    },
    isWhole: () => isWhole,
  });
  return {
    client,
    passed: () => sizes?.passed ?? null,
  };
}

/**
 * One page after the other, to the page without a cookie; an empty page is no end (RFC 2696, 3).
 *
 * @param read gives what is kept of an entry
 */
export async function* pages<Item>(
  client: Client,
  base: string,
  options: SearchOptions,
  controls: readonly Control[],
  { size, read }: { readonly size: number; readonly read: (entry: RawEntry) => Item },
): AsyncGenerator<Page<Item>> {
  const paging = new Paging(size, read);
  do {
    await client.search(base, options, [paging, ...controls]);
    yield paging.page;
  } while (paging.cookie.length > 0);
}

interface Watched {
  readonly onRequest: () => void;
  /** Whether every message so far could be read, and belongs to a request. */
  readonly isWhole: () => boolean;
}

/**
 * Calls `onRequest` for each request, and takes the cookie of every page from the answer. ldapts does not hand the cookie
 * out, and its own paging ends at an empty page.
 */
function watchRequests(client: Client, { onRequest, isWhole }: Watched): void {
  const sender = client as unknown as Sender;
  const send = sender._send.bind(client);
  sender._send = async (request) => {
    onRequest();
    request.toJSON = () => null;
    const paging = request.controls?.find((control) => control instanceof Paging);
    paging?.beginPage();
    const answer = await send(request);
    if (paging === undefined || answer === undefined) return answer;
    if (!isWhole()) throw new Error('a message came that cannot be read, or belongs to no request');
    paging.endPage(answer.searchEntries?.length ?? 0, cookieOf(answer));
    answer.searchEntries = [];
    return answer;
  };
}

function cookieOf(answer: Answer): Buffer {
  const control = answer.controls?.find((one) => one instanceof PagedResultsControl);
  return control?.value?.cookie ?? Buffer.alloc(0);
}
