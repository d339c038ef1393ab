import { type Calendar, type Day, isDay, isTimeZone, WEEKDAYS, type FreezeWindow } from '../core/calendar.ts';
import type { Fault } from './address.ts';
import type { Report } from './diagnostic.ts';
import { type Entry, select, textAt } from './entry.ts';

/** What days mean where the file does not say it. */
const USUAL_ZONE = 'UTC';

/** Says what is wrong with the windows of `freeze`, beyond single texts. */
export function checkFreeze(root: Entry, report: Report): void {
  for (const entry of select(root, 'freeze[]')) {
    if (entry.kind !== 'map') continue;
    if (['dates', 'days', 'hours'].some((key) => entry.fields.has(key))) continue;
    entry.faulty = true;
    report.error(
      'MISSING_KEY',
      entry.at,
      `${entry.path} has no end: it says neither dates nor days nor hours.`,
      'Write when nothing is to change, as in dates: 2026-12-20/2027-01-06.',
    );
  }
}

/** The calendar of a faultless file; undefined where it says nothing of one. */
export function buildCalendar(root: Entry, report: Report): Calendar | undefined {
  const freeze = select(root, 'freeze[]').map((entry) => windowOf(entry, report));
  const timeZone = textAt(root, 'timeZone')?.trim();
  if (freeze.length === 0 && timeZone === undefined) return undefined;
  return { timeZone: timeZone ?? USUAL_ZONE, freeze };
}

/** The last day of a mapping or a rule; nothing where it has none. */
export function expiresAt(entry: Entry): { readonly expires?: Day } {
  const text = textAt(entry, 'expires');
  return text === null ? {} : { expires: text.trim() };
}

function windowOf(entry: Entry, report: Report): FreezeWindow {
  return {
    dates: datesOf(textAt(entry, 'dates')),
    weekdays: weekdaysOf(textAt(entry, 'days')),
    hours: hoursOf(textAt(entry, 'hours')),
    reason: textAt(entry, 'reason'),
    line: report.line(entry.at),
  };
}

/** `2026-12-20/2027-01-06`, or one day; null for anything else. */
function datesOf(text: string | null): FreezeWindow['dates'] {
  const [first = '', last = first, ...more] = text?.trim().split('/') ?? [];
  return more.length === 0 && isDay(first) && isDay(last) && first <= last ? { first, last } : null;
}

/** `Mon-Fri`, `Sat, Sun`, `Fri-Mon`; null for anything else. */
function weekdaysOf(text: string | null): readonly number[] | null {
  const found = new Set<number>();
  for (const part of text?.split(',') ?? []) {
    const [first, last, ...more] = part.split('-').map((name) => WEEKDAYS.findIndex((day) => day === name.trim()));
    if (first === undefined || first < 0 || last === -1 || more.length > 0) return null;
    const length = (((last ?? first) - first + 7) % 7) + 1;
    for (let index = 0; index < length; index++) found.add((first + index) % 7);
  }
  return found.size === 0 ? null : [...found].sort((a, b) => a - b);
}

/** `08:00-18:00`, or over midnight; null for anything else. */
function hoursOf(text: string | null): FreezeWindow['hours'] {
  const [, from, to] = /^(\d\d:\d\d)\s*-\s*(\d\d:\d\d)$/.exec(text?.trim() ?? '') ?? [];
  const [first, last] = [minuteOf(from), minuteOf(to)];
  if (first === null || last === null || first === last || first === 1440) return null;
  return { from: first, to: last };
}

function minuteOf(text = ''): number | null {
  if (text === '24:00') return 1440;
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  return hour === undefined ? null : Number(hour) * 60 + Number(minute);
}

export function dayFault(text: string, _root: Entry, shown: string): Fault | null {
  if (isDay(text.trim())) return null;
  return ['WRONG_VALUE', `${shown} is no day.`, 'Write the last day on which it holds, like 2026-12-31.'];
}

export function datesFault(text: string, _root: Entry, shown: string): Fault | null {
  if (datesOf(text) !== null) return null;
  return [
    'WRONG_VALUE',
    `${shown} is no day, and no first and last day.`,
    'Write it like 2026-12-24, or 2026-12-20/2027-01-06; the last day is included.',
  ];
}

export function weekdaysFault(text: string, _root: Entry, shown: string): Fault | null {
  if (weekdaysOf(text) !== null) return null;
  return ['WRONG_VALUE', `${shown} names no days of the week.`, `Write them like Mon-Fri, or Sat, Sun.`];
}

export function hoursFault(text: string, _root: Entry, shown: string): Fault | null {
  if (hoursOf(text) !== null) return null;
  return [
    'WRONG_VALUE',
    `${shown} is no time of the day.`,
    'Write it like 08:00-18:00, or 22:00-06:00 for a window that ends on the next day.',
  ];
}

export function timeZoneFault(text: string, _root: Entry, shown: string): Fault | null {
  if (isTimeZone(text.trim())) return null;
  return [
    'WRONG_VALUE',
    `${shown} is no name of a time zone.`,
    'Write one of the IANA names, as Europe/Berlin or America/New_York; an offset like +01:00 knows no summer time.',
  ];
}
