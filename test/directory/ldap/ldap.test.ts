import { afterEach, describe, expect, test } from '@jest/globals';
import { Secret } from '../../../src/core/secret.ts';
import { DOMAIN, type FakeAnswer, type FakeDc, type FakeOptions, startFakeDc } from './fake-dc.ts';
import type { Condition } from './fake-filter.ts';
import { fakeGroup, fakeUser, fakeUsers, guid, ldapSettings, readLdap } from './fixture.ts';
import { failureOf } from '../failure-of.ts';
import { IMPATIENCE } from '../../patience.ts';

const started: FakeDc[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((dc) => dc.close()));
});

async function fake(options: FakeOptions): Promise<FakeDc & { url: string }> {
  const dc = await startFakeDc(options);
  started.push(dc);
  return { ...dc, url: `ldap://127.0.0.1:${dc.port}` };
}

const anna = fakeUser(1, 'Anna');

describe('answers that Microsoft gives and Samba does not', () => {
  test('a group of 3,100 that comes in ranges is read whole', async () => {
    const users = fakeUsers(3100);
    const dc = await fake({ entries: [...users, fakeGroup(9001, 'Big', users)] });

    const reading = await readLdap(ldapSettings(dc.url), ['Big']);

    expect(reading.kind).toBe('complete');
    expect(reading.people.size).toBe(3100);
    expect(dc.searches.flatMap(({ attributes }) => attributes.filter((name) => name.startsWith('member')))).toEqual([
      'member;range=0-1499',
      'member;range=1500-2999',
      'member;range=3000-4499',
    ]);
  });

  test('a server that gives smaller ranges than asked for sets the pace', async () => {
    const users = fakeUsers(25);
    const dc = await fake({ entries: [...users, fakeGroup(9001, 'Big', users)], maxValRange: 10 });

    const reading = await readLdap(ldapSettings(dc.url), ['Big']);

    expect(reading.people.size).toBe(25);
  });

  test('an empty page with a cookie is not the end', async () => {
    const users = fakeUsers(30);
    const dc = await fake({ entries: [...users, fakeGroup(9001, 'Big', users)], emptyPages: true, maxPageSize: 7 });

    const reading = await readLdap(ldapSettings(dc.url), ['Big']);

    expect(reading.kind).toBe('complete');
    expect(reading.people.size).toBe(30);
  });

  test('continuation references are ignored', async () => {
    const references = ['ldaps://nowhere.invalid/CN=Configuration,DC=corp'];
    const dc = await fake({ entries: [anna, fakeGroup(9001, 'A', [anna])], references });

    const reading = await readLdap(ldapSettings(dc.url), ['A']);

    expect(reading.kind).toBe('complete');
    expect(reading.people.size).toBe(1);
  });

  test('a comparison that ignores accents does not find another group', async () => {
    const dc = await fake({ entries: [fakeGroup(9001, 'Résumé', [])] });

    const reading = await readLdap(ldapSettings(dc.url), ['Resume', 'résumé']);

    expect(reading.roots).toMatchObject([
      { code: 'GROUP_NOT_FOUND', text: expect.stringContaining('Similar: Résumé.') },
      { kind: 'complete', group: guid(9001) },
    ]);
  });
});

test('a server is asked for a name and a DN in each composition of their letters, and for a blank at the end', async () => {
  const [composed, decomposed] = ['K\u00f6ln', 'Ko\u0308ln'];
  const koeln = fakeGroup(9001, decomposed, []);
  const blank = fakeGroup(9002, 'Desk ', []);
  const dc = await fake({ entries: [koeln, blank] });

  const reading = await readLdap(ldapSettings(dc.url), [composed, `CN=${composed},${DOMAIN}`, 'Desk ']);

  expect(reading.roots).toMatchObject([{ group: guid(9001) }, { group: guid(9001) }, { group: guid(9002) }]);
  const asked = dc.searches.flatMap(({ filter }) => valuesIn(filter));
  const dns = [composed, decomposed].map((name) => `CN=${name},${DOMAIN}`);
  expect(asked).toEqual(expect.arrayContaining([composed, decomposed, ...dns, 'Desk ', 'Desk']));
});

function valuesIn(filter: Condition): string[] {
  if (filter.kind === 'equal') return [filter.value.toString()];
  return filter.kind === 'and' || filter.kind === 'or' ? filter.parts.flatMap(valuesIn) : [];
}

test('a domain controller that has not taken in the directory is not asked', async () => {
  const spoil = (answer: FakeAnswer): FakeAnswer => ({
    ...answer,
    entries: answer.entries.map((one) =>
      one.dn === '' ? { ...one, attributes: { ...one.attributes, isSynchronized: ['FALSE'] } } : one,
    ),
  });
  const dc = await fake({ entries: [anna], spoil });

  expect(await failureOf(readLdap(ldapSettings(dc.url), ['A']))).toMatchObject({ code: 'LDAP_NOT_SYNCHRONIZED' });
});

test('deleted objects do not exist, whoever may see them', async () => {
  const gone = { ...fakeUser(2, 'Gone'), dn: `CN=Gone\\0ADEL:${guid(2)},CN=Deleted Objects,${DOMAIN}` };
  const flagged = fakeUser(3, 'Flagged', { isDeleted: ['TRUE'], primaryGroupID: ['9001'] });
  const unseen = { ...gone, dn: gone.dn.replace('Gone', 'Unseen'), guid: guid(4), hidden: true };
  const sales = fakeGroup(9001, 'Sales', [anna, gone, unseen]);
  const tombstone = { ...fakeGroup(9002, 'Sales', []), dn: `CN=Sales,CN=Deleted Objects,${DOMAIN}` };
  const dc = await fake({ entries: [anna, gone, flagged, unseen, sales, tombstone] });

  const reading = await readLdap(ldapSettings(dc.url), ['Sales', tombstone.dn]);

  expect(reading.roots).toMatchObject([{ kind: 'complete', group: guid(9001) }, { code: 'GROUP_NOT_FOUND' }]);
  expect([...reading.people.keys()]).toEqual([guid(1)]);
});

describe('an answer that is not whole is a failure, never a result', () => {
  test.each([
    [{ code: 4 }, 'LDAP_LIMIT'],
    [{ code: 3 }, 'LDAP_LIMIT'],
    [{ code: 11 }, 'LDAP_LIMIT'],
    [{ code: 10 }, 'LDAP_BASE_NOT_FOUND'],
    [{ code: 32 }, 'LDAP_BASE_NOT_FOUND'],
    [{ code: 50 }, 'LDAP_ACCESS_DENIED'],
    [{ code: 51 }, 'LDAP_BUSY'],
    [{ code: 52 }, 'LDAP_BUSY'],
    [{ code: 1, text: 'bad\u001b[31m\nthings' }, 'LDAP_REFUSED'],
    [{ code: 53 }, 'LDAP_REFUSED'],
    ['cut', 'LDAP_BROKE_OFF'],
    ['half', 'LDAP_BROKE_OFF'],
  ] as const)('%j while people are looked up: %s', async (upset, code) => {
    const dc = await fake({
      entries: [anna, fakeGroup(9001, 'A', [anna])],
      onSearch: (search) => (search.attributes.includes('mail') && !holdsName(search.filter) ? upset : null),
    });

    const failure = await failureOf(readLdap(ldapSettings(dc.url), ['A']));

    expect(failure).toMatchObject({ name: 'Failure', code });
    expect(failure.message).toContain(dc.url);
    expect(failure.message).not.toMatch(/\p{Cc}/u);
    expect(failure.advice).not.toBe('');
  });

  test.each(['of another request', 'without a number', 'no entry'] as const)(
    'a message %s, where a member by primary group should stand',
    async (first) => {
      const member = fakeUser(1, 'Anna', { primaryGroupID: ['9001'] });
      const dc = await fake({
        entries: [member, fakeGroup(9001, 'A', [])],
        spoil: (answer, { filter }) => (/primaryGroupID/i.test(JSON.stringify(filter)) ? { ...answer, first } : answer),
      });

      const failure = await failureOf(readLdap(ldapSettings(dc.url), ['A']));

      expect(failure).toMatchObject({ name: 'Failure', code: 'LDAP_BROKE_OFF' });
    },
  );

  test('a server that hangs is given up after the time for a request', async () => {
    const dc = await fake({ entries: [anna], onSearch: () => 'hang' });

    const failure = await failureOf(readLdap(ldapSettings(dc.url, { timeouts: { request: IMPATIENCE } }), ['A']));

    expect(failure).toMatchObject({ code: 'LDAP_TIMEOUT' });
    expect(failure.message).toContain('did not answer in time');
  });

  test.each([
    ['that go in a circle', '0:0'],
    ['without end', 'more:0'],
  ])('pages %s are given up', async (_how, cookie) => {
    const dc = await fake({
      entries: [anna, fakeGroup(9001, 'A', [anna])],
      spoil: (answer) => (answer.cookie === null ? answer : { ...answer, cookie }),
    });

    const failure = await failureOf(readLdap(ldapSettings(dc.url), ['A']));

    expect(failure).toMatchObject({ code: 'LDAP_ENDLESS' });
    expect(failure.message).toContain('always named a next one');
  });

  test('a server that does not say which domain it serves is of no use', async () => {
    const dc = await fake({
      entries: [anna],
      spoil: (answer, { base }) => (base === '' ? { ...answer, entries: [] } : answer),
    });

    const failure = await failureOf(readLdap(ldapSettings(dc.url), ['A']));

    expect(failure).toMatchObject({ code: 'LDAP_NO_DOMAIN' });
  });

  test('a wrong base DN is named', async () => {
    const dc = await fake({ entries: [anna] });

    const failure = await failureOf(readLdap(ldapSettings(dc.url, { baseDN: 'DC=other' }), ['A']));

    expect(failure.code).toBe('LDAP_BASE_NOT_FOUND');
    expect(failure.message).toContain('has no DC=other');
    expect(failure.advice).toContain('baseDN');
  });
});

describe('requests', () => {
  test.each([
    [1, 1200, 11],
    [40, 1200, 15],
    [40, 2400, 18],
    // 999 objects a request: a full page of 1,000 may bring an empty one behind it.
    [2, 1998, 9],
  ])('%i groups of %i people in all take %i', async (groups, people, requests) => {
    const users = fakeUsers(people);
    const size = people / groups;
    const all = Array.from({ length: groups }, (_, at) =>
      fakeGroup(9001 + at, `G${at}`, users.slice(at * size, (at + 1) * size)),
    );
    const dc = await fake({ entries: [...users, ...all] });
    const said: string[] = [];

    const reading = await readLdap(
      ldapSettings(dc.url),
      all.map(({ dn }) => dn),
      { progress: (text) => said.push(text) },
    );

    expect(reading.people.size).toBe(people);
    expect(dc.searches.length + dc.binds.length).toBeLessThanOrEqual(requests);
    expect(said.at(-1)).toContain(`in ${dc.searches.length + dc.binds.length} requests`);
  });

  test('one more level of nesting takes two or three more, however many members there are', async () => {
    const counts: number[] = [];
    for (const depth of [1, 2, 3]) {
      const users = fakeUsers(300);
      const groups = [fakeGroup(9001, 'L0', users)];
      for (let level = 1; level <= depth; level++) groups.push(fakeGroup(9001 + level, `L${level}`, groups.slice(-1)));
      const dc = await fake({ entries: [...users, ...groups] });
      await readLdap(ldapSettings(dc.url), [`L${depth}`]);
      counts.push(dc.searches.length);
    }

    const [first = 0, second = 0, third = 0] = counts;
    expect(second - first).toBeLessThanOrEqual(3);
    expect(third - second).toBe(second - first);
  });

  test('each reading has a connection of its own, closed in the end', async () => {
    const dc = await fake({ entries: [anna, fakeGroup(9001, 'A', [anna])] });

    await readLdap(ldapSettings(dc.url), ['A']);
    await readLdap(ldapSettings(dc.url), ['A']);

    expect(dc.binds).toHaveLength(2);
    expect(dc.connections()).toBe(2);
  });
});

test('an abort closes the connection and ends the reading', async () => {
  const controller = new AbortController();
  const dc = await fake({
    entries: [anna],
    onSearch: () => {
      controller.abort(new Error('stopped by the user'));
      return 'hang';
    },
  });

  await expect(readLdap(ldapSettings(dc.url), ['A'], { signal: controller.signal })).rejects.toThrow(
    'stopped by the user',
  );
});

test.each([
  [{ bindPassword: new Secret('') }, 'LDAP_NO_CREDENTIALS'],
  [{ bindDN: ' ' }, 'LDAP_NO_CREDENTIALS'],
])('nothing is sent for an anonymous login', async (overrides, code) => {
  const dc = await fake({ entries: [anna] });

  const failure = await failureOf(readLdap(ldapSettings(dc.url, overrides), ['A']));

  expect(failure.code).toBe(code);
  expect(dc.connections()).toBe(0);
});

/** A search for groups by name, as opposed to one for members. */
function holdsName(filter: unknown): boolean {
  return JSON.stringify(filter).includes('objectCategory');
}
