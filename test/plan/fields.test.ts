import { describe, expect, test } from '@jest/globals';
import { endsUser, type FieldRules, operationsFrom, returnsUser } from '../../src/plan/fields.ts';
import type { Fields, Operation } from '../../src/plan/model.ts';

/** A target whose users hold products and a role: nothing of both is what it calls suspended. */
const RULES: FieldRules = {
  status: { operation: 'holding' },
  products: { operation: 'entitlements', goesWithDisable: true },
  role: { operation: 'update', goesWithDisable: true },
  name: { operation: 'update' },
};

describe('operations follow from the fields of users that hold sets', () => {
  test.each<[string, Fields | null, Fields, Operation[]]>([
    ['a new user', null, { products: ['A'] }, ['create']],
    ['more', { products: ['A'] }, { products: ['A', 'B'] }, ['grant']],
    ['less', { products: ['A', 'B'] }, { products: ['A'] }, ['revoke']],
    ['other ones', { products: ['A'] }, { products: ['B'] }, ['grant', 'revoke']],
    ['a role besides', { products: ['A'], role: 'Member' }, { products: [], role: 'Admin' }, ['revoke', 'update']],
    [
      'nothing left: what goes with it is no operation of its own',
      { status: 'enabled', products: ['A'], role: 'Admin' },
      { status: 'disabled', products: [], role: 'Member' },
      ['suspend'],
    ],
    [
      'nothing left, and another name',
      { status: 'enabled', products: ['A'], name: 'a' },
      { status: 'disabled', products: [], name: 'b' },
      ['suspend', 'update'],
    ],
    [
      'something again',
      { status: 'disabled', products: [] },
      { status: 'enabled', products: ['A'] },
      ['resume', 'grant'],
    ],
    [
      'a role alone',
      { status: 'disabled', role: 'Member' },
      { status: 'enabled', role: 'Admin' },
      ['resume', 'update'],
    ],
  ])('%s', (_what, before, after, expected) => {
    expect(operationsFrom(before, after, RULES)).toEqual(expected);
  });

  test.each<[Operation, boolean, boolean]>([
    ['disable', true, false],
    ['suspend', true, false],
    ['enable', false, true],
    ['resume', false, true],
    ['revoke', false, false],
    ['create', false, false],
  ])('%s ends a user: %s, brings one back: %s', (operation, ends, returns) => {
    expect([endsUser([operation]), returnsUser([operation])]).toEqual([ends, returns]);
  });
});
