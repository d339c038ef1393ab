import { describe, expect, test } from '@jest/globals';
import { bearerOf, elsewhereIn, type Memory, NO_MEMORY, type Standing, standingOf } from '../../src/plan/elsewhere.ts';
import type { Change } from '../../src/plan/model.ts';
import { newGroup, userChange } from '../render/sample-plan.ts';

const update = userChange({ id: 'u', operations: ['update'], node: '7', before: { name: 'A' }, after: { name: 'B' } });
const create = userChange({ id: 'c', operations: ['create'] });
const group = newGroup('Technicians/Night', 'Night', 3);
const AFTER_BASE: Memory = { ...NO_MEMORY, isOfBase: true };

function cause(change: Change, memory: Memory, standing: Standing = 'unknown', there: readonly string[] = []): string {
  return elsewhereIn(memory, { has: (node) => there.includes(node), standing: () => standing })(change);
}

describe('a change that both files make', () => {
  test.each<[string, Change, Memory, Standing, string]>([
    ['as adsync left it, after a run of the former file', update, AFTER_BASE, 'asLeft', 'directory'],
    ['as adsync left it, after a run of another file', update, NO_MEMORY, 'asLeft', 'unknown'],
    ['waiting since that run', update, { ...AFTER_BASE, undone: new Set(['u']) }, 'asLeft', 'unknown'],
    ['other than adsync left it', update, NO_MEMORY, 'changed', 'account'],
    ['never written by adsync', update, AFTER_BASE, 'unknown', 'unknown'],
    ['a new user of somebody who never had one', create, AFTER_BASE, 'unknown', 'directory'],
    ['a new user, and nothing is known', create, NO_MEMORY, 'unknown', 'unknown'],
    ['a new group of which nothing is known', group, NO_MEMORY, 'unknown', 'unknown'],
  ])('%s', (_title, change, memory, standing, expected) => {
    expect(cause(change, memory, standing)).toBe(expected);
  });

  test.each([create, group])('a user or group that adsync made and that is gone was removed by hand', (change) => {
    const memory = { ...AFTER_BASE, nodes: new Map([[bearerOf(change), ['70', '71']]]) };

    expect(cause(change, memory)).toBe('account');
    expect(cause(change, memory, 'unknown', ['71'])).toBe('unknown');
  });

  test('what was written last for this very node is compared', () => {
    const memory = { ...AFTER_BASE, written: new Map([['7', { name: 'A' }]]) };
    const account = {
      has: () => true,
      standing: (_: Change, written: object) => ('name' in written ? 'asLeft' : 'changed'),
    } as const;

    expect(elsewhereIn(memory, account)(update)).toBe('directory');
  });
});

describe('how fields stand', () => {
  const keys = (field: string): readonly string[] | null =>
    field === 'odd' ? null : field === 'both' ? ['a', 'b'] : [field];
  const same = (_key: string, a: unknown, b: unknown): boolean => a === b;

  test.each<[string, object, object, object, Standing]>([
    ['all as written', { name: 'x', status: 'y' }, { name: '1', status: '2' }, { name: '1', status: '2' }, 'asLeft'],
    ['one of them not', { name: 'x', status: 'y' }, { name: '1', status: '2' }, { name: '1', status: '3' }, 'changed'],
    [
      'one of them changed, another never written',
      { name: 'x', other: 'y' },
      { name: '1' },
      { name: '2', other: '' },
      'changed',
    ],
    ['one of them never written', { name: 'x', other: 'y' }, { name: '1' }, { name: '1', other: '' }, 'unknown'],
    ['one of them not shown', { name: 'x' }, { name: '1' }, {}, 'unknown'],
    ['one that the journal does not have', { odd: 'x' }, { odd: '1' }, { odd: '1' }, 'unknown'],
    ['one of two names', { both: 'x' }, { a: '1', b: '2' }, { a: '1', b: '3' }, 'changed'],
    ['no field at all', {}, {}, {}, 'unknown'],
  ])('%s', (_title, after, written, now, expected) => {
    const values = (map: object): Record<string, string> =>
      Object.fromEntries(Object.entries(map).map(([k, v]) => [k, String(v)]));

    expect(standingOf({ after: values(after) }, values(written), values(now), keys, same)).toBe(expected);
  });
});
