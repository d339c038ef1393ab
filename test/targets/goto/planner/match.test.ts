import { describe, expect, test } from '@jest/globals';
import { lines, noticesOf, personId, propose, rule, SALES, type Situation } from './builders.ts';

const LINKED = { linkAttribute: 'person' } as const;
const attributes = ['person'];
const linkedTo = (word: string): { attributes: Record<string, string> } => ({ attributes: { person: personId(word) } });
const ADMINS = [rule('Admins', { products: ['Meeting'], role: { kind: 'admin' } })];

/** Whose user is whose. The codes are those of the notices. */
const CASES: readonly (readonly [
  what: string,
  situation: Situation,
  changes: readonly string[],
  codes: readonly string[],
])[] = [
  [
    'without an address nothing can be done',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['ada', 'bob'] }, people: { ada: { mail: null }, bob: { mail: 'no address' } } },
      account: { users: { eve: {} } },
    },
    [],
    ['NO_ADDRESS'],
  ],
  [
    'addresses of other domains are skipped, with one notice a domain',
    {
      rules: [SALES],
      directory: {
        groups: { Sales: ['ada', 'bob', 'cleo'] },
        people: { ada: { mail: 'a@x.example' }, bob: { mail: 'b@x.example' } },
      },
    },
    ['create cleo +Meeting role=Member'],
    ['ADDRESS_OUTSIDE_DOMAINS'],
  ],
  [
    'an address that two have is nobody’s',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['ada', 'bob'] }, people: { bob: { mail: 'ADA@corp.example' } } },
      account: { users: { ada: { products: ['Connect'] } } },
    },
    [],
    ['ADDRESS_SHARED'],
  ],
  [
    'an ended person shares an address with nobody who works',
    {
      rules: [SALES],
      directory: {
        groups: { Sales: ['ada', 'bob'] },
        people: { bob: { mail: 'ada@corp.example', state: 'disabled' } },
      },
      account: { users: { ada: {} } },
    },
    ['resume,grant ada +Meeting'],
    [],
  ],
  [
    'two users with one address are left alone',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['ada'] } },
      account: { users: { ada: {}, bob: { email: 'Ada@corp.example', products: ['Connect'] } } },
    },
    [],
    ['USER_DOUBLE'],
  ],
  [
    'an ended person whose users nobody can tell apart leaves one that works',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['ada'] }, people: { ada: { state: 'expired' } } },
      account: { users: { ada: {}, bob: { email: 'Ada@corp.example', products: ['Connect'] } } },
    },
    [],
    ['LEAVERS_LEFT', 'USER_DOUBLE'],
  ],
  [
    'the link is stronger than the address, and the address follows',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['ada'] }, people: { ada: { mail: 'ada.new@corp.example' } } },
      account: { users: { ada: { products: ['Meeting'], ...linkedTo('ada') } }, attributes },
      settings: LINKED,
    },
    ['update ada.new email=ada.new@corp.example'],
    [],
  ],
  [
    'an address that another user has is not given',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['ada'] }, people: { ada: { mail: 'bob@corp.example' } } },
      account: {
        users: { ada: { products: ['Meeting'], ...linkedTo('ada') }, bob: { attributes: { person: '' } } },
        attributes,
      },
      settings: LINKED,
    },
    [],
    ['ADDRESS_IN_USE'],
  ],
  [
    'a user that is found by the address is linked',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['ada'] } },
      account: { users: { ada: { products: ['Meeting'], attributes: {} } }, attributes },
      settings: LINKED,
    },
    [`update ada link=${personId('ada')}`],
    [],
  ],
  [
    'of two users with one link none is touched',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['ada'] } },
      account: { users: { ada: linkedTo('ada'), bob: { products: ['Meeting'], ...linkedTo('ada') } }, attributes },
      settings: LINKED,
    },
    [],
    ['LINK_DOUBLE'],
  ],
  [
    'a user that is linked to another person is not found by the address',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['ada', 'bob'] }, people: { bob: { mail: 'bob.new@corp.example' } } },
      account: { users: { ada: { products: ['Meeting'], ...linkedTo('bob') } }, attributes },
      settings: LINKED,
    },
    ['update bob.new firstName=Bob email=bob.new@corp.example'],
    ['LINK_ELSEWHERE'],
  ],
  [
    'a link to a user of another domain leads nowhere',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['ada'] } },
      account: { users: { ada: { email: 'ada@other.example', ...linkedTo('ada') } }, attributes },
      settings: LINKED,
    },
    [],
    ['LINK_OUTSIDE'],
  ],
  [
    'a user of somebody who is gone passes to nobody without an approval',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['ada'] } },
      account: { users: { ada: { products: ['Meeting'], ...linkedTo('gone') } }, attributes },
      settings: LINKED,
    },
    [`update ada link=${personId('ada')} held by goto.adopt`],
    ['HELD'],
  ],
  [
    'an address gives nobody rights over others',
    {
      rules: ADMINS,
      directory: { groups: { Admins: ['ada'] } },
      account: { users: { ada: { products: ['Meeting'] } } },
    },
    ['update ada role=Admin held by goto.adopt'],
    ['HELD'],
  ],
  [
    'where addresses are trusted it does',
    {
      rules: ADMINS,
      directory: { groups: { Admins: ['ada'] } },
      account: { users: { ada: { products: ['Meeting'] } } },
      settings: { adopt: 'account' },
    },
    ['update ada role=Admin'],
    [],
  ],
  [
    'and where the link proves the person',
    {
      rules: ADMINS,
      directory: { groups: { Admins: ['ada'] } },
      account: { users: { ada: { products: ['Meeting'], ...linkedTo('ada') } }, attributes },
      settings: LINKED,
    },
    ['update ada role=Admin'],
    [],
  ],
  [
    'a lower role needs no approval',
    {
      rules: ADMINS,
      directory: { groups: { Admins: ['ada'] } },
      account: { users: { ada: { products: ['Meeting'], adminRoles: ['SUPER_USER'] } } },
    },
    ['update ada role=Admin'],
    [],
  ],
  [
    'a new address without a link is a new user, and perhaps the same person',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['ada'] }, people: { ada: { mail: 'ada.new@corp.example' } } },
      account: { users: { ada: { products: ['Meeting'] } } },
    },
    ['suspend ada -Meeting', 'create ada.new +Meeting role=Member'],
    ['MAYBE_RENAMED'],
  ],
];

test.each(CASES)('%s', (_what, situation, changes, codes) => {
  const plan = propose(situation);

  expect(lines(plan)).toEqual(changes);
  expect(
    noticesOf(plan)
      .map((one) => one.split(/[: ]/)[0])
      .sort(),
  ).toEqual(codes);
});

describe('names and addresses', () => {
  const named = (fields: object, user: object = {}): Situation => ({
    rules: [SALES],
    directory: { groups: { Sales: ['ada'] }, people: { ada: fields } },
    account: { users: { ada: { products: ['Meeting'], ...user } } },
  });
  const long = 'x'.repeat(33);

  test.each<[what: string, situation: Situation, changes: readonly string[], code: string]>([
    [
      'own ones of the directory count',
      named({ attributes: { givenName: 'A.', surname: 'King' } }),
      ['update ada firstName=A. lastName=King'],
      '',
    ],
    [
      'else the last word is the last name',
      named({ name: 'Ada de King' }),
      ['update ada firstName=Ada de lastName=King'],
      '',
    ],
    ['a single word contradicts nothing', named({ name: 'Lovelace' }), [], ''],
    ['too long a name is left', named({ name: `Ada ${long}` }), [], 'NAME_TOO_LONG'],
    [
      'names that another account manages are left',
      named({ name: 'Ada King' }, { identityReadOnly: true }),
      [],
      'IDENTITY_READ_ONLY',
    ],
  ])('%s', (_what, situation, changes, code) => {
    const plan = propose(situation);

    expect(lines(plan)).toEqual(changes);
    expect(noticesOf(plan).join().split(':')[0]).toBe(code);
  });

  test.each([
    ['a name', { name: `Ada ${long}` }, `the name "${long}" has more than 32 characters`],
    ['an address', { mail: `${'a'.repeat(60)}.${'b'.repeat(60)}@corp.example` }, 'the address'],
  ])('a new user with too long %s is blocked', (_what, fields, text) => {
    const [change] = propose({
      rules: [SALES],
      directory: { groups: { Sales: ['ada'] }, people: { ada: fields } },
    }).changes;

    expect(change?.blocked).toEqual({ kind: 'invalid-data', text: expect.stringContaining(text) });
  });

  test('a new address that is too long is not given', () => {
    const mail = `${'a'.repeat(60)}.${'b'.repeat(60)}@corp.example`;
    const plan = propose({
      rules: [SALES],
      directory: { groups: { Sales: ['ada'] }, people: { ada: { mail } } },
      account: { users: { ada: { products: ['Meeting'], ...linkedTo('ada') } }, attributes },
      settings: LINKED,
    });

    expect(lines(plan)).toEqual([]);
    expect(noticesOf(plan).join()).toMatch(/^ADDRESS_TOO_LONG: 1 user cannot get/);
  });
});
