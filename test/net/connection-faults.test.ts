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
  ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'notTls'],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'oldTls'],
  ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'oldTls'],
  ['ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED', 'oldTls'],
  ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'handshake'],
  ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'handshake'],
  ['ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY', 'handshake'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'clientCertificate'],
  ['ERR_SSL_SSLV3_ALERT_NO_CERTIFICATE', 'clientCertificate'],
  ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'clientCertificate'],
  ['ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR', 'refused'],
  ['ERR_SSL_DH_KEY_TOO_SMALL', 'weak'],
  ['CA_MD_TOO_WEAK', 'weak'],
  ['EE_KEY_TOO_SMALL', 'weak'],
  ['UNSPECIFIED', 'untrusted'],
  ['EPROTO', 'notTls'],
  ['ECONNREFUSED', null],
  ['ECONNRESET', null],
  [null, null],
])('the code %j means %j', (code, fault) => {
  expect(tlsFault(code)).toBe(fault);
});

test.each(['CA signature digest algorithm too weak', 'EE certificate key too weak', 'CA certificate key too small'])(
  'where Node has no code for a weak certificate, its words count: %s',
  (message) => {
    expect(tlsFault('UNSPECIFIED', message)).toBe('weak');
  },
);

test.each([
  [
    'write EPROTO 80:error:0A000410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure:rec_layer_s3.c',
    'handshake',
  ],
  ['write EPROTO 80:error:0A00042E:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version:rec_layer_s3.c', 'oldTls'],
  ['write EPROTO 80:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:ssl3_record.c', 'notTls'],
])('a write that met it says it in words: %s', (message, fault) => {
  expect(tlsFault('EPROTO', message)).toBe(fault);
});
