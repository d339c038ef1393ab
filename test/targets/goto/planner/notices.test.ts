import { expect, test } from '@jest/globals';
import { accountOf, inputOf, lines, noticesOf, propose, rule, SALES, type Situation } from './builders.ts';
import { proposeChanges } from '../../../../src/targets/goto/planner/propose.ts';

const ada: Situation['directory'] = { groups: { Sales: ['ada'] } };

test.each<[what: string, situation: Situation, notice: string]>([
  [
    'the loss of GoTo Connect',
    { rules: [SALES], directory: ada, account: { users: { ada: { products: ['Meeting', 'Connect'] } } } },
    'CONNECT_SETTINGS_7_DAYS: 1 user would lose GoTo Connect: the service keeps their phone settings for 7 days only. Give the licence back before that if it is wrong. Who: Ada Example <ada@corp.example>.',
  ],
  [
    'people of rules that give nothing',
    { rules: [rule('Sales', { language: 'de_DE' })], directory: ada },
    'NOTHING_GIVEN: 1 person is in rules that give neither a product nor a role, so no user is created: the service takes none without. Who: Ada Example (CN=ada).',
  ],
  [
    'a user whom the service shows as suspended although it holds something',
    { rules: [SALES], directory: ada, account: { users: { ada: { products: ['Meeting'], status: 'SUSPENDED' } } } },
    'STATUS_ODD: 1 user is shown as suspended by the service although they hold something: they declined the invitation, or went to another account. Who: Ada Example <ada@corp.example>.',
  ],
  [
    'a protected user that differs',
    {
      rules: [SALES],
      directory: ada,
      account: { users: { ada: {} } },
      settings: { protect: ['ada@corp.example'], protectLines: [7] },
    },
    'PROTECTED_USERS: 1 user may differ from what the rules give, but are never touched. Who: Ada Example <ada@corp.example>: listed in goto.protect.',
  ],
  [
    'the user of the token',
    { rules: [SALES], directory: ada, account: { users: { ada: {} }, self: 'ada' } },
    'PROTECTED_USERS: 1 user may differ from what the rules give, but are never touched. Who: Ada Example <ada@corp.example>: the user whose token adsync uses.',
  ],
  [
    'an entry that protects nobody',
    {
      rules: [SALES],
      directory: ada,
      account: { users: { ada: { products: ['Meeting'] } } },
      settings: { protect: ['bob@corp.example'], protectLines: [7] },
    },
    'PROTECT_UNUSED (line 7): No user of the account has the address bob@corp.example, so the entry protects nobody. Correct it, or remove it.',
  ],
  [
    'a rule without people',
    { rules: [SALES], directory: { groups: { Sales: [] } }, account: { users: { ada: {} } } },
    'MAPPING_EMPTY (line 10): The directory group has no people, nor has any group inside it, so the rule gives nobody anything.',
  ],
  [
    'attributes that no user shows',
    {
      rules: [SALES],
      directory: ada,
      account: { users: { ada: { products: ['Meeting'] } }, attributes: ['department'] },
      settings: { attributes: [{ name: 'department', from: 'department', line: 8 }] },
    },
    'ATTRIBUTES_UNSEEN (line 8): No user of the account shows a custom attribute: either nobody has one, or the service does not show them. Until one does, those of existing users are left alone, the link as well. Set one by hand for any user in the Admin Center, or let a new user be added, and plan again.',
  ],
])('%s', (_what, situation, notice) => {
  expect(noticesOf(propose(situation))).toEqual([notice]);
});

test('attributes that one user shows are read of all', () => {
  const attributes = [{ name: 'department', from: 'department', line: 8 }];
  const account = { users: { ada: { products: ['Meeting'], attributes: {} } }, attributes: ['department'] };

  expect(noticesOf(propose({ rules: [SALES], directory: ada, account, settings: { attributes } }))).toEqual([]);
});

test('the last super admin stays, always the same one', () => {
  const input = inputOf({
    rules: [SALES],
    directory: { groups: { Sales: [] } },
    account: { users: { ada: { adminRoles: ['SUPER_USER'] }, bob: { adminRoles: ['SUPER_USER'] } }, self: 'eve' },
  });
  const users = input.account.users.filter(({ email }) => email !== 'root@owner.example');
  const plan = proposeChanges({ ...input, account: { ...input.account, users } });

  expect(lines(plan)).toEqual(['suspend ada role=Member']);
  expect(noticesOf(plan).join()).toMatch(/PROTECTED_USERS: .* Bob Example <bob@corp.example>: the last super admin\./);
});

test('who gets a mail, and who may', () => {
  const directory = { groups: { Sales: ['ada', 'bob'] } };
  const situation: Situation = { rules: [SALES], directory, account: { users: { bob: {} } } };
  const mail = (one: Situation): string[] =>
    propose(one).notices.flatMap(({ code, text }) => (/MAIL/.test(code) ? [`${code}: ${text}`] : []));

  expect(mail(situation)).toEqual([
    'MAIL_POSSIBLE: 1 user may get a mail of the service about the products that change. Who: Bob Example <bob@corp.example>.',
    'WELCOME_MAIL: 1 new user gets the welcome mail of the service (goto.welcomeMail). Who: Ada Example <ada@corp.example>.',
  ]);
  expect(mail({ ...situation, settings: { welcomeMail: false } }).join()).toMatch(/^MAIL_POSSIBLE: [^:]*: Bob [^:]*$/);
});

test('a licence that is switched off', () => {
  const input = inputOf({ rules: [SALES], directory: ada, account: { users: { ada: { products: ['Meeting'] } } } });
  const account = accountOf({ users: { ada: { products: ['Meeting'] } } });
  const licences = account.licences.map((one, index) => (index === 0 ? { ...one, enabled: false } : one));

  expect(noticesOf(proposeChanges({ ...input, account: { ...account, licences } }))[0]).toMatch(
    /^LICENCE_DISABLED \(line 3\): The licence 70000000000000000000000001 \(Meeting\) is switched off/,
  );
});

test('thousands of people are one notice', () => {
  const words = Array.from({ length: 1200 }, (_, index) => `p${index}`);
  const people = Object.fromEntries(words.map((word) => [word, { mail: null }]));
  const plan = propose({
    rules: [SALES],
    directory: { groups: { Sales: words }, people },
    account: { users: { eve: {} } },
  });

  expect(noticesOf(plan)).toHaveLength(1);
  expect(noticesOf(plan)[0]).toMatch(/^NO_ADDRESS: 1,200 people are skipped: .*; and 1,190 more\.$/);
});

test.each<[what: string, groups: Readonly<Record<string, readonly string[]>>, users: readonly string[], said: boolean]>(
  [
    ['people of no rule', { Sales: ['bob'], Others: ['ada', 'eve'] }, [], false],
    ['people of no rule, one of whom may be a user', { Sales: ['bob'], Others: ['ada', 'eve'] }, ['ada'], true],
    ['people of whom one is in a rule', { Sales: ['bob', 'eve'], Others: ['ada'] }, [], true],
  ],
)('a shared address of %s', (_what, groups, users, said) => {
  const { notices } = propose({
    rules: [SALES],
    directory: { groups, people: { eve: { mail: 'ada@corp.example' } } },
    account: { users: Object.fromEntries(users.map((word) => [word, { products: ['Meeting'] }])) },
  });

  expect(notices.some(({ code }) => code === 'ADDRESS_SHARED')).toBe(said);
});

test('what the directory had to say is passed on', () => {
  const input = inputOf({ rules: [SALES], directory: ada });
  const notice = {
    code: 'MEMBER_NOT_A_PERSON',
    severity: 'info',
    text: 'A printer.',
    subject: 'p',
    line: null,
  } as const;

  const proposed = proposeChanges({ ...input, reading: { ...input.reading, notices: [notice] } });

  expect(proposed.notices).toContainEqual(notice);
});
