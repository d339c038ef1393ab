import { describe, expect, test } from '@jest/globals';
import type { Change, Outcome } from '../../src/plan/model.ts';
import { applyPlan } from '../../src/run/apply-plan.ts';
import { planOf, userChange } from '../render/sample-plan.ts';

/** What the engine does with changes that cannot be made, and with those that wait for the person. */

const BLOCKED = { kind: 'out-of-licences', text: 'No licence is free.' } as const;

function change(id: string, given: Partial<Change> = {}): Change {
  return { ...userChange({ id, name: id, operations: ['grant'] }), ...given } as Change;
}

/** The service answers with these results; a change that is not named is done. */
async function applied(
  changes: readonly Change[],
  results: Readonly<Record<string, Outcome['result']>> = {},
  waits?: (change: Change, called: readonly string[]) => boolean,
) {
  const called: string[] = [];
  const { outcomes } = await applyPlan({
    plan: planOf(changes),
    concurrent: 1,
    begin: () => ({
      apply({ id }) {
        called.push(id);
        return Promise.resolve({ change: id, result: results[id] ?? 'done', text: '' });
      },
    }),
    signal: new AbortController().signal,
    ...(waits === undefined ? {} : { waits: (one: Change) => waits(one, called) }),
    onOutcome() {},
  });
  return { called, outcomes: outcomes.map(({ change: id, ...rest }) => [id, rest]) };
}

describe('a blocked change', () => {
  test('fails with its kind and reason, and the service is not asked', async () => {
    const { called, outcomes } = await applied([change('a', { blocked: BLOCKED }), change('b')]);

    expect(called).toEqual(['b']);
    expect(outcomes).toEqual([
      ['a', { result: 'failed', ...BLOCKED }],
      ['b', { result: 'done', text: '' }],
    ]);
  });

  test('keeps what needs it from being made', async () => {
    const { called, outcomes } = await applied([change('a', { blocked: BLOCKED }), change('b', { needs: ['a'] })]);

    expect(called).toEqual([]);
    expect(outcomes[1]).toEqual(['b', { result: 'skipped', text: 'needs a change that was not made: a' }]);
  });

  test('that is held, too, is skipped for that: nobody has said yes to it', async () => {
    const held = { limit: 'limits.create', id: 'c1', also: [] };

    const { outcomes } = await applied([change('a', { blocked: BLOCKED, held })]);

    expect(outcomes).toEqual([['a', { result: 'skipped', text: 'held by limits.create' }]]);
  });
});

test.each<[Outcome['result'], string[]]>([
  ['done', ['a', 'b']],
  ['pending', ['a', 'b']],
  ['failed', ['a']],
  ['stale', ['a']],
  ['skipped', ['a']],
])('of changes that need one that is %s, these are tried: %j', async (result, expected) => {
  const { called } = await applied([change('a'), change('b', { needs: ['a'] })], { a: result });

  expect(called).toEqual(expected);
});

test('a freeze that begins while changes are made keeps the rest back, but for those that it lets through', async () => {
  const changes = [change('a'), change('b'), change('end'), change('c', { needs: ['b'] })];

  const { called, outcomes } = await applied(changes, {}, ({ id }, made) => id !== 'end' && made.includes('a'));

  const waiting = { result: 'skipped', text: 'held by a freeze of the file, which has begun since' };
  expect(called).toEqual(['a', 'end']);
  expect(outcomes).toEqual([
    ['a', { result: 'done', text: '' }],
    ['b', waiting],
    ['end', { result: 'done', text: '' }],
    ['c', waiting],
  ]);
});
