import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Calendar, FreezeWindow } from '../../src/core/calendar.ts';
import { FREEZE, freezeChanges, freezeNotices, frozenAt, isReadEnd, thawed } from '../../src/plan/freeze.ts';
import { freezePlan } from '../../src/plan/freeze-plan.ts';
import { heldSets } from '../../src/plan/held-sets.ts';
import type { Change } from '../../src/plan/model.ts';
import { planOf, userChange } from '../render/sample-plan.ts';

const window = (given: Partial<FreezeWindow>): FreezeWindow => ({
  dates: null,
  weekdays: null,
  hours: null,
  reason: null,
  line: 3,
  ...given,
});
const berlin = (...freeze: Partial<FreezeWindow>[]): Calendar => ({
  timeZone: 'Europe/Berlin',
  freeze: freeze.map((one, index) => window({ line: 3 + index, ...one })),
});
const until = (calendar: Calendar, moment: string): string | null =>
  frozenAt(calendar, new Date(moment))?.until?.replace(' (Europe/Berlin)', '') ?? null;
const clock = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
const hours = (from: string, to: string): FreezeWindow['hours'] => ({ from: clock(from), to: clock(to) });
const WORKDAYS = [0, 1, 2, 3, 4];

describe('a freeze goes on', () => {
  const holidays = berlin({ dates: { first: '2026-12-20', last: '2027-01-06' } });
  test.each([
    ['2026-12-19T22:59:00Z', null],
    ['2026-12-19T23:00:00Z', '2027-01-07 00:00'],
    ['2027-01-06T22:59:00Z', '2027-01-07 00:00'],
    ['2027-01-06T23:00:00Z', null],
  ])('by dates, the last one included: %s until %p', (moment, end) => {
    expect(until(holidays, moment)).toBe(end);
  });

  const office = berlin({ weekdays: WORKDAYS, hours: hours('08:00', '18:00') });
  test.each([
    ['2026-12-21T06:59:00Z', null],
    ['2026-12-21T07:00:00Z', '2026-12-21 18:00'],
    ['2026-12-21T16:59:00Z', '2026-12-21 18:00'],
    ['2026-12-21T17:00:00Z', null],
    // Saturday
    ['2026-12-26T10:00:00Z', null],
    // In summer an hour earlier by the clock of Greenwich.
    ['2026-07-06T06:00:00Z', '2026-07-06 18:00'],
    ['2026-07-06T05:59:00Z', null],
  ])('by hours of the week: %s until %p', (moment, end) => {
    expect(until(office, moment)).toBe(end);
  });

  const nights = berlin({ weekdays: [4], hours: hours('22:00', '06:00') });
  test.each([
    ['2026-12-25T20:59:00Z', null],
    ['2026-12-25T21:00:00Z', '2026-12-26 06:00'],
    ['2026-12-26T04:59:00Z', '2026-12-26 06:00'],
    ['2026-12-26T05:00:00Z', null],
    // The night to Friday began on Thursday.
    ['2026-12-25T03:00:00Z', null],
  ])('over midnight it belongs to the day on which it begins: %s until %p', (moment, end) => {
    expect(until(nights, moment)).toBe(end);
  });

  const changing = berlin({ hours: hours('01:30', '02:30') });
  test.each([
    // Clocks go forward: 02:00 to 02:59 never shows.
    ['2026-03-29T00:29:00Z', null],
    ['2026-03-29T00:30:00Z', '2026-03-29 02:30'],
    ['2026-03-29T00:59:00Z', '2026-03-29 02:30'],
    ['2026-03-29T01:00:00Z', null],
    // Clocks go back: 02:00 to 02:59 shows twice, and is frozen twice.
    ['2026-10-25T00:29:00Z', '2026-10-25 02:30'],
    ['2026-10-25T00:30:00Z', null],
    ['2026-10-25T01:29:00Z', '2026-10-25 02:30'],
    ['2026-10-25T01:30:00Z', null],
  ])('by what the clock shows when summer begins and ends: %s until %p', (moment, end) => {
    expect(until(changing, moment)).toBe(end);
  });

  test('windows that follow one another end together; the first of the file says why', () => {
    const calendar = berlin(
      { weekdays: [5, 6], reason: 'weekend' },
      { hours: hours('00:00', '07:00'), weekdays: [0], reason: 'Monday morning' },
    );

    expect(frozenAt(calendar, new Date('2026-12-26T12:00:00Z'))).toEqual({
      until: '2026-12-28 07:00 (Europe/Berlin)',
      reason: 'weekend',
      line: 3,
    });
  });

  test('a window up to 24:00 ends with the day', () => {
    expect(until(berlin({ hours: hours('12:00', '24:00') }), '2026-12-26T12:00:00Z')).toBe('2026-12-27 00:00');
  });

  test('for ever where every day is frozen', () => {
    const all = berlin({ weekdays: [0, 1, 2, 3, 4, 5, 6] });
    const frozen = frozenAt(all, new Date('2026-12-26T12:00:00Z'));

    expect(frozen).toMatchObject({ until: null });
    expect(freezeNotices(freezeChanges([userChange({ operations: ['update'] })], frozen), frozen)[0]?.text).toContain(
      '1 change waits and it has no end',
    );
  });

  test('never where the file has none', () => {
    expect(frozenAt(undefined, new Date(0))).toBeNull();
    expect(frozenAt(berlin(), new Date(0))).toBeNull();
  });
});

const FROZEN = { until: '2027-01-07 00:00 (Europe/Berlin)', reason: 'end of the year', line: 7 };
const update = (given: Partial<Change> = {}): Change => userChange({ operations: ['update'], ...given });
const why = (code: string): Change['reason'] => ({ ...update().reason, code }) as Change['reason'];
const READ = { operations: ['disable'], reason: why('PERSON_DISABLED') } as const;
const OTHER = { limit: 'limits.disable', id: 'd2-00', also: [] };

describe('what a freeze holds', () => {
  test.each<[string, Partial<Change>, boolean]>([
    ['an update', {}, true],
    ['a create', { operations: ['create'] }, true],
    ['an end for absence', { operations: ['disable'], evidence: 'absence', reason: why('LEFT_GROUP') }, true],
    ['an end that was read', READ, false],
    ['the end of somebody who has expired', { ...READ, reason: why('PERSON_EXPIRED') }, false],
    ['a suspension that was read', { ...READ, operations: ['revoke', 'suspend'] }, false],
    ['an end that was read outside of the groups', { ...READ, evidence: 'absence', reason: why('LEFT_ENDED') }, false],
    ['the end of a former role', { ...READ, stage: 'former' }, true],
    ['an end that only puts something back', { ...READ, reason: why('UNDO') }, true],
    ['an end that only the file wants', { operations: ['suspend'], reason: why('GIVEN') }, true],
    ['what else changes of who has ended', { ...READ, operations: ['update'] }, true],
    ['a group', { kind: 'group', operations: ['create'] }, true],
  ])('%s', (_, given, holds) => {
    const [only] = freezeChanges([update(given)], FROZEN);

    expect(only?.held ?? null).toEqual(holds ? { limit: FREEZE, id: FREEZE, also: [] } : null);
  });

  test('no group that an end needs, and whatever else is said to be needed', () => {
    const changes = [
      update({ id: 'parent', kind: 'group', operations: ['create'] }),
      update({ id: 'group', kind: 'group', operations: ['create'], needs: ['parent'] }),
      update({ id: 'creation', operations: ['create'] }),
      update({ id: 'end', ...READ, needs: ['group'] }),
      update({ id: 'forged', ...READ, needs: ['creation'] }),
      update({ id: 'other', needs: ['end'] }),
    ];

    expect(freezeChanges(changes, FROZEN).flatMap(({ id, held }) => (held === null ? [] : [id]))).toEqual([
      'creation',
      'other',
    ]);
  });

  test('what a limit holds stays listed there, and waits for both', () => {
    const [only] = freezeChanges([update({ held: OTHER })], FROZEN);

    expect(only?.held).toEqual({ ...OTHER, also: [{ limit: FREEZE, id: FREEZE }] });
    expect([...heldSets([only ?? update()]).keys()]).toEqual(['d2-00']);
    expect(thawed([only ?? update()])[0]?.held).toEqual(OTHER);
  });

  test('nothing that an approval could stand for', () => {
    expect(heldSets(freezeChanges([update()], FROZEN)).size).toBe(0);
  });

  test('no end that was read, and everything else, whatever a plan has', () => {
    const change = fc.record({
      operations: fc.subarray(['create', 'update', 'move', 'disable', 'suspend'] as const, { minLength: 1 }),
      reason: fc.constantFrom(...['PERSON_DISABLED', 'LEFT_ENDED', 'LEFT_GROUP', 'UNDO'].map(why)),
      stage: fc.constantFrom('release' as const, 'change' as const, 'former' as const),
      held: fc.constantFrom(null, OTHER),
    });
    fc.assert(
      fc.property(fc.array(change), (given) => {
        const changes = given.map((one, index) => update({ ...one, id: String(index) }));
        for (const [index, { held }] of freezeChanges(changes, FROZEN).entries()) {
          const before = changes[index] ?? update();
          const waits = held !== null && [held, ...held.also].some(({ limit }) => limit === FREEZE);
          expect(waits).toBe(!isReadEnd(before));
        }
        expect(thawed(freezeChanges(changes, FROZEN)).map(({ held }) => held)).toEqual(changes.map(({ held }) => held));
        expect(freezeChanges(changes, null)).toEqual(changes);
      }),
    );
  });
});

test('a plan says why it waits, and until when; what is counted follows', () => {
  const plan = planOf([update(), update(READ)]);

  const frozen = freezePlan(plan, FROZEN);

  expect(frozen.summary.held).toBe(1);
  expect(frozen.targets[0]?.summary.held).toBe(1);
  expect(frozen.notices).toEqual([
    {
      code: 'FROZEN',
      severity: 'warning',
      subject: 'freeze',
      line: 7,
      about: 'holds',
      text: 'A freeze of the file (end of the year) goes on: 1 change waits until 2027-01-07 00:00 (Europe/Berlin). Whoever the directory shows as disabled or expired is ended all the same. Nothing has to be approved; if something cannot wait, change freeze in the file.',
    },
  ]);
  expect(freezePlan(plan, null)).toBe(plan);
});
