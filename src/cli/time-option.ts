import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../config/duration.ts';

/** A time as somebody wrote it on the command line. Times are UTC, as in all output. */
export type TimeWish =
  | { readonly kind: 'ago'; readonly milliseconds: number }
  /** A day or a minute: from its first millisecond to the first one after it. */
  | { readonly kind: 'at'; readonly from: number; readonly to: number };

const DAY = 86_400_000;
const MINUTE = 60_000;

/** @throws InvalidArgumentError */
export function timeWish(text: string): TimeWish {
  const milliseconds = parseDuration(text);
  if (milliseconds !== null) return { kind: 'ago', milliseconds };
  const [, day = '', minute, rest = ''] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d(?:\.\d{1,3})?)?Z?)?$/.exec(text) ?? [];
  const from = Date.parse(`${day}T${minute ?? '00:00'}${rest}Z`);
  // 31 February would be taken for a day in March.
  if (Number.isNaN(from) || new Date(from).toISOString().slice(0, 10) !== day) {
    throw new InvalidArgumentError(
      'Write a day or a time in UTC, or how long ago: 2026-11-22, 2026-11-22T09:12, 24h, 31d.',
    );
  }
  if (minute === undefined) return { kind: 'at', from, to: from + DAY };
  return { kind: 'at', from, to: from + (rest === '' ? MINUTE : 1) };
}

export function isTimeWish(value: unknown): value is TimeWish {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

/** The first millisecond that `--since` means. */
export function sinceOf(wish: TimeWish, now: Date): number {
  return wish.kind === 'ago' ? now.getTime() - wish.milliseconds : wish.from;
}

/** The first millisecond after what `--until` means: a day is meant as a whole. */
export function untilOf(wish: TimeWish, now: Date): number {
  return wish.kind === 'ago' ? now.getTime() - wish.milliseconds : wish.to;
}
