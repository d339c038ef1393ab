import { describe, expect, test } from '@jest/globals';
import type { Change, Operation } from '../../src/plan/model.ts';
import { summaryOf } from '../../src/plan/summary.ts';
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
