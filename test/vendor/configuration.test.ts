import { rescueFile, type TestSettings } from '../targets/rescue/planner/builders.ts';
import { expect, test } from '@jest/globals';
import type { Mapping } from '../../src/targets/rescue/settings.ts';
import { GOOD_FILE } from '../config/files.ts';
import { load } from '../config/memory-inputs.ts';

/** Rows about what is entered into the vendor's program: here it stands in the file. */

const ENV = { BIND: 'bind-password', TOKEN: 'api-token', RESCUE_PASSWORD: 'rescue-password', DEFAULT: 'Start-1234' };

async function settingsOf(lines: readonly string[]): Promise<TestSettings> {
  const loaded = await load(lines.join('\n'), {}, ENV);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  return loaded.settings;
}

/** {@link GOOD_FILE} with the line that begins like this replaced by others. */
function replaced(start: string, ...lines: string[]): string[] {
  return GOOD_FILE.flatMap((line) => (line.trim().startsWith(start) ? lines : [line]));
}

async function mappingOf(...keys: string[]): Promise<Mapping | undefined> {
  const { rescue } = await settingsOf([...GOOD_FILE, ...keys.map((key) => `      ${key}`)]);
  return rescue.mappings[0];
}

test('V01 Credentials of the Master Account Holder', async () => {
  const byToken = await settingsOf(GOOD_FILE);
  const byPassword = await settingsOf(
    replaced('apiToken', '  email: owner@corp.example', '  password: ${RESCUE_PASSWORD}'),
  );

  const [token, password] = [rescueFile(byToken).rescue.credentials, rescueFile(byPassword).rescue.credentials];
  expect(token.kind === 'token' && token.token.reveal()).toBe('api-token');
  expect(password.kind === 'password' && [password.email, password.password.reveal()]).toEqual([
    'owner@corp.example',
    'rescue-password',
  ]);
});

test('V07 Permission to query all groups and users', async () => {
  const { directory } = await settingsOf(GOOD_FILE);
  const without = await load(replaced('bind').join('\n'), {}, ENV);

  expect(directory).toMatchObject({ type: 'ldap', bindDN: 'adsync@corp.example' });
  expect(JSON.stringify(without)).toMatch(/bindDN.*bindPassword/);
});

test('V08 Microsoft Entra ID with the credentials of an app', async () => {
  const secret = ['  tenantId: contoso.example', `  clientId: ${'1'.repeat(8)}-1111-4111-8111-${'1'.repeat(12)}`];
  const lines = ['version: 1', 'directory:', '  type: entra', ...secret, '  clientSecret: ${TOKEN}'];

  const { directory } = await settingsOf([...lines, ...GOOD_FILE.slice(GOOD_FILE.indexOf('rescue:'))]);

  expect(directory).toMatchObject({ type: 'entra', tenantId: 'contoso.example', credential: { kind: 'clientSecret' } });
});

test('V09 Active Directory domain', async () => {
  const { directory } = await settingsOf(GOOD_FILE);

  expect(directory).toMatchObject({
    type: 'ldap',
    urls: ['ldaps://dc1.corp.example'],
    baseDN: 'DC=corp,DC=example',
  });
});

test('V10 Region', async () => {
  const regions = ['region: us', 'region: eu', 'region: enterprise', 'url: https://rescue.corp.example'];

  const all = await Promise.all(regions.map((text) => settingsOf(replaced('region', `  ${text}`))));

  expect(all.map(({ rescue }) => rescue.url)).toEqual([
    'https://secure.logmeinrescue.com',
    'https://secure.logmeinrescue.eu',
    'https://secure.logmeinrescue-enterprise.com',
    'https://rescue.corp.example',
  ]);
});

test('V18 Pairing of two groups', async () => {
  const mapping = await mappingOf();

  expect(mapping).toMatchObject({ parts: [{ directoryGroup: 'Tier 1' }], rescueGroup: ['Technicians', 'Tier 1'] });
});

test('V24 Enable Full Group synchronization, the default', async () => {
  const [unsaid, unchecked] = [await mappingOf(), await mappingOf('fullGroup: false')];

  expect(unsaid).toMatchObject({
    fullGroup: true,
    subgroups: 'mirror',
    attributes: ['name', 'email', 'status'],
  });
  expect(unchecked).toMatchObject({ fullGroup: false, subgroups: 'flatten', attributes: ['status'] });
});

test('V34 Use Email address as a SSO ID, for all groups', async () => {
  const second = ['    - directoryGroup: Tier 2', '      rescueGroup: Technicians/Tier 2', '      ssoId: upn'];

  const { rescue } = await settingsOf([...replaced('region', '  region: us', '  ssoId: email'), ...second]);

  expect(rescue.mappings.map(({ ssoId, attributes }) => [ssoId, attributes.includes('ssoId')])).toEqual([
    ['email', true],
    ['upn', true],
  ]);
});
