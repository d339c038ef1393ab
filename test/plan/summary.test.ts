import { describe, expect, test } from '@jest/globals';
import type { Change, Operation } from '../../src/plan/model.ts';
import { summaryOf, talliesAfter } from '../../src/plan/summary.ts';
import { newGroup, userChange } from '../render/sample-plan.ts';

const BESIDES = { unchanged: 7, leaversLeft: 0 };
const NONE = { create: 0, update: 0, move: 0, enable: 0, disable: 0, createGroup: 0, updateGroup: 0 };
const REST = { unchanged: 7, held: 0, leaversLeft: 0, notices: 0 };
const BLOCKED = { kind: 'out-of-licences', text: 'No licence is free.' } as const;

function user(node: string, ...operations: Operation[]): Change {
  return userChange({ operations, node });
}

describe('the summary of a plan', () => {
  test('does not name what targets without entitlements do not know', () => {
    const summary = summaryOf([user('1', 'disable'), newGroup('A', 'A', 3)], [], BESIDES);

    expect(summary).toEqual({ ...NONE, disable: 1, createGroup: 1, ...REST });
  });

  test.each<[string, Change[], object]>([
    ['grants', [user('1', 'grant'), user('2', 'grant', 'update')], { update: 1, grant: 2 }],
    ['revocations', [user('1', 'revoke')], { revoke: 1 }],
    ['those who come back', [user('1', 'resume', 'grant')], { resume: 1, grant: 1 }],
    ['those who are suspended', [user('1', 'suspend')], { suspend: 1 }],
    ['a user with two steps once', [user('1', 'grant'), user('1', 'grant')], { grant: 1 }],
    [
      'what cannot be made',
      [{ ...user('1', 'grant'), blocked: BLOCKED }, user('2', 'grant')],
      { grant: 2, blocked: 1 },
    ],
  ])('counts %s', (_what, changes, expected) => {
    expect(summaryOf(changes, [], BESIDES)).toEqual({ ...NONE, ...expected, ...REST });
  });
});

describe('the tallies afterwards', () => {
  const A = { group: 'A', line: 1, wanted: 0, present: 5 };
  const B = { group: 'B', line: 2, wanted: 0, present: 5 };
  const at = (status: 'enabled' | 'disabled'): Change['facts'] => ({ name: 'x', email: 'x', status, link: null });
  const moves = { group: 'B', before: { group: 'A' }, after: { group: 'B' } };

  test.each<[string, Change, [number, number]]>([
    ['a new user', userChange({ operations: ['create'], group: 'A' }), [6, 5]],
    ['an enabled one', userChange({ operations: ['enable'], group: 'A', facts: at('disabled') }), [6, 5]],
    ['a disabled one, who stays there', userChange({ operations: ['disable'], group: 'A' }), [4, 5]],
    ['an update', userChange({ operations: ['update'], group: 'A' }), [5, 5]],
    ['a move', userChange({ operations: ['move'], ...moves }), [4, 6]],
    [
      'a disabled one who comes back elsewhere',
      userChange({ operations: ['enable', 'move'], ...moves, facts: at('disabled') }),
      [5, 6],
    ],
    ['a disabled one who is moved', userChange({ operations: ['move'], ...moves, facts: at('disabled') }), [5, 5]],
    ['one who is moved and disabled', userChange({ operations: ['move', 'disable'], ...moves }), [4, 5]],
    [
      'somebody who holds something again',
      userChange({ operations: ['resume', 'grant'], group: 'A', facts: at('disabled') }),
      [6, 5],
    ],
    ['somebody who holds nothing any more', userChange({ operations: ['suspend'], group: 'A' }), [4, 5]],
    ['a group', newGroup('A', 'A', 3), [5, 5]],
    ['what cannot be made', { ...userChange({ operations: ['create'], group: 'A' }), blocked: BLOCKED }, [5, 5]],
  ])('count %s', (_what, change, after) => {
    expect(talliesAfter([A, B], [change]).map((tally) => tally.after)).toEqual(after);
  });
});
