import { afterEach, expect, test } from '@jest/globals';
import { ATTRIBUTES } from '../../../src/directory/ad/entry.ts';
import { type FakeDc, startFakeDc } from './fake-dc.ts';
import { fakeGroup, fakeUser, fakeUsers, ldapSettings, readLdap } from './fixture.ts';

let dc: FakeDc | null = null;
afterEach(async () => {
  await dc?.close();
  dc = null;
});

const bo = fakeUser(2, 'Bo', { primaryGroupID: ['9001'], objectSid: ['S-1-5-21-1-2-3-2'], department: ['Sales'] });
const ada = fakeUser(1, 'Ada', { department: ['Engines'] });
const STAFF = [ada, bo, fakeGroup(9002, 'Inner', [ada]), fakeGroup(9001, 'Staff', [fakeGroup(9002, 'Inner', [])])];

async function departments(attributes?: readonly string[]): Promise<(string | undefined)[]> {
  dc = await startFakeDc({ entries: STAFF });
  const url = `ldap://127.0.0.1:${dc.port}`;
  const { people } = await readLdap(ldapSettings(url), ['Staff'], attributes && { attributes });
  return [...people.values()].map((person) => person.attributes?.['department']);
}

/** The lists of attributes that were asked for in searches for objects. */
function lists(): (readonly string[])[] {
  return (dc?.searches ?? []).map(({ attributes }) => attributes).filter((list) => list.includes('userAccountControl'));
}

test('members of groups inside, and those by their primary group, carry attributes, too', async () => {
  expect(await departments(['department'])).toEqual(['Engines', 'Sales']);
});

test('a reading that wants no attributes asks for the same as ever', async () => {
  await departments();

  expect(lists().length).toBeGreaterThan(2);
  for (const list of lists()) expect(list).toEqual([...ATTRIBUTES]);
});

test('attributes cost no request, and each is asked for once', async () => {
  await departments();
  const before = dc?.searches.length;
  await dc?.close();

  await departments(['surname', 'SN', 'mail', 'department']);

  expect(dc?.searches.length).toBe(before);
  for (const list of lists()) expect(list).toEqual([...ATTRIBUTES, 'sn', 'department']);
});

test('attributes come with every page of a large group', async () => {
  const users = fakeUsers(1700).map((user) => ({ ...user, attributes: { ...user.attributes, department: [user.dn] } }));
  dc = await startFakeDc({ entries: [...users, fakeGroup(9001, 'Staff', users)], maxPageSize: 100 });

  const attributes = ['department'];
  const reading = await readLdap(ldapSettings(`ldap://127.0.0.1:${dc.port}`), ['Staff'], { attributes });

  const wrong = [...reading.people.values()].filter((one) => one.attributes?.['department'] !== one.label);
  expect([reading.people.size, wrong]).toEqual([1700, []]);
});
