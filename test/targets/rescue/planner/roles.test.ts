import { expect, test } from '@jest/globals';
import { compareNodeIds } from '../../../../src/targets/rescue/planner/node-ids.ts';
import { roleOf, rootOf } from '../../../../src/targets/rescue/planner/roles.ts';

test.each(['technician', 'administrator', 'masterAdministrator'] as const)(
  'the root of a %s says that role',
  (role) => {
    expect(roleOf([rootOf(role), 'Night'])).toBe(role);
  },
);

test.each([['technicians'], ['constructor'], ['']])('%j is no root', (name) => {
  expect(roleOf([name])).toBeNull();
});

test('node ids are in the order of their numbers', () => {
  expect(['1000', '999', '30', '400'].sort(compareNodeIds)).toEqual(['30', '400', '999', '1000']);
});
