import { lookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import { codeOf } from '../core/errno.ts';
import { TLS_WORDS, tlsFault, UNREACHABLE } from './connection-faults.ts';
import { type Env, type Proxy, proxyFor } from './proxy.ts';
import { beginTls } from './tls.ts';
import { openTunnel } from './tunnel.ts';

/** A connection that has begun TLS. */
type Encrypted = ReturnType<typeof beginTls>;

/** The part of Node's certificates that is looked at; of one that is not there, every field is missing. */
interface PeerCertificate {
  readonly subject?: Readonly<Record<string, unknown>>;
  readonly issuer?: Readonly<Record<string, unknown>>;
  readonly subjectaltname?: string;
  readonly valid_to?: string;
  readonly issuerCertificate?: PeerCertificate;
}

/** A host that a run connects to. */
export interface HostToReach {
  /** The key of the file that names it, and the one that names its authorities, for advice. */
  readonly key: string;
  readonly caKey: string;
  /** Name or IP address, without the brackets of IPv6. */
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'startTLS' | 'none';
  /** The name or IP address that the certificate must carry. */
  readonly certificateName: string;
  /** PEM text of the authorities to trust; null = those of Node. */
  readonly ca: string | null;
  /** The address for which a proxy is looked up; null = it is never reached through one. */
  readonly url: string | null;
  /** Whether another host can take its place. */
  readonly spare: boolean;
  /** Asks an open connection for TLS. Absent = TLS begins at once. */
  readonly beforeTls?: (socket: Socket, signal: AbortSignal) => Promise<void>;
}

/** Why a host cannot be reached, as a sentence that begins with its name. */
export class NotReached extends Error {
  override readonly name = 'NotReached';
}

export interface CertificateSeen {
  readonly subject: string;
  readonly issuer: string;
  /** Names that it is good for. */
  readonly names: readonly string[];
  readonly validTo: Date;
  /** Subjects from the server up to the authority. */
  readonly chain: readonly string[];
}

export interface TlsSeen {
  /** null where the server showed none. */
  readonly certificate: CertificateSeen | null;
  /** null where it can be trusted: the end of a sentence about the host. */
  readonly fault: string | null;
  /** As `TLSv1.3`; empty where no connection stood. */
  readonly version: string;
}

/**
 * The host of a web address.
 *
 * @param key the key of the file that holds the address, as `rescue.url`
 */
export function webHost(url: string, ca: string | null, key: string): HostToReach {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const isSecure = protocol === 'https:';
  return {
    key,
    caKey: `${key.slice(0, key.indexOf('.'))}.tls.ca`,
    host,
    port: port === '' ? (isSecure ? 443 : 80) : Number(port),
    security: isSecure ? 'tls' : 'none',
    certificateName: host,
    ca,
    url,
    spare: false,
  };
}

/** The proxy for a host; null for none. @throws Failure PROXY_INVALID */
export function proxyOf({ url }: Pick<HostToReach, 'url'>, env: Env): Proxy | null {
  return url === null ? null : proxyFor(new URL(url), env);
}

/** Addresses of a name; an address is its own. @throws NotReached */
export async function addressesOf(host: string, signal: AbortSignal): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  try {
    const found = await ended(lookup(host, { all: true }), signal);
    return found.map(({ address }) => address);
  } catch (error) {
    signal.throwIfAborted();
    throw notReached(host, error);
  }
}

/** Opens a connection and ends it again. @param ms patience */
export async function tryTcp(host: string, port: number, ms: number, signal: AbortSignal): Promise<void> {
  (await openTcp(host, port, ms, signal)).destroy();
}

/**
 * Begins TLS as a run does it, and ends the connection again: nothing else is sent.
 *
 * @param proxy through which it is reached; null = straight
 * @param ms patience
 * @throws NotReached; ProxyProblem
 */
export async function tryTls(
  target: HostToReach,
  proxy: Proxy | null,
  ms: number,
  signal: AbortSignal,
): Promise<TlsSeen> {
  const { host, port, certificateName, ca, beforeTls } = target;
  const shownHost = host.includes(':') ? `[${host}]` : host;
  const socket =
    proxy === null
      ? await openTcp(host, port, ms, signal)
      : await openTunnel(proxy, `${shownHost}:${port}`, ca, signal);
  try {
    if (beforeTls !== undefined) await beforeTls(socket, signal);
    const name = isIP(certificateName) === 0 ? { servername: certificateName } : {};
    return await seen(beginTls(socket, { host: certificateName, ...name, ca }), ms, signal);
  } finally {
    socket.destroy();
  }
}

function openTcp(host: string, port: number, ms: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const socket = connect({ host, port });
    const settle = (error: Error | null): void => {
      signal.removeEventListener('abort', stop);
      socket.setTimeout(0).removeAllListeners('timeout');
      // A connection that breaks later must not bring the process down for want of a listener.
      socket.on('error', () => undefined);
      if (error === null) resolve(socket);
      else {
        socket.destroy();
        reject(error);
      }
    };
    const stop = (): void => {
      settle(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
    };
    signal.addEventListener('abort', stop, { once: true });
    socket.setTimeout(ms, () => {
      settle(new NotReached(`${host} gives no answer on port ${port} within ${ms / 1000} s`));
    });
    socket.once('connect', () => {
      settle(null);
    });
    socket.once('error', (error) => {
      settle(notReached(host, error));
    });
  });
}

function seen(socket: Encrypted, ms: number, signal: AbortSignal): Promise<TlsSeen> {
  return new Promise((resolve) => {
    let certificate: CertificateSeen | null = null;
    // Node judges the certificate with a listener of its own, and takes it away with the connection that it ends.
    socket.prependOnceListener('secure', () => {
      certificate = certificateOn(socket);
    });
    const settle = (fault: string | null): void => {
      signal.removeEventListener('abort', stop);
      const version = fault === null ? (socket.getProtocol() ?? '') : '';
      socket.destroy();
      resolve({ certificate, fault, version });
    };
    const stop = (): void => {
      settle('it was not looked at to the end');
    };
    signal.addEventListener('abort', stop, { once: true });
    socket.setTimeout(ms, stop);
    socket.once('secureConnect', () => {
      settle(null);
    });
    socket.once('error', (error: Error) => {
      const code = codeOf(error);
      const fault = tlsFault(code, error.message);
      socket.on('error', () => undefined);
      settle(fault === null ? `the encryption ended (${code ?? error.name})` : `${TLS_WORDS[fault]} (${code ?? ''})`);
    });
  });
}

/** Longer chains are loops. */
const LONGEST_CHAIN = 10;

/** What the server has shown, whether it is trusted or not. */
function certificateOn(socket: Encrypted): CertificateSeen | null {
  const first: PeerCertificate = socket.getPeerCertificate(true);
  if (first.valid_to === undefined || first.subject === undefined) return null;
  const chain: string[] = [];
  let next: PeerCertificate | undefined = first;
  while (next?.subject !== undefined && chain.length < LONGEST_CHAIN) {
    chain.push(nameIn(next.subject));
    if (next.issuerCertificate === next) break;
    next = next.issuerCertificate;
  }
  return {
    subject: nameIn(first.subject),
    issuer: nameIn(first.issuer ?? {}),
    names: (first.subjectaltname ?? '').split(', ').flatMap((one) => /^(?:DNS|IP Address):(.+)$/.exec(one)?.[1] ?? []),
    validTo: new Date(first.valid_to),
    chain,
  };
}

function nameIn(names: Readonly<Record<string, unknown>>): string {
  const [first] = [names['CN'], names['O'], names['OU']].flat();
  return typeof first === 'string' ? first : '(without a name)';
}

function notReached(host: string, error: unknown): NotReached {
  const code = codeOf(error) ?? 'unknown';
  return new NotReached(`${host} cannot be reached: ${UNREACHABLE[code] ?? code}`, { cause: error });
}

/** Ends the waiting when the signal is aborted; what was asked goes on unheard. */
async function ended<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const stopped = new Promise<never>((_resolve, reject) => {
    stop = () => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
    };
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
