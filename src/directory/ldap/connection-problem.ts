import { codeOf } from '../../core/errno.ts';
import { TLS_WORDS, type TlsFault, tlsFault, UNREACHABLE } from '../../net/connection-faults.ts';
import { messageOf, oneLine } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';

/** Why one domain controller could not be used; the next one may be tried. */
export class ConnectionProblem extends Error {
  readonly code: ProblemCode;

  constructor(code: ProblemCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ConnectionProblem';
    this.code = code;
  }
}

export type ProblemCode = keyof typeof ADVICE;

/** What to do about each problem. DNS and firewalls play a part only until TCP is up. */
export const ADVICE = {
  LDAP_UNREACHABLE: 'Check host and port in directory.urls, and that this machine can reach them (DNS, firewall).',
  LDAP_TIMEOUT:
    'Check the port in directory.urls and the load of the server, or allow it more time with timeouts under directory.',
  LDAP_BROKE_OFF:
    'Look into the event log of the domain controller (and of a load balancer before it), or name another one in directory.urls.',
  LDAP_TLS_CLOSED:
    'Check the port: ldaps:// is usually 636, and 389 closes it. A domain controller without a certificate for LDAP does so, too: give it one for server authentication that carries its DNS name.',
  LDAP_TLS_OLD: 'Switch TLS 1.2 on at the domain controller; older versions are not used.',
  LDAP_TLS_NO_CIPHER:
    'Allow the usual cipher suites of TLS 1.2 at the domain controller (ECDHE with AES-GCM), with a certificate whose key fits them (RSA or ECDSA).',
  LDAP_TLS_REFUSED: 'Look for Schannel in the event log of the domain controller.',
  LDAP_CLIENT_CERTIFICATE:
    'adsync logs in with name and password and has no client certificate: stop demanding one at the domain controller or at the load balancer before it.',
  LDAP_CERTIFICATE_UNTRUSTED:
    'Name the authority that issued the certificate as ca under directory.tls: a PEM file, or system if the operating system trusts it. Certificates are always verified.',
  LDAP_CERTIFICATE_CHAIN:
    'Add the certificate of that authority to what ca under directory.tls names, a PEM file or the store of the operating system, or have the domain controller send it along.',
  LDAP_CA_INCOMPLETE:
    'Add the certificates of the authorities above, up to the root, to what ca under directory.tls names: a PEM file, or the store of the operating system.',
  LDAP_CERTIFICATE_WEAK:
    'Have a new certificate issued, signed with SHA-256 and with an RSA key of 2048 bits or more; so must those of the authorities between it and the root.',
  LDAP_CERTIFICATE_NAME:
    'Write the name that the certificate carries into directory.urls, or set it as serverName under directory.tls.',
  LDAP_CERTIFICATE_DATE: 'Renew the certificate of the domain controller, and check the clocks of both machines.',
  LDAP_NOT_TLS: 'Check the port: ldaps:// is usually 636; for 389 use ldap:// with startTLS: true under tls.',
  LDAP_STARTTLS_REFUSED: 'Give the domain controller a certificate for LDAP, or use ldaps://.',
  LDAP_BUSY: 'Try again later, or name another domain controller in directory.urls.',
  LDAP_SERVER_TROUBLE:
    'It says nothing about the account: look into the event log of that domain controller, or name another one in directory.urls.',
} as const;

/**
 * How far a connection was when it failed: `tcp` before it stood, `startTLS` when TLS had been asked for, `tls` while it was
 * set up, `open` when it was ready for use.
 */
export type Phase = 'tcp' | 'startTLS' | 'tls' | 'open';

/** What a TLS error alone does not tell. */
export interface Seen {
  readonly phase: Phase;
  /** Whether the server had shown its certificate. */
  readonly certificate: boolean;
  /** Whether the file names authorities of its own. */
  readonly ownAuthorities: boolean;
}

const WORDS: Readonly<Record<string, string>> = { ...UNREACHABLE, ETIMEDOUT: 'no answer' };

const CLOSED: Readonly<Record<Phase, readonly [code: ProblemCode, words: string]>> = {
  tcp: ['LDAP_UNREACHABLE', 'it closed the connection'],
  startTLS: ['LDAP_STARTTLS_REFUSED', 'it closed the connection when asked for StartTLS'],
  tls: ['LDAP_TLS_CLOSED', 'it takes connections, but closes them as soon as TLS begins'],
  open: ['LDAP_BROKE_OFF', 'the connection broke off'],
};

/** The other side has closed the connection. */
export function closedIn(phase: Phase, cause?: unknown): ConnectionProblem {
  return new ConnectionProblem(...CLOSED[phase], { cause });
}

/** The connection was not ready in time. */
export function timeoutIn(phase: Phase, seconds: number): ConnectionProblem {
  if (phase === 'tcp') return new ConnectionProblem('LDAP_UNREACHABLE', `no connection within ${seconds} s`);
  return new ConnectionProblem('LDAP_TIMEOUT', `it takes connections, but was not ready for TLS within ${seconds} s`);
}

/** Says in words what a socket or TLS error means. */
export function describeSocketError(error: unknown, { port }: Endpoint, seen: Seen): ConnectionProblem {
  const code = codeOf(error);
  const text = oneLine(messageOf(error));
  const fault = tlsFault(code, text);
  if (fault !== null) return new ConnectionProblem(...tlsProblem(fault, code, text, port, seen), { cause: error });
  if (seen.phase !== 'tcp') return closedIn(seen.phase, error);
  const words = WORDS[code ?? ''] ?? (text === '' ? 'it cannot be reached' : text);
  return new ConnectionProblem('LDAP_UNREACHABLE', words, { cause: error });
}

type Words = readonly [code: ProblemCode, words: string];

/** Faults that need no more words than every service has for them. */
const CODES: Readonly<Record<Exclude<TlsFault, 'untrusted' | 'notTls'>, ProblemCode>> = {
  otherName: 'LDAP_CERTIFICATE_NAME',
  date: 'LDAP_CERTIFICATE_DATE',
  weak: 'LDAP_CERTIFICATE_WEAK',
  oldTls: 'LDAP_TLS_OLD',
  handshake: 'LDAP_TLS_NO_CIPHER',
  clientCertificate: 'LDAP_CLIENT_CERTIFICATE',
  refused: 'LDAP_TLS_REFUSED',
};

function tlsProblem(fault: TlsFault, code: string | null, text: string, port: number, seen: Seen): Words {
  switch (fault) {
    case 'untrusted':
      return untrusted(code, text, seen);
    case 'notTls':
      return ['LDAP_NOT_TLS', `it does not speak TLS on port ${port}`];
    case 'handshake':
      // With TLS 1.2 one alert stands for both; a server that has shown its certificate had agreed on a cipher by then.
      return seen.certificate
        ? [CODES.clientCertificate, TLS_WORDS.clientCertificate]
        : [CODES[fault], TLS_WORDS[fault]];
    case 'refused':
      return [CODES[fault], `${TLS_WORDS[fault]} (${code ?? text})`];
    case 'otherName':
    case 'date':
      return [CODES[fault], `${TLS_WORDS[fault]} (${text})`];
    default:
      return [CODES[fault], TLS_WORDS[fault]];
  }
}

function untrusted(code: string | null, text: string, { ownAuthorities }: Seen): Words {
  if (code === 'UNABLE_TO_GET_ISSUER_CERT') {
    const words = 'what ca names holds an authority that vouches for its certificate, but not the root above it';
    return ['LDAP_CA_INCOMPLETE', words];
  }
  if (code === 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' && ownAuthorities) {
    const words =
      'its certificate was issued by an authority whose own certificate it does not send, and which is not in what ca names';
    return ['LDAP_CERTIFICATE_CHAIN', words];
  }
  return ['LDAP_CERTIFICATE_UNTRUSTED', `${TLS_WORDS.untrusted} (${text})`];
}
