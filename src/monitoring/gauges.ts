import { smallest } from '../core/collections.ts';
import type { HeldInRound } from '../run/rounds/events.ts';
import type { FileState } from './state.ts';

/** The values of one gauge for one file: labels besides the file, and a number. */
export type GaugeValues = readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[];

/** A gauge that is read from the state when somebody asks. */
export interface GaugeRow {
  readonly name: string;
  readonly help: string;
  /** Besides `file`. */
  readonly labels: readonly string[];
  /** Which values it has; a value that is not there is not shown. */
  readonly values: (state: FileState) => GaugeValues;
}

/** Every gauge. Times are in seconds since 1970, and 0 stands for never. */
export const GAUGES: readonly GaugeRow[] = [
  time(
    'adsync_last_success_timestamp_seconds',
    'When the last round ended that went to its end.',
    (s) => s.lastSuccessAt,
  ),
  time('adsync_last_round_timestamp_seconds', 'When the last round ended, however it ended.', (s) => s.lastEndAt),
  time('adsync_next_round_timestamp_seconds', 'When the next round begins; 0 = none is planned.', (s) => s.nextAt),
  time(
    'adsync_quarantine_until_timestamp_seconds',
    'Until when rounds are farther apart after failures.',
    (s) => s.quarantineUntil,
  ),
  number('adsync_round_under_way', '1 while a round goes on.', (s) => flag(s.underWaySince !== null)),
  number('adsync_dry_run', '1 where rounds change nothing.', (s) => flag(s.dryRun)),
  number('adsync_file_broken', '1 while the file has errors and the last good one is in use.', (s) => flag(s.broken)),
  number('adsync_directory_people', 'People that the last round read.', (s) => s.last?.people ?? null),
  number('adsync_directory_groups', 'Directory groups that the last round read.', (s) => s.last?.groups ?? null),
  {
    name: 'adsync_round_changes',
    help: 'Changes of the last round: what became of them, or held, or planned by a dry run.',
    labels: ['target', 'operation', 'result'],
    values: ({ last }) =>
      (last?.counts ?? []).map(({ target, operation, result, count }) => [
        { target: typeOf(target), operation, result },
        count,
      ]),
  },
  {
    name: 'adsync_held_sets',
    help: 'Sets of users or groups that wait for an approval.',
    labels: ['target', 'limit'],
    values: ({ last }) => summed(last?.held ?? [], () => 1),
  },
  {
    name: 'adsync_held_people',
    help: 'Users and groups in these sets.',
    labels: ['target', 'limit'],
    values: ({ last }) => summed(last?.held ?? [], ({ people }) => people),
  },
  time('adsync_held_since_timestamp_seconds', 'When the oldest of these sets was first seen.', ({ last }) =>
    earliest((last?.held ?? []).map(({ since }) => since)),
  ),
  {
    name: 'adsync_failed_changes',
    help: 'Changes that failed in the last round, by the kind of failure.',
    labels: ['target', 'kind'],
    values: ({ last }) => failedByKind(last?.failed ?? []),
  },
  time('adsync_failed_since_timestamp_seconds', 'When the oldest of these changes failed first.', ({ last }) =>
    earliest((last?.failed ?? []).map(({ since }) => since)),
  ),
  {
    name: 'adsync_unread_parts',
    help: 'Accounts and groups that the last round could not read while it made the rest, by the code of the message.',
    labels: ['code'],
    values: ({ last }) => bySum((last?.unread ?? []).map(({ code }) => [{ code: word(code) }, 1])),
  },
  time('adsync_unread_since_timestamp_seconds', 'Since when the oldest of these could not be read.', ({ last }) =>
    earliest((last?.unread ?? []).map(({ since }) => since)),
  ),
];

/** Of `rescue:560961` the type: there may be many accounts, but there are few types. */
export function typeOf(target: string): string {
  return word(target.split(':')[0] ?? '');
}

/** A text that is a word of ours, else `other`: labels come from nowhere else. */
export function word(text: string): string {
  return /^[A-Za-z][\w-]{0,39}$/.test(text) ? text : 'other';
}

/** A setting of the file, as `limits.disable`: which entry of a list it is does not matter. */
function settingOf(limit: string): string {
  const setting = limit.replaceAll(/\[\d+\]/g, '[]');
  return /^[a-z]\w{0,39}(?:(?:\[\])?\.[a-z]\w{0,39}){0,4}$/.test(setting) ? setting : 'other';
}

function time(name: string, help: string, at: (state: FileState) => number | null): GaugeRow {
  return { name, help: `${help} Seconds since 1970.`, labels: [], values: (state) => [[{}, (at(state) ?? 0) / 1000]] };
}

function number(name: string, help: string, value: (state: FileState) => number | null): GaugeRow {
  return {
    name,
    help,
    labels: [],
    values: (state) => {
      const found = value(state);
      return found === null ? [] : [[{}, found]];
    },
  };
}

function flag(is: boolean): number {
  return is ? 1 : 0;
}

function earliest(times: readonly string[]): number | null {
  return times.length === 0
    ? null
    : smallest(
        times.map((at) => Date.parse(at)),
        Infinity,
      );
}

function summed(held: readonly HeldInRound[], count: (one: HeldInRound) => number): GaugeValues {
  return bySum(held.map((one) => [{ target: typeOf(one.target), limit: settingOf(one.limit) }, count(one)]));
}

function failedByKind(failed: readonly { readonly target: string; readonly kind: string }[]): GaugeValues {
  return bySum(failed.map(({ target, kind }) => [{ target: typeOf(target), kind: word(kind) }, 1]));
}

/** The sum of all values with the same labels. */
function bySum(values: GaugeValues): GaugeValues {
  const sums = new Map<string, readonly [labels: Readonly<Record<string, string>>, value: number]>();
  for (const [labels, value] of values) {
    const key = JSON.stringify(labels);
    sums.set(key, [labels, (sums.get(key)?.[1] ?? 0) + value]);
  }
  return [...sums.values()];
}
