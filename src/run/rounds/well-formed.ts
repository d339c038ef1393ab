import type { RoundsState } from './events.ts';

/** What a value must be. */
type Test = (value: unknown) => boolean;

/**
 * Whether a parsed state file is one, down to every time and number that is reckoned with. A broken disk, an editor or another
 * program may have left anything; by the half of a state nobody says that all is well.
 */
export function isRoundsState(value: unknown): value is RoundsState {
  return STATE(value);
}

const text: Test = (value) => typeof value === 'string';
const number: Test = (value) => typeof value === 'number' && Number.isFinite(value);
const flag: Test = (value) => typeof value === 'boolean';
const time: Test = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value));
const orNull =
  (test: Test): Test =>
  (value) =>
    value === null || test(value);
const orAbsent =
  (test: Test): Test =>
  (value) =>
    value === undefined || test(value);
const list =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(test);

function shape(tests: Readonly<Record<string, Test>>): Test {
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const given = new Map<string, unknown>(Object.entries(value));
    return Object.entries(tests).every(([name, test]) => test(given.get(name)));
  };
}

const REPORT = shape({
  startedAt: time,
  endedAt: time,
  runs: list(text),
  exitCode: number,
  end: (value) => ['done', 'incomplete', 'failed', 'interrupted'].some((end) => end === value),
  people: orNull(number),
  groups: orNull(number),
  counts: list(shape({ target: text, operation: text, result: text, count: number })),
  held: list(shape({ id: text, target: text, limit: text, people: number, since: time })),
  failed: list(shape({ change: text, target: text, name: text, kind: text, text, since: time })),
  calls: list(shape({ service: text, calls: number, ms: number })),
  readings: orAbsent(shape({ full: number, kept: number })),
  failure: orNull(shape({ code: text, text, advice: text })),
});

const STATE = shape({
  format: (value) => value === 'adsync.rounds/1',
  file: text,
  path: text,
  host: text,
  pid: number,
  startedAt: time,
  at: time,
  dryRun: flag,
  once: orAbsent(flag),
  interval: number,
  round: number,
  underWaySince: orNull(time),
  nextAt: orNull(time),
  quarantine: orNull(shape({ failures: number, since: time, until: time })),
  failing: orAbsent(orNull(shape({ failures: number, since: time, code: text }))),
  lastSuccessAt: orNull(time),
  accounts: orAbsent(list(text)),
  last: orNull(REPORT),
  brokenSince: orNull(time),
});
