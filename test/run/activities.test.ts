import { describe, expect, test } from '@jest/globals';
import type { PersonId } from '../../src/core/people.ts';
import { activitiesOf, type Activity } from '../../src/run/activities.ts';
import { type ActivityFilter, fits } from '../../src/run/activity-filter.ts';
import { NO_FILTER } from './no-filter.ts';
import type { ChangeLine } from '../../src/run/journal-lines.ts';
import { changeLine, type Ending, recordOf } from './records.ts';

/** What the history says of each change, and which of them it lists. */

function only(ending: Ending | null, change: Partial<ChangeLine> = {}): Activity {
  const [one] = activitiesOf(recordOf([[changeLine('ada', change), ending]]));
  if (one === undefined) throw new Error('nothing is listed');
  return one;
}

describe('a change in the history', () => {
  test('says when it was completed, what was done to whom, how it ended, where, and in which run', () => {
    const failed = { result: 'failed', kind: 'out-of-licences', text: 'None is free.' } as const;

    expect(only(failed, { person: 'p-1' as PersonId })).toEqual({
      at: '2026-11-22T09:12:00.000Z',
      run: '2026-11-22T091200.000Z-abc',
      command: 'apply',
      target: 'goto:77',
      change: 'ada',
      operations: ['grant'],
      status: 'failed',
      kind: 'out-of-licences',
      user: { type: 'user', name: 'ada', email: 'ada@corp.example', person: 'p-1', node: 'ada', group: 'All' },
      details: 'None is free.',
    });
  });

  test.each<[string, Ending | null, Partial<Activity>]>([
    ['that failed and nobody said why', { result: 'failed' }, { status: 'failed', kind: 'unknown' }],
    ['that waits for the person', { result: 'pending' }, { status: 'pending', kind: null }],
    ['that did not fail has no kind', { result: 'done', kind: 'transient' }, { status: 'done', kind: null }],
    ['that was not reached', null, { status: 'notReached', kind: null, at: null, details: '' }],
  ])('%s', (_name, ending, expected) => {
    expect(only(ending)).toMatchObject(expected);
  });

  test('is listed without what an edited journal does not say', () => {
    const damaged = { operations: 'grant', email: 7, person: undefined, node: {} } as unknown as Partial<ChangeLine>;

    const { operations, user } = only({ result: 'done', at: 5 as unknown as string }, damaged);

    expect(operations).toEqual([]);
    expect(user).toMatchObject({ email: null, person: null, node: null });
  });

  test('stands by when it was completed, the last one first, and what was not reached at the end', () => {
    const at = (time: string): Ending => ({ result: 'done', at: `2026-11-22T${time}.000Z` });
    const record = recordOf([
      ['a', at('09:12:01')],
      ['b', null],
      ['c', at('09:12:03')],
      ['d', at('09:12:02')],
      ['e', at('09:12:03')],
    ]);

    expect(activitiesOf(record).map(({ change }) => change)).toEqual(['c', 'e', 'd', 'a', 'b']);
  });
});

describe('the filter', () => {
  const TIME = Date.parse('2026-11-22T09:12:00.000Z');
  const record = recordOf([[changeLine('c1'), null]]);
  const ada = only(
    { result: 'failed', kind: 'transient' },
    {
      name: 'Ada LOVELACE',
      email: 'ada@corp.example',
      person: 'p-11' as PersonId,
      node: 'n-22',
      operations: ['create', 'grant'],
    },
  );

  test.each<[string, Partial<ActivityFilter>, boolean]>([
    ['nothing', {}, true],
    ['a part of the name, in any case', { people: ['love'] }, true],
    ['a part of the address', { people: ['DA@CORP'] }, true],
    ['the id of the person', { people: ['p-11'] }, true],
    ['the id of the user', { people: ['n-22'] }, true],
    ['somebody else', { people: ['bob'] }, false],
    ['one of two people', { people: ['bob', 'ada'] }, true],
    ['one of its operations', { operations: ['grant'] }, true],
    ['another operation', { operations: ['suspend', 'move'] }, false],
    ['its kind', { kinds: ['rate-limited', 'transient'] }, true],
    ['another kind', { kinds: ['unknown'] }, false],
    ['its status', { statuses: ['done', 'failed'] }, true],
    ['another status', { statuses: ['pending'] }, false],
    ['the type of its target', { targets: ['goto'] }, true],
    ['the number of its account', { targets: ['77'] }, true],
    ['both', { targets: ['rescue', 'goto:77'] }, true],
    ['a part of the number', { targets: ['7'] }, false],
    ['another type', { targets: ['rescue'] }, false],
    ['the very millisecond as the first', { since: TIME }, true],
    ['a later time as the first', { since: TIME + 1 }, false],
    ['the very millisecond as the first that is not meant', { until: TIME }, false],
    ['a later time as the first that is not meant', { until: TIME + 1 }, true],
    ['everything that fits', { people: ['ada'], statuses: ['failed'], kinds: ['transient'], since: TIME }, true],
    ['one thing that does not fit among others', { people: ['ada'], statuses: ['done'], kinds: ['transient'] }, false],
  ])('by %s: %j lets it through: %j', (_name, given, expected) => {
    expect(fits(ada, record, { ...NO_FILTER, ...given })).toBe(expected);
  });

  test('by kind lets nothing through that did not fail', () => {
    expect(fits(only({ result: 'done' }), record, { ...NO_FILTER, kinds: ['unknown'] })).toBe(false);
  });

  test.each([
    ['its run ended', '2026-11-22T11:00:00.000Z', '2026-11-22T11:00:00.000Z'],
    ['its run began, where that broke off', null, '2026-11-22T09:12:00.000Z'],
  ])('takes for the time of what was not reached when %s', (_name, closed, expected) => {
    const close = closed === null ? null : ({ type: 'close', at: closed, end: 'gaveUp', text: '' } as const);
    const since = Date.parse(expected);

    expect(fits(only(null), { ...record, close }, { ...NO_FILTER, since })).toBe(true);
    expect(fits(only(null), { ...record, close }, { ...NO_FILTER, since: since + 1 })).toBe(false);
  });

  test('looks for nobody in what is not known', () => {
    const nobody = only({ result: 'done' }, { email: null, node: null, name: '', group: 'Ada' });

    expect(fits(nobody, record, { ...NO_FILTER, people: ['ada'] })).toBe(false);
  });
});
