import { gotoUser, type GotoSandboxUser } from '../../src/sandbox/goto/index.ts';
import type { Change, Plan, Value } from '../../src/plan/model.ts';
import { MEETING } from './goto-world.ts';
import type { Part } from './scenarios.ts';

/** One thing that happens in a company with a GoTo account. Every scenario has people and teams of its own. */
export interface GotoScenario {
  readonly title: string;
  /** What the rules of teams give, in order. */
  readonly rules: Readonly<Record<string, string>>;
  /** Who has a user in the account to begin with. */
  readonly there?: Readonly<Record<string, Partial<GotoSandboxUser>>>;
  readonly before: Part;
  readonly after: Part;
  /** What is planned at first, and after that was applied and the change has happened. */
  readonly first: readonly string[];
  readonly then: readonly string[];
  /** The same where the file names a link attribute and maps the department; left out = no other. */
  readonly linked?: { readonly first?: readonly string[]; readonly then?: readonly string[] };
}

const MEET = 'products: [Meeting]';

export const GOTO_SCENARIOS: readonly GotoScenario[] = [
  {
    title: 'somebody joins, and somebody leaves',
    rules: { Join: MEET },
    before: { people: { 'joi-a': {}, 'joi-b': {} }, teams: { Join: ['joi-a'] } },
    after: { people: { 'joi-a': {}, 'joi-b': {} }, teams: { Join: ['joi-b'] } },
    first: ['create joi-a in Join: products=Meeting MEMBER_OF'],
    then: [
      'create joi-b in Join: products=Meeting MEMBER_OF',
      'suspend joi-a in No rule: products=Meeting> status=enabled>disabled LEFT',
    ],
  },
  {
    title: 'somebody is deleted',
    rules: { Gone: MEET },
    before: { people: { 'gon-a': {}, 'gon-b': {} }, teams: { Gone: ['gon-a', 'gon-b'] } },
    after: { people: { 'gon-b': {} }, teams: { Gone: ['gon-b'] } },
    first: ['create gon-a in Gone: products=Meeting MEMBER_OF', 'create gon-b in Gone: products=Meeting MEMBER_OF'],
    then: ['suspend gon-a in No rule: products=Meeting> status=enabled>disabled LEFT'],
  },
  {
    title: 'users who are there already: one who comes back, one of nobody, one of another domain',
    rules: { There: MEET },
    there: {
      'the-a': { firstName: 'the-a', lastName: '-' },
      'the-x': { firstName: 'Xaver', lastName: 'Alt', licenseKeys: [MEETING] },
      'the-z': { email: 'the-z@partner.example', licenseKeys: [MEETING], attributes: { department: 'Partners' } },
    },
    before: { people: { 'the-a': {} }, teams: { There: ['the-a'] } },
    after: { people: { 'the-a': {} }, teams: { There: ['the-a'] } },
    first: [
      'notice MAIL_POSSIBLE the-a',
      'resume+grant the-a in There: products=>Meeting status=disabled>enabled MEMBER_OF',
      'suspend the-x in No rule: products=Meeting> status=enabled>disabled LEFT',
    ],
    then: [],
    linked: {
      first: [
        'notice MAIL_POSSIBLE the-a',
        'resume+grant+update the-a in There: products=>Meeting status=disabled>enabled MEMBER_OF',
        'suspend the-x in No rule: products=Meeting> status=enabled>disabled LEFT',
      ],
    },
  },
  {
    title: 'disabled people, and one who comes back',
    rules: { Disabled: MEET },
    before: {
      people: { 'dis-a': {}, 'dis-b': { enabled: false }, 'dis-c': { enabled: false } },
      teams: { Disabled: ['dis-a', 'dis-b', 'dis-c'] },
    },
    after: {
      people: { 'dis-a': { enabled: false }, 'dis-b': {}, 'dis-c': { enabled: false } },
      teams: { Disabled: ['dis-a', 'dis-b', 'dis-c'] },
    },
    first: ['create dis-a in Disabled: products=Meeting MEMBER_OF'],
    then: [
      'create dis-b in Disabled: products=Meeting MEMBER_OF',
      'suspend dis-a in Disabled: products=Meeting> status=enabled>disabled PERSON_DISABLED',
    ],
  },
  {
    title: 'people and groups that are renamed',
    rules: { Renamed: MEET },
    before: {
      people: {
        'ren-a': { name: 'Ada Byron' },
        'ren-b': { name: 'shown otherwise', more: { givenName: 'Grace', surname: 'Murray' } },
      },
      teams: { Renamed: ['ren-a', '@RenamedTeam'], RenamedTeam: ['ren-b'] },
      names: { RenamedTeam: 'Old Name' },
    },
    after: {
      people: {
        'ren-a': { name: 'Ada Lovelace, "Countess" #1 & Co (Zoë)' },
        'ren-b': { name: 'shown otherwise', more: { givenName: 'Grace', surname: 'Hopper' } },
      },
      teams: { Renamed: ['ren-a', '@RenamedTeam'], RenamedTeam: ['ren-b'] },
      names: { RenamedTeam: 'New Name' },
    },
    first: [
      'create ren-a in Renamed: products=Meeting MEMBER_OF',
      'create ren-b in Renamed: products=Meeting MEMBER_OF',
    ],
    then: [
      'update ren-a in Renamed: firstName=Ada>Ada Lovelace, "Countess" #1 & Co lastName=Byron>(Zoë) DIFFERS',
      'update ren-b in Renamed: lastName=Murray>Hopper DIFFERS',
    ],
  },
  {
    title: 'another mail address',
    rules: { Mail: MEET },
    before: { people: { 'mai-a': {}, 'mai-b': {} }, teams: { Mail: ['mai-a', 'mai-b'] } },
    after: {
      people: { 'mai-a': { mail: 'mai-new@corp.example' }, 'mai-b': { mail: 'MAI-B@corp.example' } },
      teams: { Mail: ['mai-a', 'mai-b'] },
    },
    first: ['create mai-a in Mail: products=Meeting MEMBER_OF', 'create mai-b in Mail: products=Meeting MEMBER_OF'],
    then: [
      'create mai-new in Mail: products=Meeting MEMBER_OF',
      'notice MAYBE_RENAMED mai-a',
      'suspend mai-a in No rule: products=Meeting> status=enabled>disabled LEFT',
    ],
    linked: { then: ['update mai-a in Mail: email=mai-a@corp.example>mai-new@corp.example DIFFERS'] },
  },
  {
    title: 'nested groups, and a group that is taken out of another',
    rules: { Nested: MEET },
    before: {
      people: { 'nes-a': {}, 'nes-b': {}, 'nes-c': {} },
      teams: { Nested: ['nes-a', '@NestedMiddle'], NestedMiddle: ['nes-b', '@NestedDeep'], NestedDeep: ['nes-c'] },
    },
    after: {
      people: { 'nes-a': {}, 'nes-b': {}, 'nes-c': {} },
      teams: { Nested: ['nes-a', '@NestedMiddle'], NestedMiddle: ['nes-b'], NestedDeep: ['nes-c'] },
    },
    first: [
      'create nes-a in Nested: products=Meeting MEMBER_OF',
      'create nes-b in Nested: products=Meeting MEMBER_OF',
      'create nes-c in Nested: products=Meeting MEMBER_OF',
    ],
    then: ['suspend nes-c in No rule: products=Meeting> status=enabled>disabled LEFT'],
  },
  {
    title: 'groups that hold each other',
    rules: { Cycle: MEET },
    before: {
      people: { 'cyc-a': {}, 'cyc-b': {} },
      teams: { Cycle: ['cyc-a', '@CycleBack'], CycleBack: ['cyc-b', '@Cycle'] },
    },
    after: {
      people: { 'cyc-a': {}, 'cyc-b': {} },
      teams: { Cycle: ['cyc-a', '@CycleBack'], CycleBack: ['cyc-b', '@Cycle'] },
    },
    first: ['create cyc-a in Cycle: products=Meeting MEMBER_OF', 'create cyc-b in Cycle: products=Meeting MEMBER_OF'],
    then: [],
  },
  {
    title: 'people in two rules, who leave one of them',
    rules: { TwoFirst: 'products: [Meeting, Connect], userGroup: Sales', TwoSecond: MEET },
    before: {
      people: { 'two-a': {}, 'two-b': {}, 'two-c': {} },
      teams: { TwoFirst: ['two-a', 'two-b'], TwoSecond: ['two-a', 'two-b', 'two-c'] },
    },
    after: {
      people: { 'two-a': {}, 'two-b': {}, 'two-c': {} },
      teams: { TwoFirst: ['two-b', 'two-c'], TwoSecond: ['two-a', 'two-c'] },
    },
    first: [
      'create two-a in TwoFirst: products=Connect+Meeting userGroup=Sales MEMBER_OF',
      'create two-b in TwoFirst: products=Connect+Meeting userGroup=Sales MEMBER_OF',
      'create two-c in TwoSecond: products=Meeting MEMBER_OF',
    ],
    then: [
      'grant+update two-c in TwoFirst: products=Meeting>Connect+Meeting userGroup=>Sales MEMBER_OF',
      'notice CONNECT_SETTINGS_7_DAYS two-a',
      'notice MAIL_POSSIBLE two-c',
      'revoke two-a in TwoSecond: products=Connect+Meeting>Meeting NOT_GIVEN',
    ],
  },
  {
    title: 'a manager who is one no more, and somebody who becomes one',
    rules: { Bosses: `${MEET}, role: { permissions: [MANAGE_USERS], userGroups: [Sales] }`, Staff: MEET },
    before: { people: { 'bos-a': {}, 'bos-b': {} }, teams: { Bosses: ['bos-a'], Staff: ['bos-a', 'bos-b'] } },
    after: { people: { 'bos-a': {}, 'bos-b': {} }, teams: { Bosses: ['bos-b'], Staff: ['bos-a', 'bos-b'] } },
    first: [
      'create bos-a in Bosses: products=Meeting role=Manager: MANAGE_USERS in Sales MEMBER_OF',
      'create bos-b in Staff: products=Meeting MEMBER_OF',
    ],
    then: [
      'notice HELD bos-b',
      'update bos-a in Staff: role=Manager: MANAGE_USERS in Sales>Member NOT_GIVEN',
      'update bos-b in Bosses: role=Member>Manager: MANAGE_USERS in Sales MEMBER_OF (held: goto.adopt)',
    ],
    linked: {
      then: [
        'update bos-a in Staff: role=Manager: MANAGE_USERS in Sales>Member NOT_GIVEN',
        'update bos-b in Bosses: role=Member>Manager: MANAGE_USERS in Sales MEMBER_OF',
      ],
    },
  },
  {
    title: 'people without a mail address, or with one of another domain',
    rules: { NoMail: MEET },
    before: {
      people: { 'nom-a': { mail: null }, 'nom-b': {}, 'nom-c': { mail: 'nom-c@partner.example' } },
      teams: { NoMail: ['nom-a', 'nom-b', 'nom-c'] },
    },
    after: {
      people: { 'nom-a': {}, 'nom-b': { mail: null }, 'nom-c': {} },
      teams: { NoMail: ['nom-a', 'nom-b', 'nom-c'] },
    },
    first: [
      'create nom-b in NoMail: products=Meeting MEMBER_OF',
      'notice ADDRESS_OUTSIDE_DOMAINS nom-c',
      'notice NO_ADDRESS nom-a',
    ],
    then: [
      'create nom-a in NoMail: products=Meeting MEMBER_OF',
      'create nom-c in NoMail: products=Meeting MEMBER_OF',
      'notice ADDRESS_LOST nom-b',
      'notice NO_ADDRESS nom-b',
      'suspend nom-b in No rule: products=Meeting> status=enabled>disabled LEFT',
    ],
    linked: {
      then: [
        'create nom-a in NoMail: products=Meeting MEMBER_OF',
        'create nom-c in NoMail: products=Meeting MEMBER_OF',
      ],
    },
  },
  {
    title: 'two people with one address',
    rules: { Shared: MEET },
    before: {
      people: { 'sha-a': { mail: 'sha@corp.example' }, 'sha-b': { mail: 'SHA@corp.example' } },
      teams: { Shared: ['sha-a', 'sha-b'] },
    },
    after: {
      people: { 'sha-a': { mail: 'sha@corp.example' }, 'sha-b': {} },
      teams: { Shared: ['sha-a', 'sha-b'] },
    },
    first: ['notice ADDRESS_SHARED sha-a', 'notice ADDRESS_SHARED sha-b'],
    then: ['create sha in Shared: products=Meeting MEMBER_OF', 'create sha-b in Shared: products=Meeting MEMBER_OF'],
  },
  {
    title: 'a guest',
    rules: { Guests: MEET },
    before: { people: { 'gue-a': {}, 'gue-x': { outsider: true } }, teams: { Guests: ['gue-a', 'gue-x'] } },
    after: { people: { 'gue-a': {}, 'gue-x': { outsider: true } }, teams: { Guests: ['gue-a'] } },
    first: ['create gue-a in Guests: products=Meeting MEMBER_OF', 'notice MEMBER_NOT_A_PERSON gue-x'],
    then: [],
  },
  {
    title: 'another department',
    rules: { Departments: MEET },
    before: {
      people: { 'dep-a': { more: { department: 'Sales' } }, 'dep-b': { more: { department: 'Sales' } } },
      teams: { Departments: ['dep-a', 'dep-b'] },
    },
    after: {
      people: { 'dep-a': { more: { department: 'Ops' } }, 'dep-b': { more: { department: 'Sales' } } },
      teams: { Departments: ['dep-a', 'dep-b'] },
    },
    first: [
      'create dep-a in Departments: products=Meeting MEMBER_OF',
      'create dep-b in Departments: products=Meeting MEMBER_OF',
    ],
    then: [],
    linked: {
      first: [
        'create dep-a in Departments: attributes=department=Sales products=Meeting MEMBER_OF',
        'create dep-b in Departments: attributes=department=Sales products=Meeting MEMBER_OF',
      ],
      then: ['update dep-a in Departments: attributes=department=Sales>department=Ops DIFFERS'],
    },
  },
];

/** The rules of all scenarios, in order. */
export function rulesOf(scenarios: readonly Pick<GotoScenario, 'rules'>[]): string {
  const rules = scenarios.flatMap((scenario) => Object.entries(scenario.rules));
  return rules.map(([team, gives]) => `    - { directoryGroup: ${team}, ${gives} }\n`).join('');
}

/** Who is in the account to begin with. */
export function usersOf(scenarios: readonly Pick<GotoScenario, 'there'>[]): GotoSandboxUser[] {
  const there = scenarios.flatMap((scenario) => Object.entries(scenario.there ?? {}));
  return there.map(([word, given], index) =>
    gotoUser({ key: `70000000000000002${index}`, email: `${word}@corp.example`, activated: true, ...given }),
  );
}

/** What a plan says of one scenario, in the form of its table, sorted. */
export function gotoLinesOf(plan: Plan, { before, after, there = {} }: GotoScenario): string[] {
  const words = [...new Set(Object.keys({ ...before.people, ...after.people, ...there }))];
  const prefix = words[0]?.slice(0, 3) ?? '';
  const own = plan.changes.filter(({ before: was, email }) => fold(was?.email ?? email ?? '').startsWith(prefix));
  const notices = plan.notices.flatMap(({ code, text }) =>
    words.filter((word) => text.includes(word)).map((word) => `notice ${code} ${word}`),
  );
  return [...own.map(lineOf), ...new Set(notices)].sort();
}

/** What a line does not say: it is so for every new user, or differs with the link. */
const LEFT_OUT = ['status', 'email', 'firstName', 'lastName', 'language', 'link'];

function lineOf({ operations, group, before, after, reason, email, held }: Change): string {
  const isNew = before === null;
  const fields = Object.entries(after)
    .filter(([field, value]) => !(isNew && (LEFT_OUT.includes(field) || value === 'Member')) && value !== null)
    .filter(([field]) => field !== 'link' || Object.keys(after).length === 1)
    .map(([field, value]) =>
      field === 'link' ? field : `${field}=${isNew ? '' : textOf(before[field])}${isNew ? '' : '>'}${textOf(value)}`,
    )
    .sort();
  const [who] = (before?.email ?? email ?? '').split('@');
  const end = held === null ? '' : ` (held: ${held.limit})`;
  return (
    [`${operations.join('+')} ${who ?? ''} in ${group.replace(/^Rule \d+: /, '')}:`, ...fields, reason.code].join(' ') +
    end
  );
}

function textOf(value: Value | undefined): string {
  return Array.isArray(value) ? value.join('+') : String(value ?? '');
}

function fold(address: string): string {
  return address.toLowerCase();
}
