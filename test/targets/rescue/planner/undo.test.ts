import { describe, expect, test } from '@jest/globals';
import { compareText } from '../../../../src/core/text.ts';
import type { Value } from '../../../../src/plan/model.ts';
import { type DoneCall, pastChanges } from '../../../../src/plan/undo/past.ts';
import type { Undoing } from '../../../../src/plan/undo/undo-plan.ts';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import type { RescueChange } from '../../../../src/targets/rescue/planner/change.ts';
import { SAVED_RULES } from '../../../../src/targets/rescue/planner/consistent-change.ts';
import { holdSaved } from '../../../../src/targets/rescue/planner/holds.ts';
import { formatMarker, NO_FINGERPRINT, sealMarker } from '../../../../src/targets/rescue/planner/marker.ts';
import { lastingIn, undoChanges } from '../../../../src/targets/rescue/planner/undo.ts';
import { withDetails } from '../../../../src/targets/rescue/planner/with-details.ts';
import { NO_PAST } from '../../../../src/plan/earlier-runs.ts';
import { undoPlan } from '../../../../src/plan/undo/undo-plan.ts';
import {
  accountOf,
  groupId,
  HELPDESK,
  mapping,
  personId,
  SEALING,
  settingsOf,
  type TestAccount,
  type UserLiteral,
} from './builders.ts';

const REASON = { code: 'UNDO', text: 'puts back what the run changed', line: null, path: [] } as const;
const PLACE = 'Technicians/Helpdesk';
const NIGHT = mapping('Night', 'Technicians/Night');
const SETTINGS = settingsOf([HELPDESK, NIGHT]);

const ADA = personId('ada');

type Sides = Readonly<Record<string, readonly [old: Value, left: Value]>>;

/** One call of a run that changed these fields of a node. */
function ran(
  node: string | null,
  sides: Sides,
  more: Partial<Pick<DoneCall, 'creates' | 'kind' | 'person'>> = {},
): DoneCall {
  const values = (side: 0 | 1): Record<string, Value> =>
    Object.fromEntries(Object.entries(sides).map(([field, both]) => [field, both[side]]));
  const { creates = false, kind = 'user', person = null } = more;
  const about = { change: `of ${node ?? ''}`, kind, name: 'Ada', email: 'ada@corp.example', person, group: PLACE };
  return { ...about, node, creates, isSure: true, before: values(0), after: values(1) };
}

function nodeIn({ reading }: TestAccount, email = 'ada@corp.example'): string {
  return reading.users.find((user) => user.email === email)?.id ?? '';
}

function undo(account: TestAccount, calls: readonly DoneCall[], settings = SETTINGS): Undoing<RescueChange> {
  const ids = [...account.details.keys()];
  const made = undoChanges(
    pastChanges(calls),
    settings.rescue,
    withDetails(account.reading, ids, account.details),
    REASON,
  );
  if (made.kind !== 'undoing') throw new Error('details are missing');
  for (const change of made.changes) expect(SAVED_RULES.contradiction(change)).toBeNull();
  return made;
}

function withAda(ada: UserLiteral = {}, more: Readonly<Record<string, UserLiteral>> = {}): TestAccount {
  return accountOf({ [PLACE]: { ada, ...more }, 'Technicians/Night': {} });
}

function shown({ changes }: Undoing<RescueChange>): string[] {
  return changes.map(({ operations, before, after }) => `${operations.join('+')} ${JSON.stringify([before, after])}`);
}

describe('each field goes back to what it was', () => {
  const linked = { link: 'ada' } as const;
  const cases: readonly [string, UserLiteral, Sides, string][] = [
    ['a name', {}, { name: ['A. Old', 'Ada'] }, 'update [{"name":"Ada"},{"name":"A. Old"}]'],
    [
      'an address',
      {},
      { email: ['old@corp.example', 'ada@corp.example'] },
      'update [{"email":"ada@corp.example"},{"email":"old@corp.example"}]',
    ],
    ['an SSO id', { ssoId: 'new' }, { ssoId: ['old', 'new'] }, 'update [{"ssoId":"new"},{"ssoId":"old"}]'],
    [
      'an add-on that was given',
      { mobile: true },
      { mobile: [false, true] },
      'update [{"mobile":true},{"mobile":false}]',
    ],
    ['an add-on that was taken', {}, { mobile: [true, false] }, 'update [{"mobile":false},{"mobile":true}]'],
    ['an enable', linked, { status: ['disabled', 'enabled'] }, 'disable [{"status":"enabled"},{"status":"disabled"}]'],
    [
      'a disable',
      { ...linked, enabled: false },
      { status: ['enabled', 'disabled'] },
      'enable [{"status":"disabled"},{"status":"enabled"}]',
    ],
    ['an adoption', linked, { link: [null, personId('ada')] }, `update [{"link":"${personId('ada')}"},{"link":null}]`],
    [
      'a takeover, with a new password',
      linked,
      { link: [personId('bob'), personId('ada')] },
      `update [{"link":"${personId('ada')}"},{"link":"${personId('bob')}","password":"new"}]`,
    ],
  ];

  test.each(cases)('%s', (_name, ada, sides, expected) => {
    const account = withAda(ada);

    const undone = undo(account, [ran(nodeIn(account), sides)]);

    expect(shown(undone)).toEqual([expected]);
    expect(undone.leftAlone).toEqual([]);
  });

  test('a move, to the group as it is called today', () => {
    const account = withAda();
    const night = account.reading.groups.find(({ path }) => path.at(-1) === 'Night')?.id ?? '';
    const home = account.reading.users[0]?.group ?? '';

    const { changes } = undo(account, [ran(nodeIn(account), { parent: [night, home] })]);

    expect(changes.map(({ operations, native, group }) => [operations, native.toNode, group])).toEqual([
      [['move'], night, 'Technicians/Night'],
    ]);
  });

  test('a user that was created is disabled with its add-on, and keeps the link', () => {
    const account = withAda({ link: 'ada', mobile: true });

    const undone = undo(account, [ran(nodeIn(account), { email: ['', 'ada@corp.example'] }, { creates: true })]);

    expect(shown(undone)).toEqual([
      'disable [{"status":"enabled","mobile":true},{"status":"disabled","mobile":false}]',
    ]);
    expect(undone.lasting).toEqual(['createdUser']);
  });
});

describe('the link', () => {
  test('is taken away by an empty marker', () => {
    const account = withAda({ link: 'ada' });

    const { changes } = undo(account, [ran(nodeIn(account), { link: [null, personId('ada')] })]);

    expect(changes.map(({ native, person, risk }) => [native.marker, person, risk])).toEqual([['', null, []]]);
  });

  test('vouches for nothing once something is put back that the tree does not show', () => {
    const account = withAda({ link: 'ada', ssoId: 'new' });

    const { changes } = undo(account, [ran(nodeIn(account), { ssoId: ['old', 'new'] })]);

    const marker = formatMarker({ person: personId('ada'), fingerprint: NO_FINGERPRINT });
    expect(changes.map(({ native }) => native.marker)).toEqual([marker]);
  });

  test('that was not made for this user is not made good', () => {
    const account = withAda({ link: 'ada', oldLink: true, ssoId: 'new' });

    const { changes } = undo(account, [ran(nodeIn(account), { ssoId: ['old', 'new'] })]);

    expect(changes.map(({ native }) => native.marker)).toEqual([null]);
  });
});

describe('what somebody has changed since is left alone, and named', () => {
  test('one field, while the others go back', () => {
    const account = withAda({ name: 'By Hand', ssoId: 'new' });

    const undone = undo(account, [ran(nodeIn(account), { name: ['Old', 'Ada'], ssoId: ['old', 'new'] })]);

    expect(shown(undone)).toEqual(['update [{"ssoId":"new"},{"ssoId":"old"}]']);
    expect(undone.leftAlone.map(({ code, text }) => [code, text])).toEqual([
      ['UNDO_STALE', 'The name is "By Hand" by now, not what the run left, so it is not put back.'],
    ]);
  });

  test.each<[string, UserLiteral, Sides]>([
    ['a third address', {}, { email: ['old@corp.example', 'new@corp.example'], name: ['Old', 'Ada'] }],
    ['the link of another person', { link: 'bob' }, { link: [null, personId('ada')], name: ['Old', 'Ada'] }],
  ])('the whole user, with %s', (_what, ada, sides) => {
    const account = withAda(ada);

    const undone = undo(account, [ran(nodeIn(account), sides)]);

    expect(undone.changes).toEqual([]);
    expect(undone.leftAlone.map(({ code }) => code)).toEqual(['UNDO_STALE']);
  });

  test('the whole user, where the run was about another person and left the link alone', () => {
    const account = withAda({ link: 'bob' });

    const undone = undo(account, [ran(nodeIn(account), { name: ['Old', 'Ada'] }, { person: personId('ada') })]);

    expect(undone.changes).toEqual([]);
    expect(undone.leftAlone[0]?.text).toContain('linked to another person');
  });

  test('a user that is gone, and a field that is back already', () => {
    const account = withAda({ name: 'Old' });

    const undone = undo(account, [
      ran('999', { name: ['Old', 'Ada'] }),
      ran(nodeIn(account), { name: ['Old', 'Ada'] }),
    ]);

    expect(undone.changes).toEqual([]);
    expect(undone.leftAlone.map(({ text }) => text)).toEqual(['The user is not in the account any more.']);
  });
});

describe('what no plan may do is not put back, and named', () => {
  function impossible({ leftAlone }: Undoing<RescueChange>): string[] {
    return leftAlone.filter(({ code }) => code === 'UNDO_IMPOSSIBLE').map(({ text }) => text);
  }

  test('a group that is gone, or that no mapping feeds any more', () => {
    const account = withAda();
    const night = account.reading.groups.find(({ path }) => path.at(-1) === 'Night')?.id ?? '';
    const home = account.reading.users[0]?.group ?? '';

    const gone = undo(account, [ran(nodeIn(account), { parent: ['999', home] })]);
    const unmapped = undo(account, [ran(nodeIn(account), { parent: [night, home] })], settingsOf([HELPDESK]));

    expect([...impossible(gone), ...impossible(unmapped)]).toEqual([
      'The group in which the user stood is not in the account any more.',
      'The group cannot be put back: no mapping of the file feeds Technicians/Night.',
    ]);
  });

  test('a user that is protected today', () => {
    const account = withAda();
    const settings = settingsOf([HELPDESK], { protect: ['ada@corp.example'] });

    const undone = undo(account, [ran(nodeIn(account), { name: ['Old', 'Ada'] })], settings);

    expect(undone.changes).toEqual([]);
    expect(impossible(undone)[0]).toContain('is protected');
  });

  test('an address that somebody else has by now', () => {
    const account = withAda({}, { bob: { email: 'old@corp.example' } });

    const undone = undo(account, [ran(nodeIn(account), { email: ['old@corp.example', 'ada@corp.example'] })]);

    expect(undone.changes).toEqual([]);
    expect(impossible(undone)[0]).toContain('is that of Bob by now');
  });

  test('the last enabled master administrator', () => {
    const masters = mapping('Owners', 'Master Administrators');
    const account = accountOf({ 'Master Administrators': { ada: { link: 'ada' } } });

    const undone = undo(account, [ran(nodeIn(account), { status: ['disabled', 'enabled'] })], settingsOf([masters]));

    expect(undone.changes).toEqual([]);
    expect(impossible(undone)).toEqual(['The last enabled master administrator is never disabled.']);
  });

  test('what a journal says that is none of its values', () => {
    const account = withAda({ enabled: false });

    const undone = undo(account, [ran(nodeIn(account), { status: ['open', 'disabled'] })]);

    expect(undone.changes).toEqual([]);
    expect(impossible(undone)).toEqual(['What the status was before the run is not known.']);
  });
});

describe('groups', () => {
  const path = 'Technicians/Helpdesk/New name';

  function mirrored(): TestAccount {
    const source = groupId('Nested');
    const probe = accountOf({ [path]: {} });
    const id = probe.reading.groups.find((group) => group.path.at(-1) === 'New name')?.id ?? ('' as NodeId);
    const plain = formatMarker({ person: source, fingerprint: NO_FINGERPRINT });
    return {
      ...probe,
      reading: {
        ...probe.reading,
        groups: probe.reading.groups.map((group) =>
          group.id === id ? { ...group, description: sealMarker(plain, id, SEALING) } : group,
        ),
      },
    };
  }

  test('a mirrored group gets its old name back, and its members with it', () => {
    const account = mirrored();
    const id = account.reading.groups.find((group) => group.path.at(-1) === 'New name')?.id ?? '';

    const { changes } = undo(account, [ran(id, { name: ['Old name', 'New name'] }, { kind: 'group' })]);

    expect(changes.map(({ group, before, after }) => [group, before, after])).toEqual([
      ['Technicians/Helpdesk/Old name', { name: 'New name' }, { name: 'Old name' }],
    ]);
  });

  test('the link of an adopted group is taken away', () => {
    const account = mirrored();
    const id = account.reading.groups.find((group) => group.path.at(-1) === 'New name')?.id ?? '';

    const { changes } = undo(account, [ran(id, { link: [null, groupId('Nested')] }, { kind: 'group' })]);

    expect(changes.map(({ after, native }) => [after, native.marker])).toEqual([[{ link: null }, '']]);
  });

  test('a created group stays, and is named', () => {
    const undone = undo(mirrored(), [ran('999', { name: ['', 'x'] }, { kind: 'group', creates: true })]);

    expect([undone.changes, undone.leftAlone, undone.lasting]).toEqual([[], [], ['createdGroup']]);
  });
});

describe('holds', () => {
  function held(account: TestAccount, calls: readonly DoneCall[]): (string | undefined)[] {
    const undoing = undo(account, calls);
    const head = { settings: SETTINGS, directory: { type: 'file' }, adsyncVersion: '0', createdAt: '' } as const;
    const plan = undoPlan(head, [{ run: 'r', undoing, rules: SAVED_RULES.fields }]);
    const more = { approvals: [], earlier: new Map(), past: NO_PAST };
    const reading = withDetails(account.reading, [...account.details.keys()], account.details);
    const again = holdSaved(plan, { settings: SETTINGS, account: reading, ...more });
    return again.plan.changes.map((change) => change.held?.limit);
  }

  test('whoever gets access back is held, and whoever loses it is not', () => {
    const account = withAda({ link: 'ada', enabled: false }, { bob: { link: 'bob' } });
    const calls = [
      ran(nodeIn(account), { status: ['enabled', 'disabled'] }),
      ran(nodeIn(account, 'bob@corp.example'), { status: ['disabled', 'enabled'] }),
    ];

    expect(held(account, calls).sort((a, b) => compareText(a ?? '', b ?? ''))).toEqual(['undo', undefined]);
  });

  test('a user that goes back to another person is held; one that goes back to nobody is not', () => {
    const account = withAda({ link: 'ada' });
    const back = (old: Value) => held(account, [ran(nodeIn(account), { link: [old, personId('ada')] })]);

    expect([back(personId('bob')), back(null)]).toEqual([['undo'], [undefined]]);
  });

  test.each<[string, UserLiteral, Sides, string | undefined]>([
    ['an SSO id', { ssoId: 'new' }, { ssoId: ['old', 'new'] }, 'undo'],
    ['an address', {}, { email: ['old@corp.example', 'ada@corp.example'] }, 'undo'],
    ['those of a user that is adopted no more', { ssoId: 'new' }, { ssoId: ['old', 'new'], link: [null, ADA] }, 'undo'],
    ['no SSO id', { ssoId: 'new' }, { ssoId: ['', 'new'] }, undefined],
    ['that of a disabled user', { ssoId: 'new', enabled: false }, { ssoId: ['old', 'new'] }, undefined],
    [
      'that of a user who is disabled again',
      { ssoId: 'new' },
      { ssoId: ['old', 'new'], status: ['disabled', 'enabled'] },
      undefined,
    ],
    ['a name', {}, { name: ['A. Old', 'Ada'] }, undefined],
  ])('a login that is given back is held: %s', (_what, ada, sides, limit) => {
    const account = withAda({ link: 'ada', ...ada });

    expect(held(account, [ran(nodeIn(account), sides)])).toEqual([limit]);
  });

  test('nobody is taken into the place of a mapping by what calls itself an undo', () => {
    const account = accountOf({ [PLACE]: {}, 'Technicians/Other': { ada: {} } });
    const old = account.reading.groups.find(({ path }) => path.at(-1) === 'Helpdesk')?.id ?? '';
    const here = account.reading.users[0]?.group ?? '';

    expect(held(account, [ran(nodeIn(account), { parent: [old, here] })])).toEqual(['undo']);
  });
});

test('users are looked at whole before anything is planned for them', () => {
  const account = withAda();

  const made = undoChanges(
    pastChanges([ran(nodeIn(account), { name: ['Old', 'Ada'] })]),
    SETTINGS.rescue,
    account.reading,
    REASON,
  );

  expect(made).toEqual({ kind: 'details', ids: [nodeIn(account)] });
});

test('of a plan, what stays is known before', () => {
  const one = (kind: 'user' | 'group', operations: RescueChange['operations'], after: RescueChange['after']) =>
    lastingIn({ kind, operations, after });

  expect([
    one('user', ['create'], {}),
    one('group', ['create'], {}),
    one('user', ['update'], { password: 'new' }),
    one('user', ['disable'], { status: 'disabled' }),
  ]).toEqual([['createdUser'], ['createdGroup'], ['password'], []]);
});

test('a new password cannot be put back, and is named', () => {
  const account = withAda({ link: 'ada' });

  const undone = undo(account, [ran(nodeIn(account), { name: ['Old', 'Ada'], credentials: [null, 'new'] })]);

  expect(shown(undone)).toEqual(['update [{"name":"Ada"},{"name":"Old"}]']);
  expect(undone.lasting).toEqual(['password']);
});
