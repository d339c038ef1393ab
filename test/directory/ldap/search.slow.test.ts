import { afterEach, describe, expect, test } from '@jest/globals';
import type { FoundGroups } from '../../../src/core/people.ts';
import type { LdapSettings } from '../../../src/core/settings.ts';
import { openDirectory } from '../../../src/directory/open.ts';
import { DOMAIN, type FakeDc, type FakeEntry, type FakeOptions, startFakeDc } from './fake-dc.ts';
import { fakeGroup, fakeUsers, guid, ldapSettings } from './fixture.ts';
import { failureOf } from '../failure-of.ts';

const started: FakeDc[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((dc) => dc.close()));
});

async function fake(options: FakeOptions): Promise<FakeDc & { settings: LdapSettings }> {
  const dc = await startFakeDc(options);
  started.push(dc);
  return { ...dc, settings: ldapSettings(`ldap://127.0.0.1:${dc.port}`) };
}

async function search(
  settings: LdapSettings,
  term: string,
  more: { limit?: number; base?: string; signal?: AbortSignal } = {},
): Promise<FoundGroups> {
  const directory = await openDirectory(settings);
  const { signal } = new AbortController();
  return directory.search(term, { limit: 20, base: null, signal, progress: () => undefined, ...more });
}

/** A group that objects may have as their primary group. */
function primaryGroup(number: number, cn: string, rid: number): FakeEntry {
  const group = fakeGroup(number, cn, []);
  return {
    ...group,
    attributes: { ...group.attributes, objectCategory: ['group'], objectSid: [`S-1-5-21-1-2-3-${rid}`] },
  };
}

function named(number: number, cn: string, members: readonly FakeEntry[] = []): FakeEntry {
  const group = fakeGroup(number, cn, members);
  return { ...group, attributes: { ...group.attributes, objectCategory: ['group'] } };
}

describe('a search in Active Directory', () => {
  test('sends the term as it is: nothing in it is special', async () => {
    const dc = await fake({ entries: [named(1, 'A*(b)\\ "c"'), named(2, 'Ab')] });
    const terms = ['*', '(b)', '\\', '"c"', ')(cn=*', '\u0000', 'é\u{1F680}'];

    const found = [];
    for (const term of terms) found.push((await search(dc.settings, term)).groups.map(({ name }) => name));

    const sent = dc.searches.map(({ filter }) => JSON.stringify(filter));
    for (const term of terms) {
      expect(sent.some((filter) => filter.includes(`"cn","pieces":[${JSON.stringify(term)}]`))).toBe(true);
    }
    const odd = ['A*(b)\\ "c"'];
    expect(found).toEqual([odd, odd, odd, odd, [], [], []]);
  });

  test('counts large groups range by range, without looking at a single member', async () => {
    const users = fakeUsers(3100);
    const dc = await fake({ entries: [...users, named(9001, 'Big', users), named(9002, 'Small', users.slice(0, 2))] });

    const { groups } = await search(dc.settings, 'i');
    const { groups: small } = await search(dc.settings, 'Small');

    expect(groups).toMatchObject([{ name: 'Big', members: 3100 }]);
    expect(small).toMatchObject([{ name: 'Small', members: 2 }]);
    expect(dc.searches.filter(({ attributes }) => attributes.includes('mail'))).toHaveLength(2);
    expect(dc.searches.filter(({ attributes }) => attributes.some((name) => name.startsWith('member')))).toHaveLength(
      4,
    );
  });

  test('counts people through their primary group', async () => {
    const users = fakeUsers(7).map((user, index) => ({
      ...user,
      attributes: { ...user.attributes, primaryGroupID: [index < 5 ? '513' : '1201'] },
    }));
    const dc = await fake({
      entries: [...users, primaryGroup(1, 'Domain Users', 513), primaryGroup(2, 'Payroll Users', 1201)],
    });

    const { groups } = await search(dc.settings, 'Users');

    expect(groups).toMatchObject([
      { name: 'Domain Users', members: 5 },
      { name: 'Payroll Users', members: 2 },
    ]);
    expect(dc.searches.filter(({ attributes }) => attributes.join() === 'primaryGroupID')).toHaveLength(1);
  });

  test('counts no primary group with half the company in it, but all others', async () => {
    const users = fakeUsers(10_003).map((user, index) => ({
      ...user,
      attributes: { objectClass: ['user'], primaryGroupID: [index < 3 ? '1201' : '513'] },
    }));
    const dc = await fake({
      entries: [...users, primaryGroup(20_001, 'Domain Users', 513), primaryGroup(20_002, 'Payroll Users', 1201)],
    });

    const { groups } = await search(dc.settings, 'Users');

    expect(groups).toMatchObject([
      { name: 'Domain Users', members: null },
      { name: 'Payroll Users', members: 3 },
    ]);
  });

  test('stops reading where there are more matches than anybody looks at', async () => {
    const groups = Array.from({ length: 10_500 }, (_, index) => named(index, `Group ${index}`));
    const dc = await fake({ entries: groups });

    const found = await search(dc.settings, 'group', { limit: 20 });

    expect(found.groups).toHaveLength(20);
    expect(found.more).toBeNull();
    expect(dc.searches.filter(({ paging }) => (paging?.size ?? 0) > 0).length).toBeLessThan(20);
  });

  test('looks below the base, or below --domain', async () => {
    const dc = await fake({ entries: [named(1, 'Sales')] });

    await search(dc.settings, 'Sales', { base: 'OU=Groups' }).catch(() => undefined);
    await search({ ...dc.settings, baseDN: `OU=X,${DOMAIN}` }, 'Sales', { base: 'corp.example.test' });

    expect(dc.searches[0]?.base).toBe(`OU=Groups,${DOMAIN}`);
    expect(dc.searches.at(-1)?.base).toBe(DOMAIN);
  });

  test('in a place that is not there says what to check', async () => {
    const dc = await fake({ entries: [named(1, 'Sales')], onSearch: () => ({ code: 32, text: 'no such object' }) });

    const failure = await failureOf(search(dc.settings, 'Sales', { base: 'other.example' }));

    expect(failure).toMatchObject({ code: 'LDAP_BASE_NOT_FOUND', advice: expect.stringContaining('--domain') });
    expect(failure.message).toContain('DC=other,DC=example');
  });

  test('that finds nothing names what resembles the term', async () => {
    const dc = await fake({ entries: [named(1, 'Sales'), named(2, 'Sailors')] });

    const found = await search(dc.settings, 'Salez');

    expect(found).toMatchObject({ groups: [], more: 0 });
    expect(found.similar[0]).toBe('Sales');
  });

  test('ends when it is told to', async () => {
    const control = new AbortController();
    const dc = await fake({ entries: [named(1, 'Sales')], onSearch: () => 'hang' });

    const found = search(dc.settings, 'Sales', { signal: control.signal });
    control.abort(new Error('enough'));

    await expect(found).rejects.toThrow('enough');
  });

  test('keeps the identity that mappings use', async () => {
    const dc = await fake({ entries: [named(42, 'Sales')] });

    const { groups } = await search(dc.settings, 'Sales');

    expect(groups).toMatchObject([{ id: guid(42), label: `CN=Sales,${DOMAIN}` }]);
  });
});
