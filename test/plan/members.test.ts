import { describe, expect, test } from '@jest/globals';
import type { PersonId } from '../../src/core/people.ts';
import { countChanges, type CountingRules, countsOf, memberKey } from '../../src/plan/members.ts';
import type { Change } from '../../src/plan/model.ts';
import { newGroup, userChange } from '../render/sample-plan.ts';

/** What the limits see of the changes of a plan. */

const ADA = '11111111-2222-4333-8444-555555555555' as PersonId;
const RULES: CountingRules<Change> = {
  doubtLimit: 'toy.doubt',
  parentOf: () => '600',
  claimantOf: ({ person }) => person,
  isReaddress: (after) => after.email !== undefined,
  approvedFor: (after) => ({ create: '', move: after.group ?? '', readdress: after.email ?? '', doubt: [] }),
};
const DOUBTED = { limit: 'toy.doubt', id: 'a1-0f', also: [] };

function members(changes: readonly Change[], doubts: ReadonlyMap<string, string> = new Map()) {
  return countChanges(changes, RULES, doubts);
}

describe('a member of a set is known', () => {
  test.each([
    ['a user by its node', { kind: 'user', node: '7', person: 'p', operations: ['update'] }, '7'],
    ['a new user by the person', { kind: 'user', node: '7', person: 'p', operations: ['create'] }, 'p'],
    ['a new user of nobody by its node', { kind: 'user', node: '7', person: null, operations: ['create'] }, '7'],
    ['a user without a node by the person', { kind: 'user', node: null, person: 'p', operations: [] }, 'p'],
    ['nobody by nothing', { kind: 'user', node: null, person: null, operations: [] }, ''],
    ['a group by its node', { kind: 'group', node: '7', person: null, group: 'A/B' }, '7'],
    ['a new group by its place', { kind: 'group', node: null, person: null, group: 'A/B' }, 'group a\u0000b'],
  ] as const)('%s', (_what, given, key) => {
    expect(memberKey(given)).toBe(key);
  });
});

describe('a change counts as', () => {
  test.each([
    ['what it does', ['disable', 'move'], {}, ['disable', 'move']],
    ['new address of an existing user', ['update'], { before: {}, after: { email: 'b@x.example' } }, ['readdress']],
    ['no new address where the user is new', ['create'], { before: null, after: { email: 'b@x.example' } }, ['create']],
    ['nothing where it only updates', ['update'], { before: {}, after: { name: 'B' } }, []],
  ] as const)('%s', (_what, operations, fields, expected) => {
    expect([...countsOf({ operations, before: {}, after: {}, ...fields }, RULES)].sort()).toEqual([...expected].sort());
  });
});

describe('members of a plan', () => {
  test('are only those who count, or need an approval', () => {
    const update = userChange({ operations: ['update'], node: '1', after: { name: 'B' } });
    const move = userChange({ operations: ['move'], node: '2', after: { group: 'B' } });

    expect(members([update, move]).map(({ key }) => key)).toEqual(['2']);
    expect(members([update], new Map([['1', 'why']]))).toMatchObject([
      { key: '1', doubt: { limit: 'toy.doubt', text: 'why' } },
    ]);
  });

  test('are one where a user has two steps, and rest on absence where one of them does', () => {
    const steps = [
      userChange({ operations: ['update'], node: '1', evidence: 'said', after: { email: 'tmp@x.example' } }),
      userChange({ operations: ['disable'], node: '1', evidence: 'absence', after: { status: 'disabled' } }),
    ];

    expect(members(steps)).toMatchObject([{ key: '1', evidence: 'absence', parent: '600' }]);
    expect([...(members(steps)[0]?.counts ?? [])].sort()).toEqual(['disable', 'readdress']);
    expect(members(steps)[0]?.approvedFor.readdress).toBe('tmp@x.example');
    expect(members([...steps].slice(0, 1))).toMatchObject([{ evidence: 'said' }]);
  });

  test('are called what they were called before', () => {
    const facts = { name: 'Old', email: 'old@x.example', status: 'enabled', link: null } as const;
    const moved = { operations: ['move'], node: '1', after: { group: 'B' } } as const;

    expect(members([userChange({ ...moved, name: 'New', email: 'new@x.example', facts })])).toMatchObject([
      { name: 'Old', email: 'old@x.example' },
    ]);
    expect(members([userChange({ ...moved, name: 'New', email: 'new@x.example', facts: null })])).toMatchObject([
      { name: 'New', email: 'new@x.example' },
    ]);
  });

  test('that a plan holds in doubt stay in doubt, and say why', () => {
    const held = userChange({
      operations: ['update'],
      node: '1',
      person: ADA,
      name: 'Ada',
      facts: null,
      held: DOUBTED,
    });
    const through = { ...held, held: null, letThrough: [{ ...DOUBTED, by: '--approve', part: false }] };
    const also = { ...held, held: { limit: 'limits.move', id: 'm1-0f', also: [DOUBTED] } };
    const other = { ...held, held: { limit: 'limits.move', id: 'm1-0f', also: [] } };
    const why = `Ada <ada@corp.example>: ${held.reason.text}.`;

    for (const change of [held, through, also]) expect(members([change])).toMatchObject([{ doubt: { text: why } }]);
    expect(members([other])).toEqual([]);
  });

  test('that are groups are called after their directory group, have no address, and count as nothing', () => {
    const group = { ...newGroup('Technicians/Night', 'Night', 3), held: DOUBTED };
    const path = ['Helpdesk', 'Night Shift'];

    expect(members([{ ...group, reason: { ...group.reason, path } }])).toMatchObject([
      { name: 'Night Shift', email: '', doubt: { text: `Night Shift: ${group.reason.text}.` } },
    ]);
    expect(members([{ ...group, reason: { ...group.reason, path: [] } }])).toMatchObject([{ name: 'Night' }]);
    expect([...(members([group])[0]?.counts ?? ['none'])]).toEqual([]);
    expect(members([group])[0]?.approvedFor.move).toBe('');
  });
});
