import { type KeyObject, sign } from 'node:crypto';

/** `1.2.840.113549.1.1.…`: the algorithms with which an RSA key signs differ in the last byte alone (RFC 8017, A.2.4). */
const WITH_RSA = '2a864886f70d0101';
const SHA256 = '0b';
const WEAK = { sha1: '05', md5: '04' } as const;

/** The same certificate, signed again by its authority (an RSA key) with a digest that nobody accepts any more. */
export function signedWeakly(pem: string, digest: keyof typeof WEAK, authority: KeyObject): string {
  const hex = Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64').toString('hex');
  const der = Buffer.from(hex.replaceAll(WITH_RSA + SHA256, WITH_RSA + WEAK[digest]), 'hex');
  // Two heads of four bytes: that of the certificate, and that of the part which is signed.
  const signed = der.subarray(4, 8 + der.readUInt16BE(6));
  const signature = sign(digest, signed, authority);
  signature.copy(der, der.length - signature.length);
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
