import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadGraphTenant, saveGraphTenant } from '../../../src/sandbox/graph/index.ts';
import { formatTenant } from '../../../src/sandbox/graph/tenant-file.ts';
import { tenantFromLdif } from './tenant-from-ldif.ts';
import { addGroup, addUsers, guid, newTenant } from './world.ts';

const EXAMPLES = join(import.meta.dirname, '../../../examples');

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-test-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the example tenant', () => {
  /** After a change of the example people write it anew with `UPDATE_GOLDEN=1 npm test -- test/sandbox/graph/tenant-file`. */
  test('holds the people, groups and ids of the example LDIF file', async () => {
    const file = join(EXAMPLES, 'tenant.json');
    const expected = formatTenant(tenantFromLdif(await readFile(join(EXAMPLES, 'directory.ldif'))));
    if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(file, expected);

    expect(await readFile(file, 'utf8')).toBe(expected);
  });

  test('can be loaded, and every member of a group is somebody', async () => {
    const tenant = await loadGraphTenant(join(EXAMPLES, 'tenant.json'));

    const { users, groups, devices, orgContacts } = tenant;
    const ids = new Set([...users, ...groups, ...devices, ...orgContacts].map(({ id }) => id));
    expect([users.length, groups.length, devices.length, orgContacts.length]).toEqual([41, 6, 1, 1]);
    expect(groups.flatMap(({ members }) => members).filter((id) => !ids.has(id))).toEqual([]);
  });
});

describe('a tenant file', () => {
  test('is what was saved', async () => {
    const tenant = newTenant();
    addGroup(tenant, 900, 'Group', addUsers(tenant, 2));
    tenant.servicePrincipals.push({ id: guid(50), displayName: 'Robot', accountEnabled: true });
    const file = join(folder, 'tenant.json');

    await saveGraphTenant(file, tenant);

    expect(await loadGraphTenant(file)).toEqual(tenant);
  });

  test('may leave out the lists it has no use for', async () => {
    const { format, tenantId, domain, apps } = newTenant();
    const file = join(folder, 'tenant.json');
    await writeFile(file, JSON.stringify({ format, tenantId, domain, apps }));

    const tenant = await loadGraphTenant(file);

    expect(tenant).toEqual(newTenant());
  });

  const user = { id: guid(1), userPrincipalName: 'a@corp.example', accountEnabled: true };
  const group = { id: guid(2), displayName: 'G', securityEnabled: true, mailEnabled: false };

  test.each([
    ['no JSON', '{', /JSON/],
    ['no object', '[]', /no JSON object/],
    ['of another format', { format: 'x' }, /"format" must be/],
    ['with a tenant id that is no GUID', { tenantId: 'corp' }, /"tenantId" must be a GUID/],
    ['with an app without roles', { apps: [{ clientId: 'a' }] }, /"apps" must be a list/],
    ['with users that are no list', { users: {} }, /"users" must be a list/],
    [
      'with a user without a name to sign in',
      { users: [{ id: guid(1), accountEnabled: true }] },
      /has no "userPrincipalName"/,
    ],
    ['with an id that is no GUID', { users: [{ ...user, id: '1' }] }, /"id" must be a GUID/],
    [
      'with one id twice',
      { users: [user], groups: [{ ...group, id: guid(1), members: [] }] },
      /another object has the same "id"/,
    ],
    ['with a group without members', { groups: [group] }, /has no "members"/],
    ['with a misspelt property', { users: [{ ...user, email: 'a@b' }] }, /unknown property "email"/],
  ])('%s is refused with the reason', async (_what, content, reason) => {
    const { format, tenantId, domain, apps } = newTenant();
    const text = typeof content === 'string' ? content : JSON.stringify({ format, tenantId, domain, apps, ...content });
    const file = join(folder, 'tenant.json');
    await writeFile(file, text);

    const loading = loadGraphTenant(file);

    await expect(loading).rejects.toMatchObject({
      code: 'SANDBOX_FILE_BAD',
      message: expect.stringMatching(reason),
    });
  });

  test('that is missing is an error', async () => {
    await expect(loadGraphTenant(join(folder, 'none.json'))).rejects.toMatchObject({ code: 'SANDBOX_FILE_MISSING' });
  });
});
