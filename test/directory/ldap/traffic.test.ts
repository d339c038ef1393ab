import { afterEach, expect, test } from '@jest/globals';
import type { LdapCall } from '../../../src/core/traffic.ts';
import { openDirectory } from '../../../src/directory/open.ts';
import { DOMAIN, type FakeDc, startFakeDc } from './fake-dc.ts';
import { fakeGroup, fakeUsers, ldapSettings, PASSWORD } from './fixture.ts';

const started: FakeDc[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((dc) => dc.close()));
});

const OPTIONS = { signal: new AbortController().signal, now: new Date(0), progress: () => undefined };

test('every page of every search is told, and no password', async () => {
  const users = fakeUsers(12);
  const dc = await startFakeDc({ entries: [...users, fakeGroup(9001, 'Big', users)], maxPageSize: 5 });
  started.push(dc);
  const url = `ldap://127.0.0.1:${dc.port}`;
  const calls: LdapCall[] = [];
  const directory = await openDirectory(ldapSettings(url), {}, (call) => {
    if (call.kind === 'ldap') calls.push(call);
  });

  await directory.read([{ ref: 'Big', nested: true }], OPTIONS);

  expect(calls).toHaveLength(dc.searches.length);
  expect(calls[0]).toMatchObject({
    service: 'ldap',
    url,
    startTls: false,
    bindDn: `CN=svc-sync,${DOMAIN}`,
    base: DOMAIN,
    scope: 'base',
    filter: '(objectClass=*)',
    attributes: ['objectClass'],
    extendedDn: false,
    deleted: false,
    page: 1,
    pageSize: 1000,
    entries: 0,
  });
  const inPages = calls.filter(({ filter }) => calls.some((call) => call.filter === filter && call.page > 1));
  expect(inPages.map(({ page, entries }) => [page, entries])).toEqual([
    [1, 5],
    [2, 5],
    [3, 2],
  ]);
  expect(JSON.stringify(calls)).not.toContain(PASSWORD);
});

test('a search that fails is told as one that brought nothing', async () => {
  const dc = await startFakeDc({ entries: [] });
  started.push(dc);
  const calls: LdapCall[] = [];
  const settings = ldapSettings(`ldap://127.0.0.1:${dc.port}`, { baseDN: 'OU=Gone,DC=corp' });
  const directory = await openDirectory(settings, {}, (call) => {
    if (call.kind === 'ldap') calls.push(call);
  });

  await expect(directory.read([{ ref: 'A', nested: true }], OPTIONS)).rejects.toThrow();

  expect(calls.map(({ base, page, entries }) => [base, page, entries])).toEqual([['OU=Gone,DC=corp', 1, null]]);
});
