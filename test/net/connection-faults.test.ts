import { expect, test } from '@jest/globals';
import { tlsFault } from '../../src/net/connection-faults.ts';

test.each([
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'otherName'],
  ['CERT_HAS_EXPIRED', 'date'],
  ['CERT_NOT_YET_VALID', 'date'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'untrusted'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'untrusted'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'untrusted'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'untrusted'],
  ['CERT_REVOKED', 'untrusted'],
  ['INVALID_CA', 'untrusted'],
  ['UNABLE_TO_GET_CRL', 'untrusted'],
  ['INVALID_PURPOSE', 'untrusted'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'notTls'],
  ['EPROTO', 'notTls'],
  ['ECONNREFUSED', null],
  ['ECONNRESET', null],
  [null, null],
])('the code %j means %j', (code, fault) => {
  expect(tlsFault(code)).toBe(fault);
});
