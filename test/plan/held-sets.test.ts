import { describe, expect, test } from '@jest/globals';
import { basesOfChanges } from '../../src/targets/rescue/planner/limit-bases.ts';
import { type Member, type Counts, memberKey } from '../../src/plan/members.ts';
import { COUNTING } from '../../src/targets/rescue/planner/members.ts';
import { heldSetsOf } from '../../src/plan/limits.ts';
import type { NodeId } from '../../src/targets/rescue/planner/account.ts';
import type { PersonId } from '../../src/core/people.ts';
import type { LimitSettings } from '../../src/core/settings.ts';
import { accountOf, HELPDESK, NO_LIMITS } from '../targets/rescue/planner/builders.ts';

const { reading } = accountOf({ 'Technicians/Helpdesk': { a: { link: 'a' }, b: { link: 'b' }, c: { link: 'c' } } });
const bases = basesOfChanges([], reading, { mappings: [HELPDESK] }, new Set());
const none = { kind: 'count', count: 0 } as const;
const STRICT: LimitSettings = {
  ...NO_LIMITS,
  disable: none,
  disablePerGroup: none,
  move: none,
  readdress: none,
  create: 0,
};

const NO_DETAILS = { doubt: null, claimant: null, approvedFor: COUNTING.approvedFor({}) };
const doubt = { limit: 'rescue.adopt', text: 'Ada might be Eve.' };

function user(index: number, counts: readonly Counts[], fields: Partial<Member> = {}): Member {
  const { id = '', name = '', email = '', group: parent = null } = reading.users[index] ?? {};
  return { key: id, name, email, parent, counts: new Set(counts), evidence: 'said', ...NO_DETAILS, ...fields };
}

function limitsOf(...members: readonly Member[]): string[] {
  return heldSetsOf(members, bases, STRICT, []).map(({ limit, members }) => `${limit} ${members.length}`);
}

test('a doubt is held in a set of its own, which counts in no other', () => {
  const doubtful = user(0, ['disable', 'move'], { doubt });
  const group = user(9, [], { key: '5', doubt });

  expect(limitsOf(doubtful, group)).toEqual(['rescue.adopt 2']);
  expect(limitsOf(doubtful, user(1, ['disable']))).toEqual(['rescue.adopt 1', 'limits.disable 1']);
});

test('sets hold in one order, and nobody is in the set of a group who is in that of all groups', () => {
  const all = user(0, ['create', 'readdress', 'move', 'disable'], { evidence: 'absence' });

  expect(limitsOf(all, user(1, ['move'], { doubt }))).toEqual([
    'rescue.adopt 1',
    'limits.disable 1',
    'limits.move 1',
    'limits.readdress 1',
    'limits.create 1',
  ]);
});

test('who is created is known by the person, also where a node is there to be filled in', () => {
  const person = '3f2504e0-4f89-11d3-9a0c-000000000001' as PersonId;
  const node = '77' as NodeId;

  expect(memberKey({ operations: ['create'], node, person })).toBe(person);
  expect(memberKey({ operations: ['create'], node: null, person })).toBe(person);
  expect(memberKey({ operations: ['update'], node, person })).toBe(node);
});

describe('an approval is for what was shown, and for nothing else', () => {
  const idOf = (counts: readonly Counts[], fields: Partial<Member>): string =>
    heldSetsOf([user(0, counts, fields)], bases, STRICT, [])[0]?.id ?? '';
  const ada = { doubt, claimant: 'ada' };

  test.each<[string, readonly Counts[], Partial<Member>, Partial<Member>]>([
    ['the same user for another person', ['move'], ada, { ...ada, claimant: 'eve' }],
    [
      'a move to another group',
      ['move'],
      { approvedFor: COUNTING.approvedFor({ group: 'Technicians/Red' }) },
      { approvedFor: COUNTING.approvedFor({ group: 'Technicians/Blue' }) },
    ],
    [
      'another new address',
      ['readdress'],
      { approvedFor: COUNTING.approvedFor({ email: 'ada@corp.example' }) },
      { approvedFor: COUNTING.approvedFor({ email: 'eve@corp.example' }) },
    ],
  ])('%s is another set', (_what, counts, one, other) => {
    expect(idOf(counts, one)).toBe(idOf(counts, one));
    expect(idOf(counts, one)).not.toBe(idOf(counts, other));
  });
});
