/** A day of the calendar, as `2026-12-20`. */
export type Day = string;

/** A moment as the clock on a wall shows it somewhere. */
export interface LocalTime {
  readonly day: Day;
  /** Of the day, from 0. */
  readonly minute: number;
}

/** A time in which nothing is to change: all that an entry says must hold. */
export interface FreezeWindow {
  /** From the first day to the last one, both included; null = every day. */
  readonly dates: { readonly first: Day; readonly last: Day } | null;
  /** Days of the week, 0 = Monday; null = every day. */
  readonly weekdays: readonly number[] | null;
  /**
   * Minutes of the day; `to` is not included. Where `to` is not later than `from` the window ends on the next day, and
   * belongs to the day on which it begins. null = the whole day.
   */
  readonly hours: { readonly from: number; readonly to: number } | null;
  readonly reason: string | null;
  /** Line of the entry in the file, 1-based. */
  readonly line: number;
}

/** What of the file hangs on the calendar. */
export interface Calendar {
  /** Name of a time zone by IANA: what days and hours mean. */
  readonly timeZone: string;
  readonly freeze: readonly FreezeWindow[];
}

/** The day that it is where the file looks at the calendar. */
export function dayAt(at: Date, calendar: Calendar | undefined): Day {
  return localTime(at, calendar?.timeZone ?? 'UTC').day;
}

export const DAY_MINUTES = 24 * 60;
const DAY_MS = DAY_MINUTES * 60_000;
export const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What the clock shows in a time zone. Where clocks go back, two moments show the same; where they go forward, some time never shows. */
export function localTime(at: Date, timeZone: string): LocalTime {
  const parts = new Map(
    clockOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  const day = `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
  return { day, minute: Number(part('hour')) * 60 + Number(part('minute')) };
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  clocks.set(timeZone, made);
  return made;
}

/** Whether a text names a time zone by IANA, as `Europe/Berlin` or `UTC`; an offset is none, for it knows no summer. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/.test(text)) return false;
  try {
    clockOf(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether a text is a day that there is. */
export function isDay(text: string): text is Day {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(msOf(text)) && dayOf(msOf(text)) === text;
}

/** The day so many days later. */
export function addDays(day: Day, days: number): Day {
  return dayOf(msOf(day) + days * DAY_MS);
}

/** How many days a day is after another one; negative where it is before. */
export function daysAfter(day: Day, other: Day): number {
  return Math.round((msOf(day) - msOf(other)) / DAY_MS);
}

/** 0 = Monday. */
export function weekdayOf(day: Day): number {
  return (new Date(msOf(day)).getUTCDay() + 6) % 7;
}

/** A moment of the wall clock, with minutes beyond the day as a later day. */
export function normal({ day, minute }: LocalTime): LocalTime {
  const days = Math.floor(minute / DAY_MINUTES);
  return { day: days === 0 ? day : addDays(day, days), minute: minute - days * DAY_MINUTES };
}

/** `2026-12-20 18:00` */
export function timeText({ day, minute }: LocalTime): string {
  return `${day} ${clockText(minute)}`;
}

/** `18:00` */
export function clockText(minute: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** `2026-12-20/2027-01-06 Mon,Tue 08:00-18:00` */
export function windowText({ dates, weekdays, hours }: FreezeWindow): string {
  return [
    dates === null ? '' : dates.first === dates.last ? dates.first : `${dates.first}/${dates.last}`,
    weekdays?.map((index) => WEEKDAYS[index]).join(',') ?? '',
    hours === null ? '' : `${clockText(hours.from)}-${clockText(hours.to)}`,
  ]
    .filter((text) => text !== '')
    .join(' ');
}

function msOf(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function dayOf(ms: number): Day {
  return new Date(ms).toISOString().slice(0, 10);
}
