import type { Change, Fields, Operation, Plan, Reason, Tally, UserChange } from '../../src/plan/model.ts';
import type { Notice } from '../../src/core/notice.ts';
import type { PersonId } from '../../src/core/people.ts';

/** Plans made by hand, for the tests of everything that shows or stores a plan. */

let serial = 0;

/** A user's change; whatever is not given is believable. */
export function userChange(
  given: Partial<Omit<UserChange, 'kind' | 'email'>> & {
    readonly operations: readonly Operation[];
    readonly kind?: Change['kind'];
    readonly email?: string | null;
  },
): Change {
  const create = given.operations.includes('create');
  const name = given.name ?? 'Ada Lovelace';
  const email = given.email === undefined ? 'ada@corp.example' : given.email;
  const group = given.group ?? 'Technicians/Helpdesk/Tier 1';
  const person = personId(name.length + group.length);
  return {
    id: `c${(serial++).toString().padStart(4, '0')}`,
    target: 'rescue:560961',
    kind: 'user',
    role: 'technician',
    name,
    email,
    group,
    before: create ? null : {},
    after: create ? { group, name, email: email ?? '', status: 'enabled', link: person } : {},
    facts: create ? null : { name, email: email ?? '', status: 'enabled', link: person },
    reason: { code: 'MEMBER_OF', text: 'member of Helpdesk Tier 1', line: 27, path: ['Helpdesk Tier 1'] },
    held: null,
    letThrough: [],
    node: create ? null : '700',
    person,
    native: { fromNode: create ? null : '600', toNode: '600', marker: `[adsync ${person} 0f3a]` },
    because: {},
    evidence: 'said',
    stage: 'change',
    risk: given.reason?.code === 'NOT_A_MEMBER' ? ['stranger'] : [],
    takes: {},
    needs: [],
    ...given,
  } as Change;
}

export function newGroup(group: string, name: string, line: number): Change {
  return userChange({
    kind: 'group',
    operations: ['create'],
    name,
    email: null,
    group,
    after: { name },
    reason: { code: 'MAPPED', text: `fed by ${name}`, line, path: [name] },
    person: null,
    native: { fromNode: null, toNode: '600', marker: null },
  });
}

export function planOf(
  changes: readonly Change[],
  given: { notices?: readonly Notice[]; groups?: readonly Tally[]; complete?: boolean } = {},
): Plan {
  const users = changes.filter(({ kind }) => kind === 'user');
  const count = (operation: Operation): number =>
    users.filter(({ operations }) => operations.includes(operation)).length;
  const summary = {
    create: count('create'),
    update: count('update'),
    move: count('move'),
    enable: count('enable'),
    disable: count('disable'),
    createGroup: changes.filter(({ kind }) => kind === 'group').length,
    updateGroup: 0,
    unchanged: 31,
    held: changes.filter(({ held }) => held !== null).length,
    leaversLeft: 0,
    notices: given.notices?.length ?? 0,
  };
  return {
    format: 'adsync.plan/2',
    planId: '4f0e8b6a2f6f0f5d1b8a9c7e3d2c1b0a4f0e8b6a2f6f0f5d1b8a9c7e3d2c1b0a',
    createdAt: '2026-01-31T09:00:00.000Z',
    adsyncVersion: '0.1.0',
    config: { file: 'sync.yaml', sha256: 'a3f5c2d18b7e4490a3f5c2d18b7e4490a3f5c2d18b7e4490a3f5c2d18b7e4490' },
    directory: {
      type: 'ldap',
      name: 'DC=corp,DC=example',
      complete: given.complete ?? true,
      groups: 3,
      people: 42,
    },
    targets: [
      {
        id: 'rescue:560961',
        type: 'rescue',
        account: '560961',
        organization: 'Example GmbH',
        url: 'https://secure.logmeinrescue.com',
        summary,
        budgets: [
          { name: 'technicians', held: 200, before: 150, after: 153 },
          { name: 'mobile', held: 25, before: 25, after: 24 },
        ],
        tallies: given.groups ?? [],
      },
    ],
    summary,
    changes,
    notices: given.notices ?? [],
  };
}

/** Nothing to do. */
export function emptyPlan(): Plan {
  serial = 0;
  return planOf([], { groups: [group('Technicians/Helpdesk/Tier 1', 27, 12, 12, 12)] });
}

/** Every operation, notices of every severity, names from all over the world. */
export function variedPlan(): Plan {
  serial = 0;
  const night = 'Technicians/Helpdesk/Night Shift';
  const osaka = 'Technicians/Osaka';
  return planOf(
    [
      newGroup(night, 'Night Shift', 33),
      userChange({ operations: ['create'], name: 'Ada Lovelace', email: 'ada.lovelace@corp.example' }),
      userChange({
        operations: ['create'],
        name: 'Jürgen Groß-Schönewälder',
        email: 'juergen.gross-schoenewaelder@corp.example',
        after: { ssoId: 'jgs@corp.example', mobile: true },
      }),
      change('update', 'Zoë O’Neill', 'zoe@corp.example', { name: 'Zoe ONeill' }, { name: 'Zoë O’Neill' }),
      userChange({
        operations: ['move', 'update'],
        name: 'Ben Böhm',
        email: 'ben.boehm@corp.example',
        before: { group: 'Technicians/Field', name: 'B. Boehm', email: 'bb@corp.example', link: null },
        after: {
          group: 'Technicians/Helpdesk/Tier 1',
          name: 'Ben Böhm',
          email: 'ben.boehm@corp.example',
          link: personId(9),
        },
        reason: {
          code: 'ADOPTED',
          text: 'existing user, recognised by login id; member of Helpdesk Tier 1',
          line: 27,
          path: ['Helpdesk Tier 1'],
        },
      }),
      disabled('Carla Rossi', 'carla.rossi@corp.example', 'PERSON_DISABLED', 'the person is disabled in the directory'),
      disabled('Dmitri Петров', 'dmitri@corp.example', 'NOT_A_MEMBER', 'is no member of Helpdesk Tier 1'),
      userChange({
        operations: ['enable', 'move'],
        name: 'Elif Çelik',
        email: 'elif@corp.example',
        group: night,
        before: { group: 'Technicians/Helpdesk/Tier 1', status: 'disabled' },
        after: { group: night, status: 'enabled' },
        reason: {
          code: 'MEMBER_OF',
          text: 'member of Helpdesk › Night Shift',
          line: 33,
          path: ['Helpdesk', 'Night Shift'],
        },
      }),
      userChange({ operations: ['create'], name: '山田 太郎', email: 'yamada@corp.example', group: osaka }),
      userChange({ operations: ['create'], name: 'נועה לוי', email: 'noa@corp.example', group: osaka }),
      userChange({ operations: ['create'], name: '👩‍🔧 Mei 田', email: 'mei@corp.example', group: osaka }),
      userChange({
        operations: ['update'],
        name: 'Sven Öst',
        email: 'sven@corp.example',
        group: osaka,
        before: { ssoId: '', mobile: false, link: personId(3) },
        after: { ssoId: 'sven@corp.example', mobile: true, link: personId(3) },
      }),
      userChange({
        ...disabled('Held Holder', 'held@corp.example', 'LEFT', 'is in no mapped directory group any more'),
        held: { limit: 'disable', id: 'h-7d1f', also: [] },
      }),
    ],
    {
      groups: [
        group('Technicians/Helpdesk/Tier 1', 27, 14, 12, 13),
        group(night, 33, 1, 0, 1),
        group(osaka, 40, 5, 2, 5),
      ],
      notices: [
        notice(
          'NO_LOGIN_ID',
          'warning',
          'Frida Storm has no usable e-mail address and is skipped. Enter one in the directory.',
          'CN=Frida Storm,OU=People,DC=corp,DC=example',
          27,
        ),
        notice(
          'GROUP_NOT_FOUND',
          'error',
          'No directory group is called "Suport Leads". Close to it: Support Leads, Support Leads EMEA. Correct directoryGroup.',
          'Suport Leads',
          46,
        ),
        notice(
          'IN_TWO_MAPPINGS',
          'info',
          'Elif Çelik is also a member of Osaka; the mapping at line 33 comes first and keeps them.',
          'CN=Elif Çelik,OU=People,DC=corp,DC=example',
          40,
        ),
        notice(
          'REMOVALS_WITHHELD',
          'warning',
          'A directory group could not be read completely: 1 possible disables and 0 possible moves are withheld until it can.',
          'directory',
          null,
        ),
      ],
      complete: false,
    },
  );
}

/** What a target does whose users hold products: grants, revocations, suspensions, and one change that is blocked. */
export function entitlementPlan(): Plan {
  serial = 0;
  const rule = 'Rule 1: Sales';
  const person = (name: string, operations: readonly Operation[], given: Partial<UserChange>): Change =>
    userChange({ name, email: `${name.toLowerCase()}@corp.example`, group: rule, operations, ...given });
  const products = (before: readonly string[], after: readonly string[]): Partial<UserChange> => {
    return { before: { products: before }, after: { products: after } };
  };
  const blocked = { kind: 'out-of-licences', text: 'No licence of Meeting is free.' } as const;
  const changes = [
    person('Dan', ['grant'], { ...products([], ['Meeting']), blocked }),
    person('Ada', ['create'], { after: { products: ['Meeting'] } }),
    person('Bob', ['grant'], products(['Connect'], ['Connect', 'Meeting'])),
    person('Cy', ['revoke'], products(['Connect', 'Meeting'], ['Meeting'])),
    person('Eve', ['resume', 'grant'], products([], ['Meeting'])),
    person('Fay', ['suspend'], products(['Meeting'], [])),
  ];
  const plan = planOf(changes);
  const summary = { ...plan.summary, grant: 3, revoke: 1, resume: 1, suspend: 1, blocked: 1 };
  return { ...plan, summary, targets: plan.targets.map((section) => ({ ...section, summary })) };
}

/** Every text of it is the given one: names, addresses, groups, reasons, notices, the account. */
export function planWith(text: string): Plan {
  serial = 0;
  // The codes of a saved plan are texts that anybody may have written.
  const code = text as Notice['code'] & Reason['code'];
  const plan = planOf(
    [
      newGroup(`Technicians/${text}`, text, 27),
      userChange({ operations: ['create'], name: text, email: text, after: { ssoId: text, mobile: true } }),
      userChange({
        operations: ['move', 'update'],
        name: text,
        email: text,
        group: `Technicians/${text}`,
        before: { group: text, name: text, email: text },
        after: { group: `Technicians/${text}`, name: text, email: text, ssoId: text },
        reason: { code, text, line: 27, path: [text, text] },
        held: { limit: text, id: text, also: [{ limit: text, id: text }] },
        letThrough: [{ limit: text, id: text, by: text, part: true }],
      }),
      disabled(text, text, code, text),
    ],
    { groups: [group(text, 27, 1, 2, 3)], notices: [notice(code, 'error', text, text, 27)] },
  );
  return {
    ...plan,
    config: { ...plan.config, file: text },
    directory: { ...plan.directory, name: text },
    targets: plan.targets.map((section) => ({ ...section, account: text, organization: text, url: text })),
  };
}

/** A great first run: `count` changes in groups of 100. */
export function largePlan(count: number): Plan {
  serial = 0;
  const operations: readonly Operation[] = ['create', 'update', 'move', 'disable', 'enable'];
  const changes = Array.from({ length: count }, (_, index) => {
    const place = `Technicians/Site ${(Math.floor(index / 100) + 1).toString().padStart(3, '0')}`;
    const name = `Person ${index.toString().padStart(5, '0')}`;
    const operation = operations[index % operations.length] ?? 'create';
    const before: Fields | null = operation === 'create' ? null : { name: `Old ${index}`, group: 'Technicians/Old' };
    const after: Fields = { name, group: place };
    return userChange({ operations: [operation], name, email: `p${index}@corp.example`, group: place, before, after });
  });
  return planOf(changes);
}

function change(operation: Operation, name: string, email: string, before: Fields, after: Fields): Change {
  const reason: Reason = {
    code: 'DIFFERS',
    text: 'changed in the directory',
    line: 27,
    path: ['Helpdesk Tier 1'],
  };
  return userChange({ operations: [operation], name, email, before, after, reason });
}

function disabled(name: string, email: string, code: Reason['code'], text: string): Change {
  return userChange({
    operations: ['disable'],
    name,
    email,
    before: { status: 'enabled', mobile: true },
    after: { status: 'disabled', mobile: false },
    reason: { code, text, line: code === 'LEFT' ? null : 27, path: ['Helpdesk Tier 1'] },
  });
}

function group(name: string, line: number | null, wanted: number, present: number, after: number): Tally {
  return { group: name, line, wanted, present, after };
}

function notice(
  code: Notice['code'],
  severity: Notice['severity'],
  text: string,
  subject: string,
  line: number | null,
): Notice {
  return { code, severity, text, subject, line };
}

function personId(seed: number): PersonId {
  return `3f2504e0-4f89-11d3-9a0c-${seed.toString(16).padStart(12, '0')}` as PersonId;
}
