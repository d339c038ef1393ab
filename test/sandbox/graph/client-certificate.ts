import { generateKeyPairSync } from 'node:crypto';
import { newCertificate } from '../../../src/sandbox/graph/certificate.ts';

/** A self-signed certificate of an application, with an RSA key as Entra ID wants it. */
export function newClientCertificate(): { readonly certificate: string; readonly key: string; readonly both: string } {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const validFrom = new Date('2026-01-01T00:00:00Z');
  const certificate = newCertificate({
    subject: 'adsync test',
    key: privateKey,
    validFrom,
    validTo: new Date('2046-01-01T00:00:00Z'),
  });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { certificate, key, both: `${key}${certificate}` };
}
