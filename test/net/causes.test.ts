import { describe, expect, test } from '@jest/globals';
import { causesOf } from '../../src/net/causes.ts';
import { isNotTls, isUntrusted } from '../../src/net/tls-codes.ts';

describe('the causes of an error', () => {
  test('come outermost first, and the first of several addresses counts', () => {
    const refused = { code: 'ECONNREFUSED' };
    const both = { errors: [refused, { code: 'ENETUNREACH' }], cause: 'not this' };
    const error = { cause: both };

    expect(causesOf(error)).toEqual([error, both, refused]);
  });

  test.each([null, 'text', { errors: [] }])('of %j are none', (error) => {
    expect(causesOf(error)).toEqual([error]);
  });

  test('in a circle come to an end', () => {
    const error: { cause?: unknown } = {};
    error.cause = error;

    expect(causesOf(error)).toHaveLength(11);
  });
});

test.each([
  ['SELF_SIGNED_CERT_IN_CHAIN', true, false],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', true, false],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', true, false],
  ['CERT_HAS_EXPIRED', true, false],
  ['ERR_TLS_CERT_ALTNAME_INVALID', true, false],
  ['INVALID_PURPOSE', true, false],
  ['ERR_SSL_WRONG_VERSION_NUMBER', false, true],
  ['EPROTO', false, true],
  ['ECONNRESET', false, false],
])('%s says: not trusted %j, no TLS %j', (code, untrusted, notTls) => {
  expect([isUntrusted(code), isNotTls(code)]).toEqual([untrusted, notTls]);
});
