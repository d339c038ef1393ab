import { codeOf } from '../../core/errno.ts';
import { tlsFault, UNREACHABLE } from '../../net/connection-faults.ts';
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

export type ProblemCode =
  | 'LDAP_UNREACHABLE'
  | 'LDAP_TIMEOUT'
  | 'LDAP_CERTIFICATE_UNTRUSTED'
  | 'LDAP_CERTIFICATE_NAME'
  | 'LDAP_CERTIFICATE_DATE'
  | 'LDAP_NOT_TLS'
  | 'LDAP_STARTTLS_REFUSED'
  | 'LDAP_BUSY';

/** What to do about each problem. */
export const ADVICE: Readonly<Record<ProblemCode, string>> = {
  LDAP_UNREACHABLE: 'Check host and port in directory.urls, and that this machine can reach them (DNS, firewall).',
  LDAP_TIMEOUT: 'Check host and port in directory.urls, the firewall on the way, and the load of the server.',
  LDAP_CERTIFICATE_UNTRUSTED:
    'Name a PEM file with the authority that issued the certificate as ca under directory.tls; certificates are always verified.',
  LDAP_CERTIFICATE_NAME:
    'Write the name that the certificate carries into directory.urls, or set it as serverName under directory.tls.',
  LDAP_CERTIFICATE_DATE: 'Renew the certificate of the domain controller, and check the clocks of both machines.',
  LDAP_NOT_TLS: 'Check the port: ldaps:// is usually 636; for 389 use ldap:// with startTLS: true under tls.',
  LDAP_STARTTLS_REFUSED: 'Give the domain controller a certificate for LDAP, or use ldaps://.',
  LDAP_BUSY: 'Try again later, or name another domain controller in directory.urls.',
};

const WORDS: Readonly<Record<string, string>> = {
  ...UNREACHABLE,
  ETIMEDOUT: 'no answer',
  ECONNRESET: 'it closed the connection',
  EPIPE: 'it closed the connection',
};

/** Says in words what a socket or TLS error means. */
export function describeSocketError(error: unknown, endpoint: Endpoint): ConnectionProblem {
  const code = codeOf(error);
  const text = oneLine(messageOf(error));
  const problem = (kind: ProblemCode, words: string) => new ConnectionProblem(kind, words, { cause: error });
  switch (tlsFault(code)) {
    case 'otherName':
      return problem('LDAP_CERTIFICATE_NAME', `its certificate is for another name (${text})`);
    case 'untrusted':
      return problem('LDAP_CERTIFICATE_UNTRUSTED', `its certificate is not trusted (${text})`);
    case 'date':
      return problem('LDAP_CERTIFICATE_DATE', `its certificate is not valid today (${text})`);
    case 'notTls':
      return problem('LDAP_NOT_TLS', `it does not speak TLS on port ${endpoint.port}`);
    case null:
      return problem('LDAP_UNREACHABLE', WORDS[code ?? ''] ?? (text === '' ? 'it cannot be reached' : text));
  }
}
