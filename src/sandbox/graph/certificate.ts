import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

/** What a certificate says; see RFC 5280. */
export interface CertificateOptions {
  readonly subject: string;
  /** The private key it belongs to: RSA or EC. */
  readonly key: KeyObject;
  /** The authority that vouches for it; absent = itself. */
  readonly issuer?: { readonly subject: string; readonly key: KeyObject };
  /** Whether it may vouch for others. */
  readonly authority?: boolean;
  /** Names and addresses of the server it is for. */
  readonly hosts?: readonly string[];
  readonly validFrom: Date;
  readonly validTo: Date;
}

export interface ServerIdentity {
  /** PEM of the authority to trust. */
  readonly ca: string;
  /** PEM of the server's private key and certificate. */
  readonly key: string;
  readonly certificate: string;
}

const DAY = 86_400_000;
/** The name of every stand-in's authority, by which its file is known again. */
export const AUTHORITY = 'adsync sandbox authority';

/** A new authority and a server certificate by it, both good for a year. Keys are made here and live in memory only. */
export function newServerIdentity(hosts: readonly string[], today: Date): ServerIdentity {
  const validFrom = new Date(today.getTime() - DAY);
  const validTo = new Date(today.getTime() + 365 * DAY);
  const authority = { subject: AUTHORITY, key: newEcKey() };
  const key = newEcKey();
  return {
    ca: newCertificate({ ...authority, authority: true, validFrom, validTo }),
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: newCertificate({ subject: 'adsync sandbox', key, issuer: authority, hosts, validFrom, validTo }),
  };
}

export function newEcKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

/**
 * Makes an X.509 v3 certificate (RFC 5280, section 4.1). This is our own code because Node signs certificates but does
 * not compose them, and a library for it would bring twenty packages to every user for the few fields of a stand-in.
 *
 * @returns PEM text
 */
export function newCertificate(options: CertificateOptions): string {
  const { subject, key, validFrom, validTo } = options;
  const issuer = options.issuer ?? { subject, key };
  const algorithm = signatureAlgorithm(issuer.key);
  const body = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([0x40]), randomBytes(15)])),
    algorithm,
    commonName(issuer.subject),
    sequence(time(validFrom), time(validTo)),
    commonName(subject),
    spkiOf(key),
    explicit(3, sequence(...extensions(options, issuer.key))),
  );
  const der = sequence(body, algorithm, bitString(sign('sha256', body, issuer.key)));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function extensions({ key, authority = false, hosts = [] }: CertificateOptions, issuerKey: KeyObject): Buffer[] {
  const usage = authority ? Buffer.from([1, 0x06]) : Buffer.from([7, 0x80]);
  const list = [
    extension('2.5.29.19', true, authority ? sequence(der(0x01, Buffer.from([0xff]))) : sequence()),
    extension('2.5.29.15', true, der(0x03, usage)),
    extension('2.5.29.14', false, der(0x04, keyIdentifier(key))),
    extension('2.5.29.35', false, sequence(der(0x80, keyIdentifier(issuerKey)))),
  ];
  if (hosts.length === 0) return list;
  const serverAuth = sequence(oid('1.3.6.1.5.5.7.3.1'));
  return [
    ...list,
    extension('2.5.29.37', false, serverAuth),
    extension('2.5.29.17', false, sequence(...hosts.map(generalName))),
  ];
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  const flag = critical ? [der(0x01, Buffer.from([0xff]))] : [];
  return sequence(oid(id), ...flag, der(0x04, value));
}

function generalName(host: string): Buffer {
  if (isIP(host) === 4) return der(0x87, Buffer.from(host.split('.').map(Number)));
  return der(0x82, Buffer.from(host, 'latin1'));
}

function signatureAlgorithm(key: KeyObject): Buffer {
  // RFC 5758: parameters are absent for ECDSA; RFC 4055: NULL for RSA.
  if (key.asymmetricKeyType === 'ec') return sequence(oid('1.2.840.10045.4.3.2'));
  return sequence(oid('1.2.840.113549.1.1.11'), der(0x05));
}

function commonName(name: string): Buffer {
  return sequence(der(0x31, sequence(oid('2.5.4.3'), der(0x0c, Buffer.from(name, 'utf8')))));
}

function spkiOf(key: KeyObject): Buffer {
  return createPublicKey(key).export({ type: 'spki', format: 'der' });
}

function keyIdentifier(key: KeyObject): Buffer {
  return createHash('sha256').update(spkiOf(key)).digest().subarray(0, 20);
}

/** UTCTime covers the years up to 2049. */
function time(date: Date): Buffer {
  return der(0x17, Buffer.from(`${date.toISOString().slice(2, 19).replace(/\D/g, '')}Z`, 'latin1'));
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((part) => {
    const groups = [part & 0x7f];
    for (let left = Math.floor(part / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return der(0x06, Buffer.from(bytes));
}

function integer(bytes: Buffer): Buffer {
  return der(0x02, bytes);
}

function bitString(bytes: Buffer): Buffer {
  return der(0x03, Buffer.from([0]), bytes);
}

function explicit(tag: number, content: Buffer): Buffer {
  return der(0xa0 + tag, content);
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, ...parts);
}

/** Tag, length, content (X.690, distinguished encoding rules). */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  if (size < 0x80) return Buffer.concat([Buffer.from([tag, size]), content]);
  const length = size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
