import { describe, expect, test } from '@jest/globals';
import {
  closedIn,
  describeSocketError,
  type Phase,
  timeoutIn,
} from '../../../src/directory/ldap/connection-problem.ts';

const ENDPOINT = { url: 'ldaps://dc1.corp.example', host: 'dc1.corp.example', port: 636, security: 'ldaps' } as const;

function errorOf(code: string): Error {
  return Object.assign(new Error('trouble'), { code });
}

function problemOf(code: string, phase: Phase) {
  return describeSocketError(errorOf(code), ENDPOINT, { phase, certificate: false, ownAuthorities: true });
}

describe('an error of TLS', () => {
  test.each([
    ['of a certificate that has ended', 'CERT_HAS_EXPIRED'],
    ['of a certificate that is not valid yet', 'CERT_NOT_YET_VALID'],
  ])('%s is one of dates', (_what, code) => {
    const problem = problemOf(code, 'tls');

    expect(problem.code).toBe('LDAP_CERTIFICATE_DATE');
    expect(problem.message).toBe('its certificate is not valid today (trouble)');
  });
});

test.each<[code: string, phase: Phase, problem: string, words: string]>([
  ['ECONNREFUSED', 'tcp', 'LDAP_UNREACHABLE', 'nothing answers on that port'],
  ['ENOTFOUND', 'tcp', 'LDAP_UNREACHABLE', 'the name is unknown to DNS'],
  ['ETIMEDOUT', 'tcp', 'LDAP_UNREACHABLE', 'no answer'],
  ['EWHATEVER', 'tcp', 'LDAP_UNREACHABLE', 'trouble'],
  ['ECONNRESET', 'startTLS', 'LDAP_STARTTLS_REFUSED', 'it closed the connection when asked for StartTLS'],
  ['ECONNRESET', 'tls', 'LDAP_TLS_CLOSED', 'it takes connections, but closes them as soon as TLS begins'],
  ['EPIPE', 'tls', 'LDAP_TLS_CLOSED', 'it takes connections, but closes them as soon as TLS begins'],
  ['ECONNRESET', 'open', 'LDAP_BROKE_OFF', 'the connection broke off'],
  ['EHOSTUNREACH', 'open', 'LDAP_BROKE_OFF', 'the connection broke off'],
])('%s in the phase %s is %s: %s', (code, phase, problem, words) => {
  expect(problemOf(code, phase)).toMatchObject({ code: problem, message: words });
});

test.each<[phase: Phase, closed: string, timeout: string]>([
  ['tcp', 'LDAP_UNREACHABLE', 'LDAP_UNREACHABLE'],
  ['startTLS', 'LDAP_STARTTLS_REFUSED', 'LDAP_TIMEOUT'],
  ['tls', 'LDAP_TLS_CLOSED', 'LDAP_TIMEOUT'],
])('in the phase %s an end is %s, and silence %s', (phase, closed, timeout) => {
  expect([closedIn(phase).code, timeoutIn(phase, 5).code]).toEqual([closed, timeout]);
  expect(timeoutIn(phase, 5).message).toContain('within 5 s');
});
