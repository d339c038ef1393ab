import { describe, expect, test } from '@jest/globals';
import { kindsLeft, leftUndone, ofKinds, type Undone } from '../../src/run/left-undone.ts';
import { changeLine, type Ending, recordOf, type Told } from './records.ts';

/** What of earlier runs is tried again, and for which reason it failed. */

const LICENCES = { result: 'failed', kind: 'out-of-licences' } as const;
const TRANSIENT = { result: 'failed', kind: 'transient' } as const;

/** `ada out-of-licences, bob -` */
function words(undone: readonly Undone[]): string {
  return undone.map(({ change, kind }) => `${change.name} ${kind ?? '-'}`).join(', ');
}

function runOf(endings: Readonly<Record<string, Ending | null>>) {
  return recordOf(Object.entries(endings).map(([id, ending]): Told => [id, ending]));
}

describe('one run leaves undone', () => {
  test.each<[string, Ending | null, string]>([
    ['nothing that is done', { result: 'done' }, ''],
    ['nothing that waits for the person', { result: 'pending' }, ''],
    ['what failed, for its reason', LICENCES, 'ada out-of-licences'],
    ['what failed without one, as unknown', { result: 'failed' }, 'ada unknown'],
    ['what was stale, without a reason', { result: 'stale' }, 'ada -'],
    ['what was skipped, without a reason', { result: 'skipped' }, 'ada -'],
    ['what was not reached, without a reason', null, 'ada -'],
  ])('%s', (_name, ending, expected) => {
    expect(words(leftUndone(runOf({ ada: ending }), []))).toBe(expected);
  });

  test('nobody knows what, where its journal names too few changes', () => {
    const damaged = recordOf([['ada', TRANSIENT]], { changes: 3 });

    expect(() => leftUndone(damaged, [])).toThrow(expect.objectContaining({ code: 'RUN_DAMAGED' }));
    expect(() => leftUndone(runOf({}), [damaged])).toThrow(expect.objectContaining({ code: 'RUN_DAMAGED' }));
  });
});

describe('runs that tried only a part again', () => {
  const first = runOf({ ada: LICENCES, bob: TRANSIENT, cleo: { result: 'stale' } });

  test.each<[string, Readonly<Record<string, Ending | null>>[], string]>([
    ['made it: the rest stays', [{ ada: { result: 'done' } }], 'bob transient, cleo -'],
    ['failed for another reason: the last one counts', [{ ada: TRANSIENT }], 'bob transient, cleo -, ada transient'],
    ['did not reach it: the reason stays', [{ ada: null }], 'bob transient, cleo -, ada out-of-licences'],
    ['skipped it: the reason stays', [{ ada: { result: 'skipped' } }], 'bob transient, cleo -, ada out-of-licences'],
    ['one after the other', [{ ada: null }, { bob: { result: 'done' } }], 'cleo -, ada out-of-licences'],
    ['found something new', [{ dan: TRANSIENT }], 'ada out-of-licences, bob transient, cleo -, dan transient'],
  ])('%s', (_name, later, expected) => {
    const [last, ...before] = [...later.map(runOf).toReversed(), first];

    expect(words(leftUndone(last, before))).toBe(expected);
  });

  test('know a user by any of its ids', () => {
    const again = recordOf([[changeLine('x', { node: null, email: 'ADA@corp.example' }), { result: 'done' }]]);

    expect(words(leftUndone(again, [first]))).toBe('bob transient, cleo -');
  });
});

describe('the kinds that are wanted', () => {
  const undone = leftUndone(runOf({ ada: LICENCES, bob: TRANSIENT, cleo: { result: 'stale' }, dan: LICENCES }), []);

  test.each([
    [[], 'ada out-of-licences, bob transient, cleo -, dan out-of-licences'],
    [['transient'], 'bob transient'],
    [['transient', 'out-of-licences'], 'ada out-of-licences, bob transient, dan out-of-licences'],
    [['unknown'], ''],
  ] as const)('%j: %s', (kinds, expected) => {
    expect(words(ofKinds(undone, kinds))).toBe(expected);
  });

  test('are counted in words; what did not fail has none', () => {
    expect(kindsLeft(undone)).toBe('2 out-of-licences, 1 transient');
    expect(kindsLeft([])).toBe('');
  });
});
