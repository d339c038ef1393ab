import { describe, expect, test } from '@jest/globals';
import { interpret, nextExpiry, type RawEntry } from '../../../src/directory/ad/entry.ts';

const NOW = new Date('2026-01-31T09:00:00Z');
const GUID = '5cdd3231-c66c-46e7-a074-3702c4c64a69';
const USER = ['top', 'person', 'organizationalPerson', 'user'];

function entry(attributes: Record<string, string | string[] | Buffer>): RawEntry {
  const base = { objectguid: GUID, cn: 'Anna Abel', useraccountcontrol: '512', accountexpires: '0', objectclass: USER };
  return {
    dn: 'CN=Anna Abel,DC=corp',
    attributes: new Map(Object.entries({ ...base, ...attributes }).map(([name, value]) => [name, [value].flat()])),
  };
}

function stateOf(attributes: Record<string, string>): string {
  const object = interpret(entry(attributes), NOW);
  return object.kind === 'person' ? object.person.state : object.kind;
}

/** 100 ns steps since 1601. */
function fileTime(iso: string): string {
  return String(BigInt(Date.parse(iso)) * 10_000n + 116_444_736_000_000_000n);
}

test('a user becomes a person', () => {
  const object = interpret(entry({ displayname: 'Abel, Anna', mail: 'a@corp', userprincipalname: 'anna@corp' }), NOW);

  expect(object).toMatchObject({
    kind: 'person',
    person: {
      id: GUID,
      name: 'Abel, Anna',
      mail: 'a@corp',
      upn: 'anna@corp',
      state: 'enabled',
      label: 'CN=Anna Abel,DC=corp',
    },
  });
});

describe('the state of an account', () => {
  test.each([
    ['512', 'enabled'],
    ['66048', 'enabled'],
    ['514', 'disabled'],
    ['546', 'disabled'],
    ['66050', 'disabled'],
    ['-2147483136', 'enabled'],
  ])('userAccountControl %s is %s', (useraccountcontrol, state) => {
    expect(stateOf({ useraccountcontrol })).toBe(state);
  });

  test.each([
    ['0', 'enabled'],
    ['9223372036854775807', 'enabled'],
    ['132223104000000000', 'expired'],
    ['157469184000000000', 'enabled'],
    [fileTime('2026-01-31T08:59:59Z'), 'expired'],
    [fileTime('2026-01-31T09:00:00Z'), 'expired'],
    [fileTime('2026-01-31T09:00:01Z'), 'enabled'],
    ['9223372036854775806', 'enabled'],
  ])('accountExpires %s is %s', (accountexpires, state) => {
    expect(stateOf({ accountexpires })).toBe(state);
  });

  test.each([
    ['never, 0', '512', '0', null],
    ['never, the greatest', '512', '9223372036854775807', null],
    ['over', '512', fileTime('2026-01-31T09:00:00Z'), null],
    ['in the next second', '512', fileTime('2026-01-31T09:00:01Z'), Date.parse('2026-01-31T09:00:01Z')],
    ['of somebody who is disabled', '514', fileTime('2026-01-31T09:00:01Z'), null],
  ])('the time of accountExpires that is %s', (_, useraccountcontrol, accountexpires, expires) => {
    expect(interpret(entry({ useraccountcontrol, accountexpires }), NOW)).toMatchObject({ expires });
  });

  test.each([-1n, 0n, 1n, 9_999n, 10_000n])('expires with the first millisecond that finds it over: %s', (steps) => {
    for (const day of ['1969-01-01T00:00:00Z', '2026-01-31T09:00:01Z']) {
      const attributes = { accountexpires: String(BigInt(fileTime(day)) + steps) };
      const expires = Date.parse(day) + (steps > 0n ? 1 : 0);

      expect(interpret(entry(attributes), new Date(expires - 1))).toMatchObject({
        expires,
        person: { state: 'enabled' },
      });
      expect(interpret(entry(attributes), new Date(expires))).toMatchObject({ person: { state: 'expired' } });
    }
  });

  test('the next who expires is the first of the people', () => {
    const at = (second: number): string => fileTime(`2026-01-31T09:00:0${second}Z`);
    const objects = ['0', at(5), at(3), at(0), at(9)].map((accountexpires) =>
      interpret(entry({ accountexpires }), NOW),
    );

    expect(nextExpiry(objects)).toBe(Date.parse('2026-01-31T09:00:03Z'));
    expect(nextExpiry([interpret(entry({}), NOW), interpret(entry({ objectclass: ['group'] }), NOW)])).toBeNull();
  });

  test('disabled counts before expired', () => {
    expect(stateOf({ useraccountcontrol: '514', accountexpires: '132223104000000000' })).toBe('disabled');
  });

  test.each([
    ['hidden', []],
    ['a date', '2019-12-31 00:00:00+00:00'],
    ['empty', ''],
    ['a word', 'never'],
    ['in hex', '0x0'],
    ['negative', '-1'],
    ['beyond 64 bits', '9223372036854775808'],
  ])('is unclear when accountExpires is %s', (_, accountexpires) => {
    expect(interpret(entry({ accountexpires }), NOW)).toMatchObject({ kind: 'unclear', lacks: 'accountExpires' });
  });

  test('is disabled whatever accountExpires is', () => {
    expect(stateOf({ useraccountcontrol: '514', accountexpires: 'soon' })).toBe('disabled');
  });

  test.each([
    ['TRUE', [], 'disabled'],
    ['FALSE', [], 'enabled'],
    ['false', '132223104000000000', 'expired'],
    ['FALSE', 'soon', 'unclear'],
    ['', [], 'unclear'],
  ])('in AD LDS: msDS-UserAccountDisabled %j, accountExpires %j is %s', (disabled, accountexpires, state) => {
    const attributes = { useraccountcontrol: [], 'msds-useraccountdisabled': disabled, accountexpires };
    const object = interpret(entry(attributes), NOW);

    expect(object.kind === 'person' ? object.person.state : object.kind).toBe(state);
  });

  test('userAccountControl counts where there are both', () => {
    const attributes = { useraccountcontrol: '514', 'msds-useraccountdisabled': 'FALSE' };

    expect(stateOf(attributes)).toBe('disabled');
    expect(stateOf({ ...attributes, useraccountcontrol: 'x' })).toBe('unclear');
  });

  test('is unclear when userAccountControl cannot be read', () => {
    expect(interpret(entry({ useraccountcontrol: [] }), NOW)).toMatchObject({
      kind: 'unclear',
      lacks: 'userAccountControl',
    });
  });
});

test.each([
  [{ displayname: '  ' }, 'Anna Abel'],
  [{ displayname: '  Anna  ' }, 'Anna'],
  [{ cn: [], name: 'By name' }, 'By name'],
  [{ cn: [] }, 'CN=Anna Abel,DC=corp'],
  [{ displayname: Buffer.from('Zoë 🚀') }, 'Zoë 🚀'],
])('with %j the name is %j', (attributes, name) => {
  expect(interpret(entry(attributes), NOW)).toMatchObject({ person: { name } });
});

test.each([[[]], [''], ['   ']])('a mail and UPN of %j are none', (value) => {
  const object = interpret(entry({ mail: value, userprincipalname: value }), NOW);

  expect(object).toMatchObject({ person: { mail: null, upn: null } });
});

describe('what an object is', () => {
  test.each([
    [USER, 'person'],
    [[...USER, 'inetOrgPerson'], 'person'],
    [['TOP', 'Person', 'USER'], 'person'],
    [['top', 'group'], 'group'],
    [[...USER, 'computer'], 'computer'],
    [[...USER, 'computer', 'msDS-GroupManagedServiceAccount'], 'computer'],
    [['top', 'person', 'organizationalPerson', 'contact'], 'contact'],
    [['top', 'foreignSecurityPrincipal'], 'foreignSecurityPrincipal'],
    [['top', 'container'], 'unknown'],
  ])('%j is a %s', (objectclass, kind) => {
    const object = interpret(entry({ objectclass }), NOW);

    expect(object.kind === 'other' ? object.other.kind : object.kind).toBe(kind);
  });

  test('the account of a domain trust is no person', () => {
    expect(interpret(entry({ useraccountcontrol: '2080' }), NOW)).toMatchObject({ other: { kind: 'unknown' } });
  });

  test.each([
    [{ objectguid: [] }, 'objectGUID'],
    [{ objectguid: Buffer.alloc(15) }, 'objectGUID'],
    [{ objectclass: [] }, 'objectClass'],
  ])('with %j it is unclear', (attributes, lacks) => {
    expect(interpret(entry(attributes), NOW)).toMatchObject({ kind: 'unclear', lacks });
  });
});

test('a group has every name it may be mapped by, each once', () => {
  const attributes = { objectclass: ['group'], cn: 'Sales', samaccountname: 'grp-sales', displayname: 'Sales' };

  expect(interpret(entry(attributes), NOW)).toMatchObject({ kind: 'group', id: GUID, names: ['Sales', 'grp-sales'] });
});

test('a person belongs to its primary group', () => {
  const object = interpret(entry({ objectsid: 'S-1-5-21-1-2-3-1104', primarygroupid: '513' }), NOW);

  expect(object.primaryGroup).toBe('S-1-5-21-1-2-3-513');
});
