import { describe, expect, test } from '@jest/globals';
import { isRoundsState } from '../../../src/run/rounds/well-formed.ts';
import { failed, FAILURE, held, report, roundsState, T0 } from '../../monitoring/events.ts';

const full = roundsState({
  last: report({
    held: [held()],
    failed: [failed()],
    failure: FAILURE,
    counts: [{ target: 'rescue', operation: 'create', result: 'done', count: 1 }],
    calls: [{ service: 'rescue', calls: 3, ms: 9 }],
    runs: ['r1'],
    readings: { full: 1, kept: 0 },
  }),
  quarantine: { failures: 3, since: T0, until: T0 },
  failing: { failures: 3, since: T0, code: 'LDAP_UNREACHABLE' },
  accounts: [],
});

/** Every way to a part of a value. */
function placesOf(value: unknown, way: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [way];
  return [way, ...Object.entries(value).flatMap(([key, one]) => placesOf(one, [...way, key]))];
}

/** The same value with another part at one place; undefined = without it. */
function changed(value: unknown, [key, ...rest]: readonly string[], other: unknown): unknown {
  if (key === undefined) return other;
  if (Array.isArray(value)) {
    return value.map((one: unknown, index) => (String(index) === key ? changed(one, rest, other) : one));
  }
  return Object.fromEntries(
    Object.entries(value as object).map(([name, one]: [string, unknown]) => [
      name,
      name === key ? changed(one, rest, other) : one,
    ]),
  );
}

describe('a state file', () => {
  test('that a process has left is taken', () => {
    expect(isRoundsState(full)).toBe(true);
    expect(isRoundsState(JSON.parse(JSON.stringify(full)))).toBe(true);
    expect(isRoundsState(roundsState())).toBe(true);
  });

  test('of an earlier version is taken, which did not say what fails', () => {
    const earlier: Record<string, unknown> = { ...roundsState() };
    delete earlier['failing'];

    expect(isRoundsState(earlier)).toBe(true);
  });

  // The version of adsync is for people only.
  const places = placesOf(full).filter(([first]) => first !== 'adsyncVersion');
  test.each(places.map((way) => [way.join('.')]))('with something else at "%s" is not', (way) => {
    const parts = way === '' ? [] : way.split('.');
    for (const other of [{}, false, Symbol('other')]) {
      const isFlag = ['dryRun', 'once'].includes(way) && typeof other === 'boolean';
      if (!isFlag) expect([other, isRoundsState(changed(full, parts, other))]).toEqual([other, false]);
    }
  });

  test.each([null, [], 'x', 5, {}, { format: 'adsync.rounds/1' }])('that is %j is not', (value) => {
    expect(isRoundsState(value)).toBe(false);
  });

  test.each(['at', 'nextAt', 'lastSuccessAt', 'brokenSince', 'underWaySince'])('whose %s is no time is not', (name) => {
    expect(isRoundsState({ ...full, [name]: 'yesterday evening' })).toBe(false);
  });
});
