import { isIP } from 'node:net';
import { Failure } from '../../core/failure.ts';
import type { LdapSettings } from '../../core/settings.ts';

/** The address of one domain controller, and how a connection to it is protected. */
export interface Endpoint {
  readonly url: string;
  /** Name or IP address, without the brackets of IPv6. */
  readonly host: string;
  readonly port: number;
  readonly security: 'ldaps' | 'startTLS' | 'none';
}

/**
 * Reads one of `directory.urls`.
 *
 * @throws Failure for addresses to which nothing may be sent: the Global Catalog (its objects lack attributes and
 *   members), and unencrypted connections that leave the machine (a simple bind carries the password)
 */
export function readEndpoint(url: string, settings: LdapSettings): Endpoint {
  const parsed = new URL(url);
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  const tls = parsed.protocol === 'ldaps:';
  const port = parsed.port === '' ? (tls ? 636 : 389) : Number(parsed.port);
  if (port === 3268 || port === 3269) {
    throw new Failure(
      'LDAP_GLOBAL_CATALOG',
      `${url} is a Global Catalog, which does not hold every attribute and membership.`,
      'Use the directory port of a domain controller: 636 for ldaps://, 389 for ldap:// with startTLS.',
    );
  }
  const security = tls ? 'ldaps' : settings.tls.startTLS ? 'startTLS' : 'none';
  if (security === 'none' && !isLoopback(host)) {
    throw new Failure(
      'LDAP_NOT_ENCRYPTED',
      `${url} without startTLS would send the password in clear text, so nothing was sent.`,
      'Use ldaps://, or set startTLS: true under tls.',
    );
  }
  return { url, host, port, security };
}

/** A tunnel or a test on the same machine: nothing crosses a wire. */
function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true;
  return isIP(host) === 4 && host.startsWith('127.');
}
