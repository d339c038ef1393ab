import { createHash, constants, type KeyObject, randomUUID, sign, verify, X509Certificate } from 'node:crypto';

/**
 * A JSON Web Token (RFC 7519). Node does the cryptography and only the three parts are ours: the client signs with
 * `jsonwebtoken`, and a stand-in that read with the same library would share its faults instead of finding them.
 */
export interface Jwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signed: string;
  readonly signature: Buffer;
}

/** Takes a JSON Web Token apart (RFC 7519); null when it is none. Nothing is verified. */
export function readJwt(text: string): Jwt | null {
  const [header, claims, signature, ...rest] = text.split('.');
  if (header === undefined || claims === undefined || signature === undefined || rest.length > 0) return null;
  const parts = [header, claims].map(readPart);
  const [head, body] = parts;
  if (head === undefined || body === undefined || head === null || body === null) return null;
  return { header: head, claims: body, signed: `${header}.${claims}`, signature: Buffer.from(signature, 'base64url') };
}

function readPart(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Signs with ES256, as the stand-in's own issuer of workload identities. */
export function newJwt(claims: Readonly<Record<string, unknown>>, key: KeyObject): string {
  const encode = (part: unknown): string => Buffer.from(JSON.stringify(part), 'utf8').toString('base64url');
  const signed = `${encode({ typ: 'JWT', alg: 'ES256' })}.${encode({ jti: randomUUID(), ...claims })}`;
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}

export function isSignedBy(jwt: Jwt, key: KeyObject): boolean {
  if (jwt.header['alg'] !== 'ES256') return false;
  return verify('sha256', Buffer.from(jwt.signed), { key, dsaEncoding: 'ieee-p1363' }, jwt.signature);
}

/** Whether a client assertion names this certificate (`x5t#S256`) and is signed with its key (PS256). */
export function isSignedByCertificate(jwt: Jwt, pem: string): boolean {
  const certificate = new X509Certificate(pem);
  const thumbprint = createHash('sha256').update(certificate.raw).digest('base64url');
  if (jwt.header['alg'] !== 'PS256' || jwt.header['x5t#S256'] !== thumbprint) return false;
  const key = { key: certificate.publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  return verify('sha256', Buffer.from(jwt.signed), key, jwt.signature);
}
