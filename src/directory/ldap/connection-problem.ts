import { codeOf, messageOf, oneLine } from '../errors.ts';
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

const UNTRUSTED = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'INVALID_CA',
  'INVALID_PURPOSE',
]);

const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers on that port',
  ENOTFOUND: 'the name is unknown to DNS',
  EAI_AGAIN: 'DNS gave no answer',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to its network',
  ECONNRESET: 'it closed the connection',
  EPIPE: 'it closed the connection',
};

/** Says in words what a socket or TLS error means. */
export function describeSocketError(error: unknown, endpoint: Endpoint): ConnectionProblem {
  const code = codeOf(error);
  const text = oneLine(messageOf(error));
  const problem = (kind: ProblemCode, words: string) => new ConnectionProblem(kind, words, { cause: error });
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return problem('LDAP_CERTIFICATE_NAME', `its certificate is for another name (${text})`);
  }
  if (UNTRUSTED.has(code)) {
    return problem('LDAP_CERTIFICATE_UNTRUSTED', `its certificate is not trusted (${text})`);
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return problem('LDAP_CERTIFICATE_DATE', `its certificate is not valid today (${text})`);
  }
  if (code.startsWith('ERR_SSL') || code === 'EPROTO') {
    return problem('LDAP_NOT_TLS', `it does not speak TLS on port ${endpoint.port}`);
  }
  return problem('LDAP_UNREACHABLE', UNREACHABLE[code] ?? (text === '' ? 'it cannot be reached' : text));
}
