import type { Socket } from 'node:net';
import type { Control, Filter } from 'ldapts';
import { Failure } from '../../core/failure.ts';
import type { LdapSettings } from '../../core/settings.ts';
import type { CallWatcher } from '../../core/traffic.ts';
import type { RawEntry } from '../ad/entry.ts';
import { clientOn, DomainScope, ExtendedDn, pages, ShowDeleted, type SizedClient } from './client.ts';
import { type Endpoint, readEndpoint } from './endpoint.ts';
import { bindFailure, endlessPages, noneUsable, searchFailure, tooLarge, type Tried } from './failures.ts';
import { ConnectionProblem } from './connection-problem.ts';
import type { LdapBounds } from './answer-size.ts';
import { openSocket, seenOn } from './socket.ts';
import { type PageWatcher, watchedPages } from './watched-pages.ts';

/** Microsoft's servers give at most 1,000 entries a page (MaxPageSize). */
const PAGE = 1000;
/** So many pages in a row may hold nothing new. Empty pages are legal, but a server must not go on with them for ever. */
const IDLE_PAGES = 50;

export interface Query {
  readonly base: string;
  readonly scope: 'base' | 'sub';
  readonly filter: Filter;
  readonly attributes: readonly string[];
  readonly controls?: readonly Control[];
  /** Stop after the page that reaches so many entries; absent = read them all. */
  readonly most?: number;
  /** Ask for so many entries at a time; absent = as many as servers give. */
  readonly pageSize?: number;
}

/** What a session is told of its connection and its surroundings. */
export interface SessionWorld {
  readonly signal: AbortSignal;
  readonly bounds: LdapBounds;
  /** Is told of every search. */
  readonly traffic: CallWatcher;
}

/** One authenticated connection to one domain controller; it is thrown away at its first error. */
export class Session {
  readonly endpoint: Endpoint;
  readonly #sized: SizedClient;
  readonly #socket: Socket;
  readonly #settings: LdapSettings;
  readonly #signal: AbortSignal;
  readonly #traffic: CallWatcher;
  #requests = 0;
  /** The error that the connection ended with; null while there was none. */
  #fault: Error | null = null;

  constructor(endpoint: Endpoint, socket: Socket, settings: LdapSettings, { bounds, signal, traffic }: SessionWorld) {
    this.endpoint = endpoint;
    this.#socket = socket;
    this.#settings = settings;
    this.#signal = signal;
    this.#traffic = traffic;
    this.#sized = clientOn(socket, settings.timeouts, bounds, () => {
      this.#requests++;
      // Not before: ldapts removes all listeners when it takes the socket over.
      if (this.#requests === 1) socket.once('error', this.#keepFault);
    });
    signal.addEventListener('abort', this.#abort, { once: true });
    if (signal.aborted) this.#abort();
  }

  /** Requests sent so far, the bind included. */
  get requests(): number {
    return this.#requests;
  }

  /** @throws Failure | ConnectionProblem */
  async bind(): Promise<void> {
    const { bindDN, bindPassword } = this.#settings;
    try {
      await this.#sized.client.bind(bindDN, bindPassword.reveal());
    } catch (thrown) {
      this.#throwIfTooLarge();
      this.#signal.throwIfAborted();
      // With TLS 1.3 a server judges our part of the handshake only after ours is done: its refusal meets the login.
      const error = this.#fault;
      const fault = error === null ? null : { error, seen: seenOn(this.#socket, 'open', this.#settings) };
      throw bindFailure(thrown, this.endpoint, bindDN, fault);
    }
  }

  /**
   * Every entry the query finds, read to the last page, or up to its `most`.
   *
   * @throws Failure when the answer is not whole, for whatever reason; the session cannot be used any more then
   */
  search(query: Query): Promise<RawEntry[]> {
    return this.searchFor(query, (entry) => entry);
  }

  /**
   * The same, of which only what `read` gives is kept.
   *
   * @param read is called while the answer comes in; what it gives should not hold on to the entry
   * @throws Failure as `search`
   */
  async searchFor<Item>(query: Query, read: (entry: RawEntry) => Item): Promise<Item[]> {
    const options = {
      scope: query.scope,
      filter: query.filter,
      attributes: [...query.attributes],
      timeLimit: Math.ceil(this.#settings.timeouts.request / 1000),
    };
    const controls = [new DomainScope(), ...(query.controls ?? [])];
    const found: Item[] = [];
    let idle = 0;
    try {
      const asked = { size: query.pageSize ?? PAGE, read };
      const answer = pages(this.#sized.client, query.base, options, controls, asked);
      for await (const { items, isNew } of watchedPages(answer, this.#watcherOf(query))) {
        for (const item of items) found.push(item);
        this.#throwIfTooLarge();
        this.#signal.throwIfAborted();
        idle = isNew ? 0 : idle + 1;
        if (idle > IDLE_PAGES) throw endlessPages(this.endpoint, IDLE_PAGES);
        if (query.most !== undefined && found.length >= query.most) break;
      }
    } catch (error) {
      this.#throwIfTooLarge();
      this.#signal.throwIfAborted();
      if (error instanceof Failure) throw error;
      throw searchFailure(error, this.endpoint, query.base);
    }
    return found;
  }

  async close(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#abort);
    try {
      if (!this.#socket.destroyed) await this.#sized.client.unbind();
    } catch {
      // An unbind is a courtesy; the connection is closed in any case.
    } finally {
      this.#socket.destroy();
    }
  }

  #watcherOf({ base, scope, filter, attributes, controls = [], pageSize = PAGE }: Query): PageWatcher {
    const search = {
      kind: 'ldap',
      service: 'ldap',
      url: this.endpoint.url,
      startTls: this.endpoint.security === 'startTLS',
      bindDn: this.#settings.bindDN,
      base,
      scope,
      attributes,
      extendedDn: controls.some((control) => control instanceof ExtendedDn),
      deleted: controls.some((control) => control instanceof ShowDeleted),
      pageSize,
    } as const;
    return (page, entries, ms) => {
      this.#traffic({
        ...search,
        // Long, for it may name a thousand objects, and mostly nobody looks at it.
        get filter() {
          return filter.toString();
        },
        page,
        entries,
        ms,
      });
    };
  }

  #throwIfTooLarge(): void {
    const passed = this.#sized.passed();
    if (passed !== null) throw tooLarge(this.endpoint, passed);
  }

  readonly #keepFault = (error: Error): void => {
    this.#fault = error;
  };

  readonly #abort = (): void => {
    this.#socket.destroy();
  };
}

/**
 * Connects to the first domain controller that can be used, and logs in.
 *
 * @throws Failure with the cause for each of them; at once when the account is refused
 */
export async function connect(
  settings: LdapSettings,
  world: SessionWorld,
  progress: (text: string) => void,
): Promise<Session> {
  const endpoints = settings.urls.map((url) => readEndpoint(url, settings));
  refuseAnonymous(settings);
  const tried: Tried[] = [];
  for (const endpoint of endpoints) {
    progress(`Connecting to ${endpoint.url}`);
    try {
      return await open(endpoint, settings, world);
    } catch (error) {
      if (!(error instanceof ConnectionProblem)) throw error;
      progress(`${endpoint.url} cannot be used: ${error.message}`);
      tried.push({ url: endpoint.url, problem: error });
    }
  }
  throw noneUsable(tried);
}

async function open(endpoint: Endpoint, settings: LdapSettings, world: SessionWorld): Promise<Session> {
  const { signal } = world;
  signal.throwIfAborted();
  const session = new Session(endpoint, await openSocket(endpoint, settings, signal), settings, world);
  try {
    await session.bind();
    return session;
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** A bind with a name and no password succeeds as an anonymous one (RFC 4513, 5.1.2), and would see next to nothing. */
function refuseAnonymous({ bindDN, bindPassword }: LdapSettings): void {
  if (bindDN.trim() !== '' && bindPassword.reveal() !== '') return;
  throw new Failure(
    'LDAP_NO_CREDENTIALS',
    `${bindDN.trim() === '' ? 'bindDN' : 'bindPassword'} is empty, which would be an anonymous login.`,
    'Give an account that may read users and groups, with its password.',
  );
}
