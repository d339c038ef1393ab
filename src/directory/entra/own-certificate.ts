import { createPrivateKey, X509Certificate } from 'node:crypto';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const PRIVATE_KEY = /-----BEGIN (?:RSA )?PRIVATE KEY-----[^-]+-----END (?:RSA )?PRIVATE KEY-----/;

/**
 * The private key of a PEM text, the certificate that belongs to it, and then all others. Azure Identity takes the first
 * certificate for the own one; exports of Key Vault begin with that of an authority.
 *
 * @returns null where no certificate belongs to the key, or there is no key
 */
export function ownCertificateFirst(pem: string): string | null {
  const [key] = PRIVATE_KEY.exec(pem) ?? [];
  const certificates = pem.match(CERTIFICATE) ?? [];
  const own = key === undefined ? undefined : certificates.find((one) => belongsTo(key, one));
  if (key === undefined || own === undefined) return null;
  return [key, own, ...certificates.filter((one) => one !== own), ''].join('\n');
}

function belongsTo(key: string, certificate: string): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}
