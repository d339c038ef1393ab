import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { PersonId, Whereabouts } from '../../src/core/people.ts';
import type { Directory } from '../../src/directory/directory.ts';
import { openEntra } from '../../src/directory/entra/entra.ts';
import { openDirectory } from '../../src/directory/open.ts';
import { newFolder } from '../e2e/adsync.ts';
import { addUsers, BOTH_ROLES, guid, newTenant } from '../sandbox/graph/world.ts';
import { closeAll, newLab } from './entra/fixture.ts';
import { failureOf } from './failure-of.ts';
import { startFakeDc } from './ldap/fake-dc.ts';
import { fakeGroup, fakeUser, guid as adGuid, ldapSettings } from './ldap/fixture.ts';

/** Who is in none of the mapped groups may still be in the directory: it is asked by id. */

const OPTIONS = {
  signal: new AbortController().signal,
  now: new Date('2026-01-31T09:00:00Z'),
  progress: () => undefined,
};
/** 100 ns steps since 1601: a day in 2001. */
const LONG_AGO = '126200000000000000';

const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing.splice(0)) await close();
  await closeAll();
});

async function answers(directory: Directory, ids: readonly string[]): Promise<Whereabouts[]> {
  const found = await directory.whereabouts(ids as PersonId[], OPTIONS);
  expect([...found.keys()]).toEqual(ids);
  return [...found.values()];
}

const STATES: readonly Whereabouts[] = ['enabled', 'disabled', 'expired', 'present', 'present', 'gone'];
const IDS = [1, 2, 3, 4, 5, 6].map(adGuid);

test('a domain controller finds people anywhere in the domain', async () => {
  const hidden = fakeUser(4, 'Hidden');
  const attributes = Object.fromEntries(
    Object.entries(hidden.attributes).filter(([name]) => name !== 'userAccountControl'),
  );
  const entries = [
    fakeUser(1, 'Ada'),
    fakeUser(2, 'Bob', { userAccountControl: ['514'] }),
    fakeUser(3, 'Cy', { accountExpires: [LONG_AGO] }),
    { ...hidden, attributes },
    fakeGroup(5, 'Once a person', []),
  ];
  const dc = await startFakeDc({ entries });
  closing.push(() => dc.close());

  const directory = await openDirectory(ldapSettings(`ldap://127.0.0.1:${dc.port}`));

  expect(await answers(directory, IDS)).toEqual(STATES);
});

test('a domain controller that cuts its answer does not say that people are gone', async () => {
  const dc = await startFakeDc({ entries: [fakeUser(1, 'Ada')], onSearch: (_, count) => (count > 2 ? 'cut' : null) });
  closing.push(() => dc.close());
  const directory = await openDirectory(ldapSettings(`ldap://127.0.0.1:${dc.port}`));

  const failure = await failureOf(directory.whereabouts([adGuid(1) as PersonId], OPTIONS));

  expect(failure.code).toMatch(/^LDAP_/);
});

test('a file is looked through as a whole', async () => {
  const entry = (number: number, more: string): string =>
    `dn: CN=${number},OU=Elsewhere,DC=corp\nobjectGUID: ${adGuid(number)}\ncn: ${number}\n${more}\n`;
  const user = (number: number, more: string): string => entry(number, `objectClass: user\n${more}\n`);
  const ldif = [
    user(1, 'userAccountControl: 512'),
    user(2, 'userAccountControl: 514'),
    user(3, `userAccountControl: 512\naccountExpires: ${LONG_AGO}`),
    entry(4, 'objectClass: contact\n'),
    entry(5, 'objectClass: group\n'),
  ].join('\n');
  const folder = await newFolder({ 'directory.ldif': ldif });
  closing.push(() => folder.remove());

  const directory = await openDirectory({ type: 'file', path: join(folder.path, 'directory.ldif') });

  expect(await answers(directory, IDS)).toEqual(STATES);
});

describe('a tenant', () => {
  test('says who is enabled, who is not, and who is gone', async () => {
    const tenant = newTenant();
    const ids = [...addUsers(tenant, 30), guid(99)];
    const [first] = tenant.users;
    if (first !== undefined) tenant.users[0] = { ...first, accountEnabled: false };
    const lab = await newLab(tenant);

    const found = await answers(openEntra(lab.settings(), {}, lab.world), ids);

    expect(found).toEqual(['disabled', ...Array.from({ length: 29 }, () => 'enabled'), 'gone']);
  });

  test.each<[string, string[], Whereabouts]>([
    ['says nothing to whom it does not let read users', ['GroupMember.Read.All'], 'unsure'],
    ['shows that somebody is there where it shows no more', ['GroupMember.Read.All', 'User.ReadBasic.All'], 'present'],
  ])('%s', async (_, roles, expected) => {
    const tenant = newTenant(roles);
    const ids = addUsers(tenant, 1);
    const lab = await newLab(tenant);

    expect(await answers(openEntra(lab.settings(), {}, lab.world), ids)).toEqual([expected]);
  });

  test('in trouble says nothing of whom it does not answer for', async () => {
    const tenant = newTenant(BOTH_ROLES);
    const ids = addUsers(tenant, 2);
    const lab = await newLab(tenant);
    lab.sandbox.faults.push({ kind: 'error500', path: `/users/${guid(2)}` });

    expect(await answers(openEntra(lab.settings(), {}, lab.world), ids)).toEqual(['enabled', 'unsure']);
  });
});
