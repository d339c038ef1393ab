import { afterEach, describe, expect, test } from '@jest/globals';
import { DOMAIN, type FakeDc, type FakeEntry, type FakeOptions, startFakeDc } from './fake-dc.ts';
import { fakeGroup, fakeUser, guid, ldapSettings, readLdap } from './fixture.ts';

/** A group with a member that cannot be judged is read only in part, and the reading says so. */

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
const bo = fakeUser(2, 'Bo');

describe('members that cannot be judged make their group incomplete', () => {
  const foreign: FakeEntry = { ...fakeUser(3, 'Foreign'), dn: 'CN=Foreign,DC=other,DC=test', hidden: true };

  test('one that is nowhere to be found', async () => {
    const dc = await fake({
      entries: [anna, foreign, fakeGroup(9001, 'A', [anna, foreign]), fakeGroup(9002, 'B', [anna])],
    });

    const reading = await readLdap(ldapSettings(dc.url), ['A', 'B']);

    expect(reading.kind).toBe('partial');
    expect(reading.roots).toMatchObject([
      { kind: 'incomplete', group: guid(9001), code: 'GROUP_READ_PARTLY', text: expect.stringContaining(foreign.dn) },
      { kind: 'complete', group: guid(9002) },
    ]);
  });

  test('one whose userAccountControl is hidden from the account', async () => {
    const veiled = fakeUser(3, 'Veiled', { userAccountControl: [] });
    const dc = await fake({ entries: [veiled, fakeGroup(9001, 'A', [veiled])] });

    const reading = await readLdap(ldapSettings(dc.url), ['A']);

    expect(reading.roots[0]).toMatchObject({
      code: 'GROUP_READ_PARTLY',
      text: expect.stringContaining('the userAccountControl of 1 member cannot be read: CN=Veiled'),
    });
    expect(reading.people.size).toBe(0);
  });

  test('all of them, where the account may not read the list', async () => {
    const veiled: FakeEntry = { ...fakeGroup(9001, 'A', [anna]), withheld: ['member'] };
    const dc = await fake({ entries: [anna, veiled, fakeGroup(9002, 'B', [anna]), fakeGroup(9003, 'Empty', [])] });

    const reading = await readLdap(ldapSettings(dc.url), ['A', 'B', 'Empty']);

    expect(reading.roots).toMatchObject([
      { code: 'GROUP_READ_PARTLY', text: expect.stringContaining('its list of members cannot be read') },
      { kind: 'complete', group: guid(9002) },
      { kind: 'complete', group: guid(9003) },
    ]);
  });

  test('all of them, where the server shows no list but a person names the group in memberOf', async () => {
    const member = fakeUser(3, 'Member', { memberOf: [`cn=a,${DOMAIN}`] });
    const dc = await fake({ entries: [member, fakeGroup(9001, 'A', []), fakeGroup(9002, 'B', [])] });

    const reading = await readLdap(ldapSettings(dc.url), ['A', 'B']);

    expect(reading.roots).toMatchObject([
      { code: 'GROUP_READ_PARTLY', text: expect.stringContaining('its list of members cannot be read') },
      { kind: 'complete', group: guid(9002) },
    ]);
  });

  test.each([
    ['holds fewer values than its bounds say', 'member;range=0-1', [anna.dn]],
    ['has bounds that are none', 'member;range=0--1', [anna.dn, bo.dn]],
  ])('those of a range that %s', async (_fault, name, dns) => {
    const values = dns.map((dn) => `<GUID=${dn === anna.dn ? anna.guid : bo.guid}>;${dn}`);
    const dc = await fake({
      entries: [anna, bo, fakeGroup(9001, 'A', [anna, bo])],
      spoil: (answer, { attributes }) =>
        attributes.includes('member;range=0-1499')
          ? { ...answer, entries: answer.entries.map((one) => ({ ...one, attributes: renamed(one.attributes) })) }
          : answer,
    });
    function renamed(attributes: FakeEntry['attributes']): FakeEntry['attributes'] {
      const others = Object.entries(attributes).filter(([own]) => !own.startsWith('member'));
      return { ...Object.fromEntries(others), [name]: values };
    }

    const reading = await readLdap(ldapSettings(dc.url), ['A']);

    expect(reading.roots[0]).toMatchObject({ text: expect.stringContaining('its list of members broke off after 0') });
  });

  test.each([
    ['the uSNChanged', ['uSNChanged'], [], 'its uSNChanged cannot be read'],
    ['the objectSid', ['objectSid'], [], 'its objectSid cannot be read'],
    ['the primary group of its members', [], ['primaryGroupID'], 'the primaryGroupID of 1 member cannot be read'],
  ])('those of a group of which the account may not see %s', async (_what, ofGroup, ofPerson, text) => {
    const own = fakeUser(1, 'Own', { primaryGroupID: ['9001'] });
    const dc = await fake({
      entries: [own, { ...fakeGroup(9001, 'A', []), withheld: ofGroup }],
      // The server answers filters by the hidden value, and does not show it.
      spoil: (answer) => ({
        ...answer,
        entries: answer.entries.map(({ dn, attributes }) => {
          return { dn, attributes: ofPerson.reduce((all, name) => ({ ...all, [name]: [] }), attributes) };
        }),
      }),
    });

    const reading = await readLdap(ldapSettings(dc.url), ['A']);

    expect(reading.roots[0]).toMatchObject({ code: 'GROUP_READ_PARTLY', text: expect.stringContaining(text) });
  });

  test('one that stands outside the base, but in the domain, is found', async () => {
    const inside: FakeEntry = { ...fakeGroup(9001, 'A', [anna]), dn: `CN=A,OU=Company,${DOMAIN}` };
    const dc = await fake({ entries: [anna, inside, fakeGroup(9002, 'A', [])] });

    const reading = await readLdap(ldapSettings(dc.url, { baseDN: `OU=Company,${DOMAIN}` }), ['A']);

    expect(reading.roots).toEqual([{ kind: 'complete', group: guid(9001) }]);
    expect([...reading.people.keys()]).toEqual([guid(1)]);
  });
});

describe('a directory that changes while it is read', () => {
  const before = [anna, bo, fakeGroup(9001, 'A', [anna], '1'), fakeGroup(9002, 'B', [], '1')];
  const after = [anna, bo, fakeGroup(9001, 'A', [], '2'), fakeGroup(9002, 'B', [anna], '2')];

  test('a person who moves from a group to another one is not lost', async () => {
    // Anna is already out of A when A is read, and not yet in B when B was: B is read again.
    const torn = [anna, bo, fakeGroup(9001, 'A', [], '2'), fakeGroup(9002, 'B', [], '1')];
    let settled = false;
    const dc = await fake({
      onSearch: ({ attributes }) => {
        settled ||= attributes.length === 2 && attributes.includes('uSNChanged');
        return null;
      },
      entriesAt: () => (settled ? after : torn),
    });

    const reading = await readLdap(ldapSettings(dc.url), ['A', 'B']);

    expect(reading.kind).toBe('complete');
    expect(reading.groups.get(guid(9001) as never)?.people).toEqual([]);
    expect(reading.groups.get(guid(9002) as never)?.people).toEqual([guid(1)]);
  });

  test('a person who gets a group as primary one leaves its list, and is not lost', async () => {
    const member = fakeUser(1, 'Anna', { primaryGroupID: ['513'] });
    const primary = fakeUser(1, 'Anna', { primaryGroupID: ['9001'] });
    let asked = '';
    const dc = await fake({
      onSearch: ({ attributes, filter }) => {
        // The change comes between the search for the list and that for the primary group, whichever is first.
        const list = attributes.some((name) => name.startsWith('member'));
        if (list || JSON.stringify(filter).includes('primaryGroupID')) asked += list ? 'L' : 'P';
        return null;
      },
      entriesAt: () =>
        asked.length < 2 ? [member, fakeGroup(9001, 'A', [member], '1')] : [primary, fakeGroup(9001, 'A', [], '2')],
    });

    const reading = await readLdap(ldapSettings(dc.url), ['A']);

    expect(reading.kind).toBe('complete');
    expect([...reading.people.keys()]).toEqual([guid(1)]);
  });

  test('a group that never stands still is incomplete', async () => {
    const dc = await fake({ entriesAt: (count) => [anna, fakeGroup(9001, 'A', [anna], String(count))] });

    const reading = await readLdap(ldapSettings(dc.url), ['A']);

    expect(reading.roots[0]).toMatchObject({
      code: 'GROUP_READ_PARTLY',
      text: expect.stringContaining('kept changing'),
    });
  });

  test('a group that is deleted under way is incomplete', async () => {
    let found = false;
    const dc = await fake({
      onSearch: ({ attributes }) => {
        found ||= attributes.some((name) => name.startsWith('member'));
        return null;
      },
      entriesAt: () => (found ? [anna, bo] : before),
    });

    const reading = await readLdap(ldapSettings(dc.url), ['A']);

    expect(reading.roots[0]).toMatchObject({ code: 'GROUP_READ_PARTLY', text: expect.stringContaining('it vanished') });
  });
});
