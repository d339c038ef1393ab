import { describe, expect, test } from '@jest/globals';
import { roundsState } from '../../monitoring/events.ts';
import type { FailedInRound, HeldInRound, RoundReport, RoundsState } from '../../../src/run/rounds/events.ts';
import type { Found } from '../../../src/run/rounds/found.ts';
import { afterRound, type Standing, standingFrom } from '../../../src/run/rounds/standing.ts';

const TIMES = { startedAt: '10:00', endedAt: '10:01', runs: [], calls: [], readings: { full: 1, kept: 0 } };
const FRESH = standingFrom(null);
const FAILURE = { code: 'LDAP_UNREACHABLE', text: 'No.', advice: 'Look.' };

function found(given: Partial<Found> = {}): Found {
  return {
    exitCode: 0,
    end: 'done',
    people: 1,
    groups: 1,
    counts: [],
    failure: null,
    held: [],
    failed: [],
    unread: [],
    seen: new Set(['rescue', 'goto']),
    untried: new Set(),
    wrote: false,
    notices: [],
    ...given,
  };
}

function heldSet(id: string, since: string, target = 'rescue'): HeldInRound {
  return { id, target, limit: 'limits.disable', people: 3, since };
}

function failedChange(change: string, since: string, given: Partial<FailedInRound> = {}): FailedInRound {
  return { change, target: 'rescue', name: change, kind: 'transient', text: 'again', since, ...given };
}

function standing(given: Partial<Standing>): Standing {
  return { ...FRESH, ...given };
}

describe('what is held', () => {
  test.each<[name: string, before: HeldInRound[], now: HeldInRound[], expected: unknown]>([
    ['is new', [], [heldSet('a', '')], { added: ['a 10:01'], gone: [], now: ['a 10:01'] }],
    [
      'is no news the second time',
      [heldSet('a', '09:00')],
      [heldSet('a', '')],
      { added: [], gone: [], now: ['a 09:00'] },
    ],
    ['is gone', [heldSet('a', '09:00')], [], { added: [], gone: ['a 09:00'], now: [] }],
    [
      'is another set',
      [heldSet('a', '09:00')],
      [heldSet('b', '')],
      { added: ['b 10:01'], gone: ['a 09:00'], now: ['b 10:01'] },
    ],
  ])('%s', (_name, before, now, expected) => {
    const after = afterRound(standing({ held: before }), found({ held: now }), TIMES);

    const [added, gone, all] = [after.held.added, after.held.gone, after.report.held].map((sets) =>
      sets.map(({ id, since }) => `${id} ${since}`),
    );
    expect({ added, gone, now: all }).toEqual(expected);
    expect(after.standing.held).toEqual(after.report.held);
  });

  test('of an account that was not planned stays as it was', () => {
    const before = standing({ held: [heldSet('a', '09:00'), heldSet('b', '09:00', 'goto')] });

    const after = afterRound(before, found({ seen: new Set(['rescue']) }), TIMES);

    expect(after.held.gone.map(({ id }) => id)).toEqual(['a']);
    expect(after.report.held.map(({ id }) => id)).toEqual(['b']);
  });
});

describe('what has failed', () => {
  test.each<[name: string, before: FailedInRound[], given: Partial<Found>, expected: unknown]>([
    ['is new', [], { failed: [failedChange('ada', '')] }, [['ada'], [], ['ada 10:01']]],
    ['fails again', [failedChange('ada', '08:00')], { failed: [failedChange('ada', '')] }, [[], [], ['ada 08:00']]],
    [
      'fails again with other words',
      [failedChange('ada', '08:00')],
      { failed: [failedChange('ada', '', { text: 'still' })] },
      [[], [], ['ada 08:00']],
    ],
    [
      'fails in another way',
      [failedChange('ada', '08:00')],
      { failed: [failedChange('ada', '', { kind: 'out-of-licences' })] },
      [['ada'], ['ada'], ['ada 10:01']],
    ],
    ['is made in the end', [failedChange('ada', '08:00')], {}, [[], ['ada'], []]],
    ['was not tried', [failedChange('ada', '08:00')], { untried: new Set(['ada']) }, [[], [], ['ada 08:00']]],
    ['was not looked at', [failedChange('ada', '08:00')], { seen: new Set(['goto']) }, [[], [], ['ada 08:00']]],
  ])('%s', (_name, before, given, expected) => {
    const { failed, report } = afterRound(standing({ failed: before }), found(given), TIMES);

    const names = [failed.added, failed.gone].map((all) => all.map(({ change }) => change));
    expect([...names, report.failed.map(({ change, since }) => `${change} ${since}`)]).toEqual(expected);
  });
});

describe('rounds that fail', () => {
  const failing = standing({ failing: { failures: 4, since: '06:00', code: 'X' }, lastSuccessAt: '05:00' });
  const failed = { end: 'failed', exitCode: 1, failure: FAILURE, seen: new Set<string>() } as const;

  test.each<
    [
      name: string,
      before: Standing,
      given: Partial<Found>,
      failures: number,
      since: string | null,
      success: string | null,
    ]
  >([
    ['are counted from the first', FRESH, failed, 1, '10:01', null],
    ['are counted on', failing, failed, 5, '06:00', '05:00'],
    ['end with one that does all', failing, {}, 0, null, '10:01'],
    ['end with one that leaves something', failing, { end: 'incomplete', exitCode: 3 }, 0, null, '10:01'],
    ['do not end with one that was told to stop', failing, { end: 'interrupted' }, 4, '06:00', '05:00'],
  ])('%s', (_name, before, given, failures, since, success) => {
    const { standing: after } = afterRound(before, found(given), TIMES);

    expect([after.failing?.failures ?? 0, after.failing?.since ?? null, after.lastSuccessAt]).toEqual([
      failures,
      since,
      success,
    ]);
  });

  test('are over once, and told with their number and begin', () => {
    const over = afterRound(failing, found(), TIMES);

    expect(over.recovered).toEqual({ failures: 4, since: '06:00' });
    expect(afterRound(over.standing, found(), TIMES).recovered).toBeNull();
    expect(afterRound(failing, found({ ...failed }), TIMES).recovered).toBeNull();
    expect(afterRound(failing, found({ end: 'interrupted' }), TIMES).recovered).toBeNull();
  });
});

test('a restart tells nothing anew', () => {
  const { report } = afterRound(FRESH, found({ held: [heldSet('a', '')], failed: [failedChange('ada', '')] }), TIMES);
  const quarantine = { failures: 3, since: '09:00', until: '11:00' };
  const state = { quarantine, lastSuccessAt: '08:00', last: report } as unknown as RoundsState;

  const begun = standingFrom(state);
  const after = afterRound(begun, found({ held: [heldSet('a', '')], failed: [failedChange('ada', '')] }), TIMES);

  expect(begun).toMatchObject({ failing: { failures: 3, since: '09:00' }, lastSuccessAt: '08:00' });
  expect([after.held, after.failed]).toEqual([
    { added: [], gone: [] },
    { added: [], gone: [] },
  ]);
});

test('failures are counted on by the next process, from the first one on', () => {
  const failed = { end: 'failed', exitCode: 1, failure: FAILURE, seen: new Set<string>() } as const;
  const { standing: first } = afterRound(FRESH, found(failed), TIMES);
  const begun = standingFrom({ ...roundsState(), failing: first.failing, last: first.last });

  expect(begun.failing).toEqual({ failures: 1, since: '10:01', code: FAILURE.code });
  expect(afterRound(begun, found(), TIMES).recovered).toEqual({ failures: 1, since: '10:01' });
});

describe('what could not be read', () => {
  const LOST = { code: 'TARGET_LOST', subject: 'rescue', text: 'No.' };
  const lostSince = (since: string): Standing =>
    afterRound(FRESH, found({ end: 'incomplete', unread: [LOST] }), { ...TIMES, endedAt: since }).standing;

  test.each<[name: string, before: Standing, now: Partial<Found>, since: string[]]>([
    ['is new', FRESH, { end: 'incomplete', unread: [LOST] }, ['10:01']],
    [
      'is told otherwise',
      lostSince('09:00'),
      { end: 'incomplete', unread: [{ ...LOST, text: 'Still no.' }] },
      ['09:00'],
    ],
    [
      'is another account',
      lostSince('09:00'),
      { end: 'incomplete', unread: [{ ...LOST, subject: 'goto' }] },
      ['10:01'],
    ],
    ['can be read again', lostSince('09:00'), {}, []],
    ['is not looked at in a round that fails', lostSince('09:00'), { end: 'failed', seen: new Set() }, ['09:00']],
    ['nor in one that is cut short', lostSince('09:00'), { end: 'interrupted', seen: new Set() }, ['09:00']],
    ['is looked at in one that gives up later', lostSince('09:00'), { end: 'failed' }, []],
    ['is gone where nothing is left to do', lostSince('09:00'), { end: 'done', seen: new Set() }, []],
  ])('%s', (_name, before, now, since) => {
    expect(afterRound(before, found(now), TIMES).report.unread?.map((one) => one.since)).toEqual(since);
  });

  test('is not known of a round of an earlier version', () => {
    const old: RoundReport = {
      ...{ ...TIMES, exitCode: 3, end: 'incomplete', people: 1, groups: 1 },
      ...{ counts: [], held: [], failed: [], failure: null },
    };

    const { report } = afterRound(standing({ last: old }), found({ unread: [LOST] }), TIMES);

    expect(report.unread).toEqual([{ ...LOST, since: '10:01' }]);
  });
});
