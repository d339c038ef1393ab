import type { DiagnosticCode } from '../core/codes.ts';

/** What is wrong with a text. */
export type Fault = readonly [code: DiagnosticCode, message: string, advice: string];

/** Checks `ldaps://host[:port]` or `ldap://host[:port]`. */
export function ldapFault(text: string, startTLS: boolean): Fault | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  const advice = 'Write ldaps://dc1.corp.example, with :port where it is not 636.';
  if (url === null || !/^ldaps?:$/.test(url.protocol) || url.hostname === '') {
    return ['WRONG_URL', 'This is no LDAP address.', advice];
  }
  const more = moreThanHost(url);
  if (more !== null) return ['WRONG_URL', `An LDAP address holds only a host and a port here, no ${more}.`, advice];
  if (url.protocol === 'ldap:' && !startTLS) {
    const message = 'ldap:// alone would send the password in clear.';
    return ['STARTTLS_REQUIRED', message, 'Write ldaps://, or set "startTLS: true" under directory.tls.'];
  }
  if (url.protocol === 'ldaps:' && startTLS) {
    const message = 'ldaps:// is secured from the start and cannot be combined with directory.tls.startTLS.';
    return ['STARTTLS_NOT_ALLOWED', message, 'Write ldap://, or remove startTLS.'];
  }
  return null;
}

/** Checks `https://host[:port]`. */
export function httpsFault(text: string): Fault | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  const advice = 'Write https:// and the host, with :port where it is not 443.';
  if (url === null || !/^https?:$/.test(url.protocol)) return ['WRONG_URL', 'This is no https:// address.', advice];
  if (url.protocol === 'http:') return ['INSECURE_URL', 'http:// would send tokens in clear.', 'Write https://.'];
  const more = moreThanHost(url);
  return more === null ? null : ['WRONG_URL', `The address holds only a host and a port, no ${more}.`, advice];
}

/** What an address holds besides host and port; null where there is nothing more. */
export function moreThanHost(url: URL): string | null {
  if (url.username !== '' || url.password !== '') return 'user name or password';
  if (url.pathname !== '' && url.pathname !== '/') return 'path';
  return url.search !== '' || url.hash !== '' ? 'query' : null;
}

/** 127.0.0.0/8, ::1 (RFC 6890) and localhost. */
export function isLoopback(url: URL): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
}
