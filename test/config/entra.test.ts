import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import type { EntraSettings } from '../../src/core/settings.ts';
import { newCertificate } from '../../src/sandbox/graph/certificate.ts';
import { newClientCertificate } from '../sandbox/graph/client-certificate.ts';
import { CA_PEM, GOOD_FILE } from './files.ts';
import { codes, type Files, load } from './memory-inputs.ts';

const TENANT = '22222222-0000-4000-8000-000000000002';
const CLIENT = '11111111-0000-4000-8000-000000000001';
const app = newClientCertificate();

/** A file with these lines under `directory`; the first of them is line 4. */
function entra(...lines: readonly string[]): string {
  const directory = ['directory:', '  type: entra', ...lines.map((line) => `  ${line}`)];
  return `${['version: 1', ...directory, ...GOOD_FILE.slice(7)].join('\n')}\n`;
}

async function settingsOf(text: string, files: Files = {}): Promise<EntraSettings> {
  const loaded = await load(text, files);
  if (!loaded.ok || loaded.settings.directory.type !== 'entra') throw new Error(JSON.stringify(loaded));
  return loaded.settings.directory;
}

const tenant = `tenantId: ${TENANT}`;
const client = `clientId: ${CLIENT}`;

describe('a credential', () => {
  test.each([
    ['githubActions', [client], { kind: 'githubActions', clientId: CLIENT }],
    [
      'azureDevOps',
      [client, 'serviceConnectionId: abc'],
      { kind: 'azureDevOps', clientId: CLIENT, serviceConnectionId: 'abc' },
    ],
    ['workloadIdentity', [client], { kind: 'workloadIdentity', clientId: CLIENT }],
    ['workloadIdentity', [], { kind: 'workloadIdentity', clientId: null }],
    ['managedIdentity', [client], { kind: 'managedIdentity', clientId: CLIENT }],
    ['managedIdentity', [], { kind: 'managedIdentity', clientId: null }],
    ['azureCli', [], { kind: 'azureCli' }],
    ['default', [], { kind: 'default' }],
  ])('%s arrives', async (name, more, expected) => {
    const { credential } = await settingsOf(entra(tenant, `credential: ${name}`, ...more));

    expect(credential).toEqual(expected);
  });

  test('by client secret arrives, wrapped up', async () => {
    const { credential } = await settingsOf(entra(tenant, client, 'clientSecret: ${BIND}'));

    expect(credential.kind === 'clientSecret' && credential.clientSecret.reveal()).toBe('bind-password-value');
    expect(inspect(credential, { depth: 9 })).not.toContain('bind-password-value');
  });

  test.each([
    ['before it', (ca: string) => `${ca}${app.both}`],
    ['between key and certificate, as Key Vault writes it', (ca: string) => `${app.key}${ca}${app.certificate}`],
    ['behind it', (ca: string) => `${app.both}${ca}`],
  ])('by certificate may come with that of an authority %s', async (_where, textOf) => {
    const pem = textOf(newClientCertificate().certificate);
    const loaded = await load(entra(tenant, client, 'certificate: app.pem'), { '/etc/adsync/app.pem': pem });

    expect(loaded.ok).toBe(true);
  });

  test('by certificate is read from its file, and kept out of sight', async () => {
    const loaded = await load(entra(tenant, client, 'certificate: app.pem'), { '/etc/adsync/app.pem': app.both });

    if (!loaded.ok || loaded.settings.directory.type !== 'entra') throw new Error('not valid');
    const { credential } = loaded.settings.directory;
    expect(credential.kind === 'certificate' && credential.certificate.reveal()).toBe(app.both);
    expect(loaded.secrets.map((secret) => secret.reveal())).toContain(app.both);
  });
});

describe('the cloud', () => {
  test.each([
    ['', 'https://graph.microsoft.com', 'https://login.microsoftonline.com'],
    ['cloud: global', 'https://graph.microsoft.com', 'https://login.microsoftonline.com'],
    ['cloud: usGov', 'https://graph.microsoft.us', 'https://login.microsoftonline.us'],
    ['cloud: usGovDoD', 'https://dod-graph.microsoft.us', 'https://login.microsoftonline.us'],
    ['cloud: china', 'https://microsoftgraph.chinacloudapi.cn', 'https://login.chinacloudapi.cn'],
    [
      'graphUrl: https://graph.example:8443/\n  authorityUrl: https://login.example/',
      'https://graph.example:8443',
      'https://login.example',
    ],
  ])('%j leads to %s', async (line, graphUrl, authorityUrl) => {
    const settings = await settingsOf(entra(tenant, 'credential: default', line));

    expect(settings).toMatchObject({ tenantId: TENANT, graphUrl, authorityUrl });
  });

  test('is asked with these time limits, and trusted by the authorities of Node', async () => {
    const settings = await settingsOf(entra(tenant, 'credential: default'));

    expect(settings).toMatchObject({ ca: null, timeouts: { request: 60_000, throttled: 300_000 } });
  });

  test('is asked with other time limits and authorities', async () => {
    const text = entra(
      tenant,
      'credential: default',
      'tls: { ca: ca.pem }',
      'timeouts: { request: 10s, throttled: 1m }',
    );

    const settings = await settingsOf(text, { '/etc/adsync/ca.pem': CA_PEM });

    expect(settings).toMatchObject({ ca: CA_PEM, timeouts: { request: 10_000, throttled: 60_000 } });
  });
});

describe('a fault is found with its code and its place', () => {
  test.each<readonly [string, readonly string[], ...string[]]>([
    ['no tenant', [client, 'clientSecret: ${BIND}'], 'MISSING_KEY 2:1'],
    ['a tenant that is none', ['tenantId: my tenant', 'credential: default'], 'WRONG_VALUE 4:13'],
    ['all tenants together', ['tenantId: common', 'credential: default'], 'WRONG_VALUE 4:13'],
    ['an application that is none', [tenant, 'clientId: adsync', 'clientSecret: ${BIND}'], 'WRONG_VALUE 5:13'],
    ['no credential', [tenant, client], 'CREDENTIALS_MISSING 2:1'],
    ['a misspelt credential once', [tenant, client, 'clientSecrt: ${BIND}'], 'UNKNOWN_KEY 6:3'],
    ['an unknown credential', [tenant, 'credential: github'], 'WRONG_VALUE 5:15'],
    ['two credentials', [tenant, client, 'clientSecret: ${BIND}', 'credential: azureCli'], 'CREDENTIALS_TWICE 7:3'],
    ['a secret without application', [tenant, 'clientSecret: ${BIND}'], 'CREDENTIALS_INCOMPLETE 5:3'],
    ['a job without application', [tenant, 'credential: githubActions'], 'CREDENTIALS_INCOMPLETE 5:3'],
    ['a pipeline without connection', [tenant, client, 'credential: azureDevOps'], 'CREDENTIALS_INCOMPLETE 6:3'],
    ['an application without use', [tenant, client, 'credential: azureCli'], 'KEY_WITHOUT_USE 5:3'],
    ['a connection without use', [tenant, 'credential: default', 'serviceConnectionId: a'], 'KEY_WITHOUT_USE 6:3'],
    ['an unknown cloud', [tenant, 'credential: default', 'cloud: germany'], 'WRONG_VALUE 6:10'],
    ['half an address', [tenant, 'credential: default', 'graphUrl: https://a.example'], 'ADDRESS_INCOMPLETE 6:3'],
    [
      'a cloud and an address',
      [tenant, 'credential: default', 'cloud: usGov', 'graphUrl: https://a.example', 'authorityUrl: https://b.example'],
      'ADDRESS_TWICE 7:3',
    ],
    [
      'http:// and a path',
      [tenant, 'credential: default', 'graphUrl: http://127.0.0.1', 'authorityUrl: https://b.example/tenant'],
      'INSECURE_URL 6:13',
      'WRONG_URL 7:17',
    ],
    ['keys of LDAP', [tenant, 'credential: default', 'tls: { startTLS: true }'], 'UNKNOWN_KEY 6:10'],
    ['a time limit out of range', [tenant, 'credential: default', 'timeouts: { throttled: 2h }'], 'OUT_OF_RANGE 6:26'],
    ['a missing certificate', [tenant, client, 'certificate: no.pem'], 'CERTIFICATE_UNREADABLE 6:16'],
  ])('%s', async (_name, lines, ...expected) => {
    const loaded = await load(entra(...lines));

    expect(codes(loaded)).toEqual(expected);
  });

  test.each([
    ['no key', app.certificate, 'holds no readable private key'],
    ['no certificate', app.key, 'holds no readable certificate'],
    ['nothing of use', 'hello', 'holds no readable certificate'],
    [
      'a stranger to its key',
      `${newClientCertificate().key}${app.certificate}`,
      'holds no certificate that belongs to its private key',
    ],
    ['an encrypted key', `${encryptedKey()}${app.certificate}`, 'holds an encrypted private key'],
    ['an EC key', ecPair(), 'holds a key that is no RSA key'],
  ])('a certificate file with %s', async (_name, pem, message) => {
    const loaded = await load(entra(tenant, client, 'certificate: app.pem'), { '/etc/adsync/app.pem': pem });

    expect(codes(loaded)).toEqual(['CERTIFICATE_UNUSABLE 6:16']);
    expect(loaded.ok ? '' : loaded.diagnostics[0]?.message).toContain(message);
    expect(inspect(loaded, { depth: 9 })).not.toMatch(/BEGIN|MII/);
  });
});

function encryptedKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'passphrase' })
    .toString();
}

function ecPair(): string {
  const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const [validFrom, validTo] = [new Date('2026-01-01T00:00:00Z'), new Date('2046-01-01T00:00:00Z')];
  const certificate = newCertificate({ subject: 'test', key, validFrom, validTo });
  return `${key.export({ type: 'pkcs8', format: 'pem' }).toString()}${certificate}`;
}
