import type { Fields } from '../../../src/plan/model.ts';
import { describe, expect, test } from '@jest/globals';
import { type Changed, differences, linkWords, statusDifference } from '../../../src/plan/view/fields.ts';
import { LABELS } from './builders.ts';

function shown(given: Partial<Changed>): string[] {
  const changed: Changed = { kind: 'user', operations: ['update'], before: {}, after: {}, ...given };
  return differences(changed, LABELS).map(({ field, from, to }) => `${field}: ${from ?? '-'} > ${to}`);
}

describe('what a change does to fields', () => {
  test.each([
    ['is what its target calls it', { before: { name: 'A' }, after: { name: 'B' } }, ['called: A > B']],
    ['is nothing where only the old value is known', { before: { name: 'A' }, after: {} }, []],
    ['leaves out a field without a label', { before: { secret: 'A' }, after: { secret: 'B' } }, []],
    ['says that there was nothing', { before: {}, after: { name: 'B' } }, ['called: (none) > B']],
    ['says that nothing is left', { before: { name: 'A' }, after: { name: '' } }, ['called: A > (none)']],
    ['says that null is nothing', { before: { rules: null }, after: { rules: 'B' } }, ['rules: (none) > B']],
    ['lists a set', { before: { rules: ['x', 'y'] }, after: { rules: ['y'] } }, ['rules: x, y > y']],
    ['calls an empty set nothing', { before: { rules: ['x'] }, after: { rules: [] } }, ['rules: x > (none)']],
    ['says on and off', { before: { switch: true }, after: { switch: false } }, ['switch: on > off']],
    ['takes a switch that is not known for off', { before: {}, after: { switch: true } }, ['switch: off > on']],
    ['uses the words of the target', { before: { link: 'p' }, after: { link: null } }, ['tie: - > user: p to null']],
    [
      'comes in the order of the labels',
      { before: {}, after: { link: 'p', switch: true, name: 'B' } },
      ['called: (none) > B', 'switch: off > on', 'tie: - > user: undefined to p'],
    ],
  ] as const)('%s', (_what, given, expected) => {
    expect(shown(given)).toEqual(expected);
  });

  test.each([
    ['its values, without old ones', { rules: ['x'], switch: true }, ['rules: - > x', 'switch: - > on']],
    ['no switch that is off', { switch: false }, []],
    ['nothing that its row or its operation says', { name: 'A', link: 'p' }, []],
  ] as const)('for a new user: %s', (_what, after, expected) => {
    expect(shown({ operations: ['create'], before: null, after })).toEqual(expected);
  });
});

describe('the change of status', () => {
  test.each<[Fields | null, Fields, string | null]>([
    [null, {}, null],
    [{}, { status: 'enabled' }, null],
    [{ status: 'enabled' }, { status: 'disabled' }, 'status: enabled > disabled'],
    [{ status: 'enabled' }, {}, 'status: enabled > enabled'],
  ])('%j becomes %j: %s', (before, after, expected) => {
    const found = statusDifference({ before, after });

    expect(found === null ? null : `${found.field}: ${found.from ?? ''} > ${found.to}`).toBe(expected);
  });
});

describe('what happens to a link', () => {
  test.each([
    [null, 'p', 'user', 'removed'],
    ['p', undefined, 'user', 'set to the person in the directory'],
    ['p', null, 'group', 'set to the directory group'],
    ['p', 'p', 'user', 'renewed'],
    ['q', 'p', 'user', 'passes to the new person'],
    ['q', 'p', 'group', 'passes to the other directory group'],
  ] as const)('to %s from %s of a %s: %s', (to, from, kind, expected) => {
    expect(linkWords(to, from, kind)).toBe(expected);
  });
});
