import { describe, expect, test } from '@jest/globals';
import { describeSocketError } from '../../../src/directory/ldap/connection-problem.ts';

const ENDPOINT = { url: 'ldaps://dc1.corp.example', host: 'dc1.corp.example', port: 636, security: 'ldaps' } as const;

describe('an error of TLS', () => {
  test.each([
    ['of a certificate that has ended', 'CERT_HAS_EXPIRED'],
    ['of a certificate that is not valid yet', 'CERT_NOT_YET_VALID'],
  ])('%s is one of dates', (_what, code) => {
    const problem = describeSocketError(Object.assign(new Error('certificate trouble'), { code }), ENDPOINT);

    expect(problem.code).toBe('LDAP_CERTIFICATE_DATE');
    expect(problem.message).toBe('its certificate is not valid today (certificate trouble)');
  });
});
