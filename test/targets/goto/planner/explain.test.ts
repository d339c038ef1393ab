import { expect, test } from '@jest/globals';
import type { Explained, Step } from '../../../../src/plan/explain/chain.ts';
import { explainerOf } from '../../../../src/targets/goto/planner/explain.ts';
import { inputOf, personId, rule, SALES, type Situation, userKey } from './builders.ts';

const LINKED = { linkAttribute: 'person' } as const;
const attributes = ['person'];
const linkedTo = (word: string): { attributes: Record<string, string> } => ({ attributes: { person: personId(word) } });

function explain(situation: Situation): Explained {
  return explainerOf(inputOf(situation)).explain({ person: personId('ada'), node: null });
}

/** Every step below the headings, as `CODE line: text`. */
function told({ steps }: Explained): string[] {
  const flat = (one: Step): string[] => [
    `${one.code}${one.line === null ? '' : ` ${one.line}`}: ${one.text}`,
    ...one.steps.flatMap(flat),
  ];
  return steps.flatMap(flat);
}

/** Somebody else of the domain, so that the account knows it. */
const EVE = { users: { eve: {} } };
const IN_STEP = { users: { ada: { products: ['Meeting'] } } };

const CASES: readonly (readonly [
  what: string,
  situation: Situation,
  steps: readonly (string | RegExp)[],
  decision: string,
])[] = [
  [
    'each value has its rule, and the strongest one sets the role',
    {
      rules: [
        rule('Leads', { role: { kind: 'admin' }, products: ['Connect'] }),
        rule('Sales', { products: ['Meeting'], userGroup: 'Sales', role: { kind: 'member' }, language: 'de_DE' }),
        rule('Other', { products: ['Webinar'] }),
      ],
      directory: { groups: { Leads: ['@Team'], Team: ['ada'], Sales: ['ada'], Other: [] } },
      account: { groups: ['Sales'] },
    },
    [
      'GIVES 10: rule 1, Leads: has them, and is the strongest that does',
      'GIVES 20: rule 2, Sales: has them',
      'NO_MEMBER 30: rule 3, Other: they are no member, nor in a group inside',
      'VALUE 10: product Connect from rule 1 (line 10)',
      'VALUE 20: product Meeting from rule 2 (line 20)',
      'VALUE 10: role: Admin from rule 1 (line 10)',
      'VALUE 20: user group: Sales from rule 2 (line 20)',
      'VALUE 20: language, of a new user: de_DE from rule 2 (line 20)',
      'LOGIN_ID: e-mail address ada@corp.example',
      'NOT_FOUND: no user was found for them',
    ],
    'changes: 1 change planned',
  ],
  [
    'in step',
    { rules: [SALES], directory: { groups: { Sales: ['ada'] } }, account: IN_STEP },
    [
      'FOUND_BY_LOGIN_ID: found by the address',
      `USER: Ada Example <ada@corp.example>, key ${userKey('ada')}: Meeting, Member, in no user group`,
    ],
    'inStep: in step, nothing to do',
  ],
  [
    'found by the link',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['ada'] } },
      settings: LINKED,
      account: { attributes, users: { other: { products: ['Meeting'], ...linkedTo('ada') } } },
    },
    ['FOUND_BY_LINK: found by the link attribute'],
    'changes: 1 change planned',
  ],
  [
    'a user that is linked to somebody who was not read',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['ada'] } },
      settings: LINKED,
      account: { attributes, users: { ada: { ...linkedTo('gone') } } },
    },
    [
      `TAKEN_OVER: found by the address, and linked to somebody who was not read (${personId('gone')})`,
      'DOUBTED: Ada Example (CN=ada) has the address of Ada Example <ada@corp.example>, who is linked to a person that was not read.',
    ],
    'changes: 1 change planned, 1 held',
  ],
  [
    'a rule that was not read',
    {
      rules: [rule('Gone', { products: ['Connect'] }), rule('Sales', { products: [] })],
      directory: { groups: { Sales: ['ada'] } },
      account: { users: { ada: { products: ['Connect'] } } },
    },
    [
      'NOT_READ 10: rule 1, Gone: may have them, for it was not read to the end: no Gone',
      'VALUE: no product and no role',
    ],
    'left: what would change waits: the steps above say why',
  ],
  [
    'no rule',
    { rules: [SALES], directory: { groups: { Sales: [], Else: ['ada'] } } },
    ['NO_MEMBER 10: rule 1, Sales: they are no member, nor in a group inside'],
    'nothing: no rule has them, so no user is planned',
  ],
  [
    'no rule, and a user that holds nothing',
    { rules: [SALES], directory: { groups: { Sales: [], Else: ['ada'] } }, account: { users: { ada: {} } } },
    ['FOUND_BY_LOGIN_ID: found by the address'],
    'inStep: no rule gives anything, and the user holds nothing: nothing to do',
  ],
  [
    'disabled, and no user',
    { rules: [SALES], directory: { groups: { Sales: ['ada'] }, people: { ada: { state: 'disabled' } } } },
    ['NOT_FOUND: no user was found for them'],
    'nothing: disabled, and there is no user',
  ],
  [
    'no address',
    { rules: [SALES], directory: { groups: { Sales: ['ada'] }, people: { ada: { mail: null } } }, account: EVE },
    ['LOGIN_ID_MISSING: no e-mail address in the directory'],
    'nothing: no user, and none is planned: the steps above say why',
  ],
  [
    'an address that cannot be used',
    { rules: [SALES], directory: { groups: { Sales: ['ada'] }, people: { ada: { mail: 'ada' } } }, account: EVE },
    ['LOGIN_ID_MISSING: e-mail address "ada" is not one name, one @ and one domain'],
    'nothing: no user, and none is planned: the steps above say why',
  ],
  [
    'an address of another domain',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['ada'] }, people: { ada: { mail: 'ada@x.example' } } },
      account: EVE,
    },
    ['LOGIN_ID_MISSING: e-mail address ada@x.example: goto.domains does not have x.example'],
    'nothing: no user, and none is planned: the steps above say why',
  ],
  [
    'an address that two have',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['ada', 'bob'] }, people: { bob: { mail: 'ADA@corp.example' } } },
      account: { users: { ada: {} } },
    },
    [
      'LOGIN_ID_SHARED: e-mail address ada@corp.example, which others have, too',
      'LOGIN_ID_SHARED: several people have the address: ada@corp.example: Ada Example (CN=ada), Bob Example (CN=bob)',
    ],
    'nothing: no user, and none is planned: the steps above say why',
  ],
  [
    'two users that are linked to them',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['ada'] } },
      settings: LINKED,
      account: { attributes, users: { one: linkedTo('ada'), two: linkedTo('ada') } },
    },
    [
      'LINK_CONTESTED: several users are linked to them: Ada Example (CN=ada): one@corp.example, two@corp.example',
      `FOUND_BY_LINK: linked to the person ${personId('ada')}`,
    ],
    'left: nothing can be decided about them, so the user stays as it is',
  ],
  [
    'a protected user',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['ada'] } },
      account: { users: { ada: {} } },
      settings: { protect: ['ada@corp.example'], protectLines: [4] },
    },
    ['PROTECTED_USER: Ada Example <ada@corp.example> is never touched: listed in goto.protect'],
    'left: protected, so the user stays as it is',
  ],
  [
    'no licence is left',
    { rules: [SALES], directory: { groups: { Sales: ['ada'] } }, account: { seats: { Meeting: 0 } } },
    [/^CANNOT_BE_MADE: cannot be made now: .*Meeting/],
    'changes: 1 change planned, 1 that cannot be made now',
  ],
  [
    'an approval lets it through',
    {
      rules: [rule('Admins', { role: { kind: 'admin' }, products: ['Meeting'] })],
      directory: { groups: { Admins: ['ada'] } },
      account: { users: { ada: {} } },
    },
    [/^HELD_BACK: held by goto.adopt; --approve \S+ lets its whole set through/],
    'changes: 1 change planned, 1 held',
  ],
];

test.each(CASES)('%s', (_what, situation, steps, decision) => {
  const explained = explain(situation);

  const lines = told(explained);
  for (const one of steps) expect(lines).toContainEqual(typeof one === 'string' ? one : expect.stringMatching(one));
  expect(`${explained.decision.kind}: ${explained.decision.text}`).toBe(decision);
});

test('an approval is told where it lets somebody through', () => {
  const situation: Situation = {
    rules: [rule('Admins', { role: { kind: 'admin' }, products: ['Meeting'] })],
    directory: { groups: { Admins: ['ada'] } },
    account: { users: { ada: {} } },
  };
  const [, id = ''] = /--approve (\S+)/.exec(told(explain(situation)).join('\n')) ?? [];

  const approved = told(explain({ ...situation, approve: [id] }));

  expect(approved).toContain(`APPROVED: over goto.adopt, and let through by --approve (${id})`);
});

test('where the file names what the account does not have, nothing is decided about anybody', () => {
  const explained = explain({
    rules: [rule('Sales', { userGroup: 'Nowhere' })],
    directory: { groups: { Sales: ['ada'] } },
  });

  expect(explained.decision.text).toMatch(/^nothing is planned for anybody/);
  expect(told(explained)).toContainEqual(expect.stringMatching(/^SAID 10: USER_GROUP_UNKNOWN/));
});

test('what a test of the file would expect is data', () => {
  const { placement, expected } = explain({
    rules: [
      SALES,
      rule('Leads', { role: { kind: 'custom', name: 'Helpdesk' }, userGroup: 'Sales', language: 'de_DE' }),
    ],
    directory: { groups: { Sales: ['ada'], Leads: ['ada'] } },
    account: { groups: ['Sales'], roleSets: ['Helpdesk'] },
  });

  expect(placement).toEqual({ group: 'Rule 1: Sales', role: null, line: 10, path: ['Sales'] });
  expect(expected).toEqual([
    { field: 'products', value: ['Meeting'], line: 10 },
    { field: 'role', value: 'Helpdesk', line: 20 },
    { field: 'userGroup', value: 'Sales', line: 20 },
    { field: 'language', value: 'de_DE', line: 20 },
  ]);
});
