import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import type { Directory } from '../../src/directory/directory.ts';
import { openEntra } from '../../src/directory/entra/entra.ts';
import { openDirectory } from '../../src/directory/open.ts';
import { newFolder } from '../e2e/adsync.ts';
import { addUsers, BOTH_ROLES, newTenant } from '../sandbox/graph/world.ts';
import { closeAll, newLab } from './entra/fixture.ts';
import { failureOf } from './failure-of.ts';
import { startFakeDc } from './ldap/fake-dc.ts';
import { fakeGroup, fakeUser, guid, ldapSettings } from './ldap/fixture.ts';

/** Somebody is looked for by what people know of them, whatever groups they are in. */

const OPTIONS = {
  signal: new AbortController().signal,
  now: new Date('2026-01-31T09:00:00Z'),
  progress: () => undefined,
};

const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing.splice(0)) await close();
  await closeAll();
});

async function found(directory: Directory, text: string): Promise<string[] | null> {
  const people = await directory.findPeople(text, OPTIONS);
  return people?.map(({ mail, state }) => `${mail ?? ''} ${state}`) ?? null;
}

const TEXTS = ['ada@corp.example', 'ADA@corp.example', 'al', 'ada@corp.local', 'Ada', 'Ada Lovelace'];

test('a domain controller is asked for every name and address, and for nothing that looks like a filter', async () => {
  const ada = fakeUser(1, 'Ada', {
    sAMAccountName: ['al'],
    userPrincipalName: ['ada@corp.local'],
    displayName: ['Ada Lovelace'],
    userAccountControl: ['514'],
  });
  const dc = await startFakeDc({ entries: [ada, fakeUser(2, 'Bob'), fakeGroup(3, 'Eve', [])] });
  closing.push(() => dc.close());
  const directory = await openDirectory(ldapSettings(`ldap://127.0.0.1:${dc.port}`));

  // The name that is shown is the display name; the other one is compared by the server only.
  for (const text of TEXTS.filter((one) => one !== 'Ada')) {
    expect([text, await found(directory, text)]).toEqual([text, ['Ada@corp.example disabled']]);
  }
  for (const text of ['a', '*', 'Eve', 'Ada)(objectClass=*', 'lovelace'])
    expect(await found(directory, text)).toEqual([]);
});

test('a file is looked through as a whole', async () => {
  const user = (number: number, more: string): string =>
    `dn: CN=${number},OU=Elsewhere,DC=corp\nobjectGUID: ${guid(number)}\nobjectClass: user\nuserAccountControl: 512\n${more}\n`;
  const ldif = [
    user(
      1,
      'cn: Ada\ndisplayName: Ada Lovelace\nsAMAccountName: al\nmail: ada@corp.example\nuserPrincipalName: ada@corp.local\n',
    ),
    user(2, 'cn: Bob\nmail: bob@corp.example\n'),
  ].join('\n');
  const folder = await newFolder({ 'directory.ldif': ldif });
  closing.push(() => folder.remove());
  const directory = await openDirectory({ type: 'file', path: join(folder.path, 'directory.ldif') });

  for (const text of [...TEXTS.filter((one) => one !== 'Ada'), 'cn=1,ou=elsewhere,dc=corp']) {
    expect([text, await found(directory, text)]).toEqual([text, ['ada@corp.example enabled']]);
  }
  expect(await found(directory, 'nobody')).toEqual([]);
});

test('a tenant is asked in one request, and quotation marks are text', async () => {
  const tenant = newTenant(BOTH_ROLES);
  addUsers(tenant, 2);
  const [first, second] = tenant.users;
  if (first === undefined || second === undefined) throw new Error('the tenant has no users');
  tenant.users[0] = {
    ...first,
    displayName: "Ada O'Hara",
    mail: 'ada@corp.example',
    accountEnabled: false,
    onPremisesSamAccountName: 'al',
  };
  tenant.users[1] = { ...second, displayName: 'A guest', userType: 'Guest' };
  const lab = await newLab(tenant);
  const directory = openEntra(lab.settings(), {}, lab.world);

  for (const text of ["ada o'hara", 'ADA@corp.example', 'AL', first.userPrincipalName]) {
    expect([text, await found(directory, text)]).toEqual([text, ['ada@corp.example disabled']]);
  }
  for (const text of ['A guest', "' or displayName ne '"]) {
    expect([text, await found(directory, text)]).toEqual([text, []]);
  }
});

test('a tenant that does not let users be read says nothing', async () => {
  for (const roles of [['GroupMember.Read.All'], ['GroupMember.Read.All', 'User.ReadBasic.All']]) {
    const tenant = newTenant(roles);
    addUsers(tenant, 1);
    const lab = await newLab(tenant);
    const directory = openEntra(lab.settings(), {}, lab.world);

    expect(await found(directory, tenant.users[0]?.userPrincipalName ?? '')).toBeNull();
  }
});

test('a tenant in trouble is a failure', async () => {
  const tenant = newTenant(BOTH_ROLES);
  const lab = await newLab(tenant);
  lab.sandbox.faults.push({ kind: 'error500', path: '/users' });
  const directory = openEntra(lab.settings(), {}, lab.world);

  const failure = await failureOf(directory.findPeople('Ada', OPTIONS));

  expect(failure.code).toMatch(/^GRAPH_|^ENTRA_/);
});
