import type { Socket } from 'node:net';
import tls, { connect, TLSSocket } from 'node:tls';

/** How certificates are verified. */
export interface Verification {
  readonly rejectUnauthorized: true;
  readonly minVersion: 'TLSv1.2';
  readonly ca?: string | string[];
}

/**
 * The options of every TLS connection that adsync makes: to services, domain controllers and proxies. They are not left
 * to Node: NODE_TLS_REJECT_UNAUTHORIZED and NODE_OPTIONS can change its choice from outside, and then a stranger on the
 * way would get a password or token.
 *
 * @param ca PEM text of the authorities to trust instead of those of Node; null = those of Node
 */
export function verifiedTls(ca: string | readonly string[] | null): Verification {
  const authorities = ca === null ? {} : { ca: typeof ca === 'string' ? ca : [...ca] };
  return { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...authorities };
}

/**
 * Begins TLS on a connection that stands.
 *
 * @param host the name or IP address that the certificate must carry
 * @param servername sent to the server; absent for an IP address, which is never sent (RFC 6066, section 3)
 */
export function beginTls(
  socket: Socket,
  { ca, ...name }: { readonly host: string; readonly servername?: string; readonly ca: string | null },
): TLSSocket {
  return connect({ socket, ...name, ...verifiedTls(ca) });
}

/** Whether the other side has shown its certificate, be it trusted or not. */
export function hasShownCertificate(socket: Socket): boolean {
  return socket instanceof TLSSocket && holdsSomething(socket.getPeerCertificate());
}

/** Where there is no certificate, Node gives an object without any key; after the end of the connection, none at all. */
function holdsSomething(certificate: unknown): boolean {
  return typeof certificate === 'object' && certificate !== null && Object.keys(certificate).length > 0;
}

/** What newer versions of Node can do: 22.15 and every later 22, 23.10, and 24. */
interface KnowsStore {
  getCACertificates(type: 'system'): readonly string[];
}

/**
 * The authorities that the operating system trusts: on Windows and macOS its own store; on Linux what SSL_CERT_FILE and
 * SSL_CERT_DIR name, or the usual place of OpenSSL.
 *
 * @returns PEM texts, each once, in an order that does not change; null where this version of Node cannot read the store
 */
export function systemAuthorities(): readonly string[] | null {
  if (!knowsStore(tls)) return null;
  // Where a bundle and a folder are read, most authorities come twice.
  return [...new Set(tls.getCACertificates('system'))].sort();
}

function knowsStore(module: object): module is KnowsStore {
  return 'getCACertificates' in module && typeof module.getCACertificates === 'function';
}
