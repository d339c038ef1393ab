import { describe, expect, test } from '@jest/globals';
import type { Explained, Step } from '../../../../src/plan/explain/chain.ts';
import { explainerOf } from '../../../../src/targets/rescue/planner/explain.ts';
import type { Mapping, RescueSettings } from '../../../../src/targets/rescue/settings.ts';
import {
  type AccountLiteral,
  accountOf,
  type DirectoryLiteral,
  mapping,
  personId,
  type PlanGiven,
  planOf,
  readingOf,
  settingsOf,
} from './builders.ts';

interface Situation {
  readonly mappings?: readonly Mapping[];
  readonly groups: DirectoryLiteral['groups'];
  readonly people?: DirectoryLiteral['people'];
  readonly incomplete?: readonly string[];
  readonly users?: AccountLiteral;
  readonly settings?: Partial<RescueSettings>;
  readonly limits?: { readonly disable: number };
  readonly given?: PlanGiven;
}

const DAY = mapping('Day', 'Technicians/Day', { line: 10 });
const NIGHT = mapping('Night', 'Technicians/Night', { line: 20 });

function explain(situation: Situation, who: { person?: string; node?: string } = { person: 'ada' }): Explained {
  const {
    mappings = [DAY],
    groups,
    people = {},
    incomplete = [],
    users = {},
    settings = {},
    limits,
    given,
  } = situation;
  const file = settingsOf(mappings, settings);
  const disable = limits === undefined ? file.limits.disable : ({ kind: 'count', count: limits.disable } as const);
  const reading = readingOf({ groups, people, incomplete }, mappings);
  const { input } = planOf(
    { ...file, limits: { ...file.limits, disable } },
    reading,
    accountOf(users),
    [],
    new Map(),
    given,
  );
  const person = who.person === undefined ? null : personId(who.person);
  return explainerOf(input).explain({ person, node: who.node ?? null });
}

/** Every step below the headings, as `CODE line: text`. */
function told({ steps }: Explained): string[] {
  const flat = (one: Step): string[] => [
    `${one.code}${one.line === null ? '' : ` ${one.line}`}: ${one.text}`,
    ...one.steps.flatMap(flat),
  ];
  return steps.flatMap(flat);
}

/** What is told, and what is decided. */
const CASES: readonly (readonly [what: string, situation: Situation, steps: readonly string[], decision: string])[] = [
  [
    'a mapping has them by a group inside',
    { groups: { Day: ['@Team'], Team: ['ada'] }, users: { 'Technicians/Day/Team': { ada: { link: 'ada' } } } },
    [
      'GIVES 10: Day → Technicians/Day: has them',
      'OPTION 10: place: Technicians/Day/Team',
      'FOUND_BY_LINK: found by the link in its Description',
      'LOGIN_ID: login id ada@corp.example (e-mail address)',
    ],
    'inStep: in step, nothing to do',
  ],
  [
    'the first mapping keeps them',
    { mappings: [DAY, NIGHT], groups: { Day: ['ada'], Night: ['ada'] } },
    [
      'GIVES 10: Day → Technicians/Day: has them',
      'COMES_LATER 20: Night → Technicians/Night: has them as well, and the mapping at line 10 comes first and keeps them',
      'NOT_FOUND: no user was found for them',
    ],
    'changes: 1 change planned',
  ],
  [
    'direct members only',
    { mappings: [{ ...DAY, subgroups: 'ignore' }, NIGHT], groups: { Day: ['bob', '@Team'], Team: ['ada'], Night: [] } },
    [
      'DIRECT_ONLY 10: Day → Technicians/Day: has them only in a group inside, and takes direct members only (subgroups: ignore)',
      'NO_MEMBER 20: Night → Technicians/Night: they are no member, nor in a group inside',
    ],
    'nothing: no mapping has them, so no user is planned',
  ],
  [
    'no direct member',
    { mappings: [{ ...DAY, subgroups: 'ignore' }], groups: { Day: ['bob'], Team: ['ada'] } },
    ['NO_MEMBER 10: Day → Technicians/Day: they are no direct member, and others do not count (subgroups: ignore)'],
    'nothing: no mapping has them, so no user is planned',
  ],
  [
    'a group that was not read may have them',
    { mappings: [DAY, NIGHT], groups: { Night: ['ada'] }, users: { 'Technicians/Old': { ada: { link: 'ada' } } } },
    [
      'NOT_READ 10: Day → Technicians/Day: may have them, for it was not read to the end: no Day',
      'TAKEN_BACK: not moved: this mapping, or one before it, was not read to the end',
    ],
    'left: what would change waits, so the user stays as it is',
  ],
  [
    'a group of another role that was not read',
    { mappings: [mapping('Boss', 'Administrators/Boss', { line: 5 }), DAY], groups: { Day: ['ada'] } },
    ['TAKEN_BACK: neither created nor enabled: a mapping that gives another role was not read'],
    'nothing: no user, and none is planned: the steps above say why',
  ],
  [
    'an address that counts only when everything is read',
    { mappings: [DAY, NIGHT], groups: { Day: ['ada'] }, users: { 'Technicians/Day': { ada: {} } } },
    ['FOUND_BY_LOGIN_ID: found by the login id, and linked to nobody'],
    'left: nothing is decided about the user, so it stays as it is',
  ],
  [
    'disabled in the directory, and no user',
    { groups: { Day: ['ada'] }, people: { ada: { state: 'disabled' } } },
    ['GIVES 10: Day → Technicians/Day: has them', 'NOT_FOUND: no user was found for them'],
    'nothing: disabled, and there is no user',
  ],
  [
    'expired, and the user is disabled already',
    {
      groups: { Day: ['ada'] },
      people: { ada: { state: 'expired' } },
      users: { 'Technicians/Day': { ada: { link: 'ada', enabled: false } } },
    },
    ['GIVES 10: Day → Technicians/Day: has them'],
    'inStep: ended, and disabled already: nothing to do',
  ],
  [
    'no login id',
    { groups: { Day: ['ada'] }, people: { ada: { mail: 'ada' } } },
    ['LOGIN_ID_MISSING: no usable login id (e-mail address): "ada" is not one name, one @ and one domain'],
    'nothing: no user, and none is planned: the steps above say why',
  ],
  [
    'a login id that two have',
    {
      groups: { Day: ['ada', 'bob'] },
      people: { bob: { mail: 'ADA@corp.example' } },
      users: { 'Technicians/Day': { ada: { link: 'ada' } } },
    },
    ['LOGIN_ID_SHARED: login id ada@corp.example (e-mail address), which others have, too: Bob'],
    'left: nothing can be decided about them, so the user stays as it is',
  ],
  [
    'an SSO id, one that is missing, and one that two have',
    {
      mappings: [{ ...DAY, ssoId: 'upn' }],
      groups: { Day: ['ada', 'bob'] },
      people: { bob: { upn: 'ada@corp.local' } },
    },
    ['SSO_ID_SHARED 10: SSO id ada@corp.local, which others have, too, so nobody gets it'],
    'changes: 1 change planned',
  ],
  [
    'an SSO id of their own',
    { mappings: [{ ...DAY, ssoId: 'upn' }], groups: { Day: ['ada'] } },
    ['SSO_ID 10: SSO id ada@corp.local (userPrincipalName)'],
    'changes: 1 change planned',
  ],
  [
    'no address for an SSO id',
    { mappings: [{ ...DAY, ssoId: 'upn' }], groups: { Day: ['ada'] }, people: { ada: { upn: null } } },
    ['SSO_ID_NONE 10: no SSO id from the userPrincipalName: the directory has none'],
    'changes: 1 change planned',
  ],
  [
    'a place that another group has',
    { groups: { Day: ['@One', '@Two'], One: [], Two: ['ada'] }, mappings: [DAY], users: {}, given: {} },
    ['GIVES 10: Day → Technicians/Day: has them'],
    'changes: 1 change planned',
  ],
  [
    'a place that is a user',
    { groups: { Day: ['ada'] }, users: { Technicians: { day: { name: 'Day' } } } },
    ['NO_PLACE: Technicians/Day cannot be found or created, or belongs to another directory group'],
    'nothing: no user, and none is planned: the steps above say why',
  ],
  [
    'a user found by the login id, where the mapping rules',
    { groups: { Day: ['ada'] }, users: { 'Technicians/Day': { ada: {} } } },
    ['FOUND_BY_LOGIN_ID: found by the login id, and linked to nobody'],
    'changes: 1 change planned',
  ],
  [
    'a user found by the login id elsewhere, which is held',
    { groups: { Day: ['ada'] }, users: { 'Technicians/Old': { ada: {} } } },
    [
      'FOUND_BY_LOGIN_ID: found by the login id, and linked to nobody',
      'DOUBTED: Ada <ada@corp.example> (CN=ada) has the address of the user Ada <ada@corp.example> in Technicians/Old, which is not linked to anybody: it does not stand in Technicians/Day, where the mapping at line 10 rules.',
    ],
    'changes: 1 change planned, 1 held',
  ],
  [
    'a user found by the SSO id',
    {
      mappings: [{ ...DAY, ssoId: 'upn' }],
      groups: { Day: ['ada'] },
      users: { 'Technicians/Day': { other: { ssoId: 'ada@corp.local' } } },
    },
    ['FOUND_BY_SSO_ID: found by the SSO id, and linked to nobody'],
    'changes: 1 change planned, 1 held',
  ],
  [
    'a user of somebody who is gone',
    { groups: { Day: ['ada'] }, users: { 'Technicians/Day': { ada: { link: 'gone' } } } },
    [`TAKEN_OVER: found by the login id, and linked to somebody who was not read (${personId('gone')})`],
    'changes: 1 change planned',
  ],
  [
    'a user of another role',
    { groups: { Day: ['ada'] }, users: { Administrators: { ada: { link: 'ada' } } } },
    ['OTHER_ROLE: carries the link to the person, who should have another role'],
    'changes: 1 change planned, 1 held',
  ],
  [
    'two users with one link',
    { groups: { Day: ['ada'] }, users: { 'Technicians/Day': { ada: { link: 'ada' }, bea: { link: 'ada' } } } },
    [
      'LINK_CONTESTED: several users carry the same link, so none of them counts',
      'LINK_CONTESTED: several users carry a link to them, so none counts as theirs',
    ],
    'left: nothing is decided about the user, so it stays as it is',
  ],
  [
    'a protected user',
    {
      groups: { Day: ['ada'] },
      users: { 'Technicians/Old': { ada: { link: 'ada', name: 'Other' } } },
      settings: { protect: ['ada@corp.example'], protectLines: [5] },
    },
    [
      'PROTECTED_USER: listed in rescue.protect',
      'SAID: PROTECTED: Other (ada@corp.example) differs from the directory but is left alone: listed in rescue.protect.',
    ],
    'left: protected, so the user stays as it is',
  ],
  [
    'an address that another user has',
    {
      groups: { Day: ['ada'] },
      users: { 'Technicians/Day': { old: { link: 'ada', name: 'Ada' } }, Administrators: { ada: {} } },
    },
    ['TAKEN_BACK: email as it is: the e-mail address is that of another user'],
    'left: what would change waits, so the user stays as it is',
  ],
  [
    'no seat',
    { groups: { Day: ['ada'] }, settings: { licenses: { technicians: 0, mobile: null } } },
    ['TAKEN_BACK: no user is created: no seat or no add-on is left'],
    'nothing: no user, and none is planned: the steps above say why',
  ],
  [
    'a leaver whom a limit holds',
    {
      groups: { Day: ['bob'] },
      users: { 'Technicians/Day': { ada: { link: 'ada' } } },
      limits: { disable: 0 },
      given: { outside: { ada: 'disabled' } },
    },
    [
      `FOUND_BY_LINK: linked to the person ${personId('ada')}`,
      'NO_MEMBER 10: Day → Technicians/Day: they are no member, nor in a group inside',
    ],
    'changes: 1 change planned, 1 held',
  ],
];

test.each(CASES)('%s', (_what, situation, steps, decision) => {
  const explained = explain(situation);

  expect(told(explained)).toEqual(expect.arrayContaining([...steps]));
  expect(`${explained.decision.kind}: ${explained.decision.text}`).toBe(decision);
});

test('a chain leads from the mappings to the decision', () => {
  const { steps } = explain({ groups: { Day: ['ada'] } });

  expect(steps.map(({ code }) => code)).toEqual(['MAPPINGS', 'OPTIONS', 'LOGIN', 'USERS', 'DECISION']);
  expect(steps.at(-1)?.steps.map(({ code }) => code)).toEqual(['CHANGE']);
});

describe('a step', () => {
  test('of a mapping has the way through the directory groups', () => {
    const { steps } = explain({ groups: { Day: ['@Team'], Team: ['ada'] } });

    const ways = steps.find(({ code }) => code === 'MAPPINGS')?.steps.map(({ path }) => path);
    expect(ways).toEqual([['Day', 'Team']]);
  });

  test('of a held change has the id of the set', () => {
    const explained = explain({ groups: { Day: ['ada'] }, users: { 'Technicians/Old': { ada: {} } } });

    const held = told(explained).filter((line) => line.startsWith('HELD_BACK'));
    expect(held).toEqual([expect.stringMatching(/^HELD_BACK: held by rescue.adopt; --approve \S+ lets its whole set/)]);
  });
});

test('what a test of the file would expect is data', () => {
  const { placement, expected } = explain({
    mappings: [{ ...DAY, ssoId: 'upn', mobileLicense: true }],
    groups: { Day: ['@Team'], Team: ['ada'] },
  });

  expect(placement).toEqual({ group: 'Technicians/Day/Team', role: 'technician', line: 10, path: ['Day', 'Team'] });
  expect(expected).toEqual([
    { field: 'status', value: 'enabled', line: 10 },
    { field: 'email', value: 'ada@corp.example', line: 10 },
    { field: 'ssoId', value: 'ada@corp.local', line: 10 },
    { field: 'mobile', value: true, line: 10 },
  ]);
});

describe('a user of whom no person is known', () => {
  test('is told of by its node, and left alone where no mapping is one-to-one', () => {
    const users = { 'Technicians/By hand': { olga: {} } };
    const node = accountOf(users).reading.users[0]?.id ?? '';
    const explained = explain({ groups: { Day: ['ada'] }, users }, { node });

    expect(told(explained)).toContain('PERSON_UNKNOWN: linked to nobody, and found for nobody who was read');
    expect(explained.decision.kind).toBe('left');
    expect(explained.placement).toBeNull();
  });
});
