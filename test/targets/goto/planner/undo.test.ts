import { describe, expect, test } from '@jest/globals';
import { NO_PAST } from '../../../../src/plan/earlier-runs.ts';
import type { Value } from '../../../../src/plan/model.ts';
import { type DoneCall, pastChanges } from '../../../../src/plan/undo/past.ts';
import { type Undoing, undoPlan } from '../../../../src/plan/undo/undo-plan.ts';
import type { GotoChange } from '../../../../src/targets/goto/planner/change.ts';
import { SAVED_RULES } from '../../../../src/targets/goto/planner/consistent-change.ts';
import { holdSaved } from '../../../../src/targets/goto/planner/holds.ts';
import { lastingIn, undoChanges } from '../../../../src/targets/goto/planner/undo.ts';
import {
  accountOf,
  type AccountLiteral,
  fileOf,
  gotoSettings,
  licence,
  personId,
  rule,
  userGroupKey,
  userKey,
  type UserLiteral,
} from './builders.ts';

const REASON = { code: 'UNDO', text: 'puts back what the run changed', line: null, path: [] } as const;
const MEETING = licence('Meeting');
const CONNECT = licence('Connect');
const RULES = [
  rule('Sales', { products: ['Meeting', 'Connect'], userGroup: 'Sales' }),
  rule('Admins', { role: { kind: 'admin' } }),
];
const MORE = {
  linkAttribute: 'adsyncPerson',
  attributes: [{ name: 'department', from: 'department', line: 1 }],
} as const;
const SETTINGS = gotoSettings(RULES, MORE);

type Sides = Readonly<Record<string, readonly [old: Value, left: Value]>>;

function ran(word: string, sides: Sides, more: Partial<DoneCall> = {}): DoneCall {
  const values = (side: 0 | 1): Record<string, Value> =>
    Object.fromEntries(Object.entries(sides).map(([field, both]) => [field, both[side]]));
  const about = { change: word, kind: 'user', name: word, email: `${word}@corp.example`, person: null } as const;
  const made = { node: userKey(word), creates: false, isSure: true, group: 'Rule 1: Sales' };
  return { ...about, ...made, before: values(0), after: values(1), ...more };
}

function undo(
  users: Readonly<Record<string, UserLiteral>>,
  calls: readonly DoneCall[],
  { settings = SETTINGS, ...literal }: Omit<AccountLiteral, 'users'> & { settings?: typeof SETTINGS } = {},
): Undoing<GotoChange> {
  const account = accountOf({ groups: ['Sales'], attributes: ['department', 'adsyncPerson'], ...literal, users });
  const made = undoChanges(pastChanges(calls), settings, account, REASON);
  for (const change of made.changes) expect(SAVED_RULES.contradiction(change)).toBeNull();
  return made;
}

function shown({ changes }: Undoing<GotoChange>): string[] {
  return changes.map(({ operations, after }) => `${operations.join('+')} ${JSON.stringify(after)}`);
}

describe('each field goes back to what it was', () => {
  const cases: readonly [string, UserLiteral, Sides, string][] = [
    [
      'a product that was given, beside another',
      { products: ['Meeting', 'Connect'] },
      { licences: [[CONNECT], [MEETING, CONNECT].sort()] },
      'revoke {"products":["Connect"]}',
    ],
    [
      'a product that was taken',
      { products: ['Connect'] },
      { licences: [[MEETING, CONNECT].sort(), [CONNECT]] },
      'grant {"products":["Connect","Meeting"]}',
    ],
    [
      'a suspension',
      {},
      { licences: [[MEETING], []], status: ['enabled', 'disabled'] },
      'resume+grant {"status":"enabled","products":["Meeting"]}',
    ],
    [
      'a resume',
      { products: ['Meeting'] },
      { licences: [[], [MEETING]], status: ['disabled', 'enabled'] },
      'suspend {"status":"disabled","products":[]}',
    ],
    [
      'a role',
      { products: ['Meeting'], adminRoles: ['MANAGE_ACCOUNT'] },
      { adminRoles: [[], ['MANAGE_ACCOUNT']] },
      'update {"role":"Member"}',
    ],
    [
      'a user group that was joined',
      { products: ['Meeting'], group: 'Sales' },
      { group: ['', userGroupKey('Sales')] },
      'update {"userGroup":null}',
    ],
    [
      'a user group that was changed',
      { products: ['Meeting'] },
      { group: [userGroupKey('Sales'), ''] },
      'update {"userGroup":"Sales"}',
    ],
    ['a name', { products: ['Meeting'] }, { firstName: ['Adela', 'Ada'] }, 'update {"firstName":"Adela"}'],
    [
      'an attribute',
      { products: ['Meeting'], attributes: { department: 'New', adsyncPerson: '' } },
      { 'attribute department': ['Old', 'New'] },
      'update {"attributes":["department=Old"]}',
    ],
  ];

  test.each(cases)('%s', (_name, ada, sides, expected) => {
    const undone = undo({ ada }, [ran('ada', sides)]);

    expect(shown(undone)).toEqual([expected]);
    expect(undone.leftAlone).toEqual([]);
  });

  test('the address of a user whose link proves whose it is', () => {
    const ada = { products: ['Meeting'], attributes: { department: '', adsyncPerson: personId('ada') } };
    const sides: Sides = { email: ['old@corp.example', 'ada@corp.example'] };

    expect(shown(undo({ ada }, [ran('ada', sides, { person: personId('ada') })]))).toEqual([
      'update {"email":"old@corp.example"}',
    ]);
  });

  test('a user that was added is suspended, and keeps the link', () => {
    const ada = { products: ['Meeting'], attributes: { department: '', adsyncPerson: personId('ada') } };
    const undone = undo({ ada }, [ran('ada', { email: ['', 'ada@corp.example'] }, { creates: true })]);

    expect(shown(undone)).toEqual(['suspend {"status":"disabled","products":[]}']);
    expect(undone.lasting).toEqual(['createdUser', 'mail']);
  });

  test('a user of whose addition nobody knows the key is found by the address, if it was added', () => {
    const call = (word: string) =>
      ran(word, { email: ['', `${word}@corp.example`] }, { node: null, creates: true, isSure: false });

    const undone = undo({ ada: { products: ['Meeting'] } }, [call('ada'), call('bob')]);

    expect(undone.changes.map(({ email }) => email)).toEqual(['ada@corp.example']);
    expect([undone.leftAlone, undone.lasting]).toEqual([[], ['createdUser', 'mail']]);
  });
});

describe('what is not put back is named', () => {
  test.each<[string, UserLiteral, Sides]>([
    ['products that somebody has changed', { products: ['Webinar'] }, { licences: [[], [MEETING]] }],
    ['a role that somebody has changed', { adminRoles: ['SUPER_USER'] }, { adminRoles: [[], ['MANAGE_ACCOUNT']] }],
    ['an address that somebody has changed', {}, { email: ['old@corp.example', 'other@corp.example'] }],
    [
      'a link that somebody has changed',
      { attributes: { department: '', adsyncPerson: personId('bob') } },
      { 'attribute adsyncPerson': ['', personId('ada')] },
    ],
  ])('%s', (_what, ada, sides) => {
    const undone = undo({ ada }, [ran('ada', sides)]);

    expect(undone.changes).toEqual([]);
    expect(undone.leftAlone.map(({ code }) => code)).toEqual(['UNDO_STALE']);
  });

  test('a field of its own, while the others go back', () => {
    const ada = { products: ['Meeting'], firstName: 'By hand' };
    const undone = undo({ ada }, [ran('ada', { firstName: ['Old', 'Ada'], licences: [[], [MEETING]] })]);

    expect(shown(undone)).toEqual(['suspend {"status":"disabled","products":[]}']);
    expect(undone.leftAlone.map(({ text }) => text)).toEqual([
      'The first name is "By hand" by now, not what the run left, so it is not put back.',
    ]);
  });

  test.each<[string, UserLiteral, Sides, string]>([
    ['a product that no rule gives', {}, { licences: [[licence('Webinar')], []] }, 'no rule gives Webinar'],
    ['a role that no rule gives', {}, { adminRoles: [['SUPER_USER'], []] }, 'no rule gives the role Super admin'],
    ['a protected user', { email: 'owner@corp.example' }, { licences: [[MEETING], []] }, 'must not be touched'],
    [
      'an address that no link proves',
      {},
      { email: ['old@corp.example', 'ada@corp.example'] },
      'no link proves whose user it is',
    ],
  ])('%s', (_what, ada, sides, why) => {
    const settings = gotoSettings(RULES, { ...MORE, protect: ['owner@corp.example'] });
    const undone = undo({ ada }, [ran('ada', sides)], { settings });

    expect(undone.changes).toEqual([]);
    expect(undone.leftAlone.map(({ code }) => code)).toEqual(['UNDO_IMPOSSIBLE']);
    expect(undone.leftAlone[0]?.text).toContain(why);
  });

  test('the last super admin stays one', () => {
    const settings = gotoSettings([rule('Owners', { role: { kind: 'superAdmin' } })], MORE);
    const account = accountOf({ users: { ada: { adminRoles: ['SUPER_USER'], status: 'ACTIVE' } } });
    const alone = { ...account, users: account.users.filter(({ key }) => key === userKey('ada')) };
    const past = pastChanges([ran('ada', { adminRoles: [[], ['SUPER_USER']] })]);

    const undone = undoChanges(past, settings, alone, REASON);

    expect(undone.changes).toEqual([]);
    expect(undone.leftAlone.map(({ text }) => text)).toEqual(['The last super admin is never suspended or demoted.']);
  });

  test('a link that was written stays, and Connect forgets its settings', () => {
    const ada = { attributes: { department: '', adsyncPerson: personId('ada') } };
    const sides: Sides = { 'attribute adsyncPerson': ['', personId('ada')], licences: [[CONNECT], []] };

    expect(undo({ ada }, [ran('ada', sides)]).lasting).toEqual(['link', 'phone']);
  });
});

test('whoever gets something back is held, and whoever loses something is not', () => {
  const dora = { products: ['Meeting'], attributes: { department: '', adsyncPerson: personId('dora') } };
  const users = { ada: {}, bob: { products: ['Meeting'] }, cleo: { products: ['Meeting'] }, dora };
  const literal = { groups: ['Sales'], users };
  const undoing = undo(users, [
    ran('ada', { licences: [[MEETING], []] }),
    ran('bob', { licences: [[], [MEETING]] }),
    ran('cleo', { adminRoles: [['MANAGE_ACCOUNT'], []] }),
    // A password can be had by whoever reads the mail of the former address.
    ran('dora', { email: ['old@corp.example', 'dora@corp.example'] }, { person: personId('dora') }),
  ]);
  const settings = fileOf(SETTINGS);
  const head = { settings, directory: { type: 'file' }, adsyncVersion: '0', createdAt: '' } as const;
  const plan = undoPlan(head, [{ run: 'r', undoing, rules: SAVED_RULES.fields }]);

  const again = holdSaved(plan, {
    settings,
    account: accountOf(literal),
    approvals: [],
    earlier: new Map(),
    past: NO_PAST,
  });

  expect(again.plan.changes.map(({ email, held }) => [email, held?.limit]).sort()).toEqual([
    ['ada@corp.example', 'undo'],
    ['bob@corp.example', undefined],
    ['cleo@corp.example', 'undo'],
    ['old@corp.example', 'undo'],
  ]);
});

test('of a plan, what stays is known before', () => {
  const one = (operations: GotoChange['operations'], after: GotoChange['after']) =>
    lastingIn({ operations, before: operations.includes('create') ? null : {}, after });

  expect([one(['create'], {}), one(['update'], { link: personId('ada') }), one(['suspend'], {})]).toEqual([
    ['createdUser', 'mail'],
    ['link'],
    [],
  ]);
});
