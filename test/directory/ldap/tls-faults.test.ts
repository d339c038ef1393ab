import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net';
import { createServer as createTls, type TlsOptions } from 'node:tls';
import { afterEach, beforeAll, expect, test } from '@jest/globals';
import { type CertificateOptions, newCertificate, newEcKey } from '../../../src/sandbox/graph/certificate.ts';
import { failureOf } from '../failure-of.ts';
import { ldapSettings, PASSWORD, readLdap } from './fixture.ts';
import { signedWeakly } from './weak-certificate.ts';

const DATES = { validFrom: new Date('2026-01-01T00:00:00Z'), validTo: new Date('2046-01-01T00:00:00Z') };
const [rootKey, issuingKey, serverKey] = [newEcKey(), newEcKey(), newEcKey()];
const ROOT = newCertificate({ subject: 'Corp Root', key: rootKey, authority: true, ...DATES });
const ISSUING = byRoot({ subject: 'Corp Issuing', key: issuingKey, authority: true });
const SERVER = byRoot({ subject: 'dc', key: serverKey, hosts: ['127.0.0.1'] });
const BELOW = newCertificate({
  subject: 'dc',
  key: serverKey,
  issuer: { subject: 'Corp Issuing', key: issuingKey },
  hosts: ['127.0.0.1'],
  ...DATES,
});
const OTHER = newCertificate({ subject: 'Other Root', key: newEcKey(), authority: true, ...DATES });

function byRoot(options: Omit<CertificateOptions, 'validFrom' | 'validTo'>): string {
  return newCertificate({ ...options, issuer: { subject: 'Corp Root', key: rootKey }, ...DATES });
}

function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** RSA keys take a while, so only one test makes them. */
const rsa: { root: string; sha1: TlsOptions; md5: TlsOptions; short: TlsOptions } = {
  root: '',
  sha1: {},
  md5: {},
  short: {},
};
beforeAll(() => {
  const newKey = (modulusLength: number): KeyObject => generateKeyPairSync('rsa', { modulusLength }).privateKey;
  const [key, short] = [newKey(2048), newKey(768)];
  const issuer = { subject: 'RSA Root', key };
  const certificate = newCertificate({ subject: 'dc', key, issuer, hosts: ['127.0.0.1'], ...DATES });
  // A server of our own would refuse to show such a certificate, too.
  const lenient = { ciphers: 'DEFAULT@SECLEVEL=0', key: pemOf(key) };
  rsa.root = newCertificate({ ...issuer, authority: true, ...DATES });
  rsa.sha1 = { ...lenient, cert: signedWeakly(certificate, 'sha1', key) };
  rsa.md5 = { ...lenient, cert: signedWeakly(certificate, 'md5', key) };
  rsa.short = {
    ...lenient,
    key: pemOf(short),
    cert: newCertificate({ subject: 'dc', key: short, issuer, hosts: ['127.0.0.1'], ...DATES }),
  };
});

const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

/** A server that sets up TLS as it is told and then says nothing, or that does something else to each connection. */
async function serve(behaviour: TlsOptions | ((socket: Socket) => void)): Promise<string> {
  const server =
    typeof behaviour === 'function'
      ? createTcp(behaviour)
      : createTls({ key: pemOf(serverKey), cert: SERVER, ...behaviour });
  server.on('tlsClientError', () => undefined);
  for (const event of ['connection', 'secureConnection']) {
    server.on(event, (socket: Socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
    });
  }
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `ldaps://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What a server says to the first bytes of a client. */
function says(...bytes: readonly number[]): (socket: Socket) => void {
  return (socket) => {
    socket.once('data', () => socket.end(Buffer.from(bytes)));
  };
}

/** A ServerHello of TLS 1.0 (RFC 2246, 7.4.1.3): version, 32 bytes of chance, no session, AES-128, no compression. */
const HELLO = [2, 0, 0, 38, 3, 1, ...Array.from({ length: 32 }, () => 7), 0, 0, 0x2f, 0];

test.each<[string, () => TlsOptions | ((socket: Socket) => void), () => string | null, string, string, string]>([
  ['signed with SHA-1', () => rsa.sha1, () => rsa.root, 'LDAP_CERTIFICATE_WEAK', 'MD5 or SHA-1', 'SHA-256'],
  ['signed with MD5', () => rsa.md5, () => rsa.root, 'LDAP_CERTIFICATE_WEAK', 'MD5 or SHA-1', 'SHA-256'],
  ['a short key', () => rsa.short, () => rsa.root, 'LDAP_CERTIFICATE_WEAK', 'too short a key', '2048 bits'],
  [
    'TLS 1.1 at most',
    () => ({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
    () => ROOT,
    'LDAP_TLS_OLD',
    'before 1.2',
    'Switch TLS 1.2 on',
  ],
  ['a hello of TLS 1.0', () => says(22, 3, 1, 0, HELLO.length, ...HELLO), () => ROOT, 'LDAP_TLS_OLD', '1.2', '1.2'],
  [
    'no common cipher',
    () => ({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' }),
    () => ROOT,
    'LDAP_TLS_NO_CIPHER',
    'no cipher in common',
    'cipher suites',
  ],
  [
    'an internal error',
    () => says(21, 3, 3, 0, 2, 2, 80),
    () => ROOT,
    'LDAP_TLS_REFUSED',
    'INTERNAL_ERROR',
    'Schannel',
  ],
  [
    'a client certificate wanted by TLS 1.2',
    () => ({ maxVersion: 'TLSv1.2', requestCert: true, rejectUnauthorized: true }),
    () => ROOT,
    'LDAP_CLIENT_CERTIFICATE',
    'demands a client certificate',
    'name and password',
  ],
  [
    'a client certificate wanted by TLS 1.3',
    () => ({ minVersion: 'TLSv1.3', requestCert: true, rejectUnauthorized: true }),
    () => ROOT,
    'LDAP_CLIENT_CERTIFICATE',
    'demands a client certificate',
    'name and password',
  ],
  [
    'a chain that is not sent',
    () => ({ cert: BELOW }),
    () => ROOT,
    'LDAP_CERTIFICATE_CHAIN',
    'whose own certificate it does not send',
    'Add the certificate of that authority',
  ],
  [
    'only the issuing authority in the PEM file, chain sent',
    () => ({ cert: BELOW + ISSUING }),
    () => ISSUING,
    'LDAP_CA_INCOMPLETE',
    'not the root above it',
    'up to the root',
  ],
  [
    'only the issuing authority in the PEM file, chain not sent',
    () => ({ cert: BELOW }),
    () => ISSUING,
    'LDAP_CA_INCOMPLETE',
    'not the root above it',
    'up to the root',
  ],
  [
    'another root',
    () => ({ cert: BELOW + ISSUING }),
    () => OTHER,
    'LDAP_CERTIFICATE_UNTRUSTED',
    'not trusted',
    'Name the authority that issued the certificate',
  ],
  ['no authority named', () => ({}), () => null, 'LDAP_CERTIFICATE_UNTRUSTED', 'not trusted', 'ca under directory.tls'],
  [
    'no certificate (a reset after the ClientHello)',
    () => (socket) => {
      socket.once('data', () => socket.resetAndDestroy());
    },
    () => ROOT,
    'LDAP_TLS_CLOSED',
    'as soon as TLS begins',
    'without a certificate for LDAP',
  ],
  [
    'an end after the ClientHello',
    () => says(),
    () => ROOT,
    'LDAP_TLS_CLOSED',
    'as soon as TLS',
    'Check the port: ldaps:// is usually 636',
  ],
])('%s has its sentence and its remedy', async (_what, behaviour, ca, code, sentence, remedy) => {
  const url = await serve(behaviour());

  const failure = await failureOf(readLdap(ldapSettings(url, { tls: { ca: ca() } }), ['A']));

  expect(failure).toMatchObject({ code, message: expect.stringContaining(sentence) });
  expect(failure.advice).toContain(remedy);
  // The connection stood: neither of these can be at fault.
  expect(`${failure.message} ${failure.advice}`).not.toMatch(/DNS,|firewall/);
  expect(failure.message).not.toContain(PASSWORD);
});
