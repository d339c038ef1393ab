import {
  addDays,
  type Calendar,
  type Day,
  DAY_MINUTES,
  type FreezeWindow,
  localTime,
  type LocalTime,
  normal,
  timeText,
  weekdayOf,
} from '../core/calendar.ts';
import { counted } from '../core/counted.ts';
import type { Notice } from '../core/notice.ts';
import type { Change, Hold, HeldBy } from './model.ts';
import { wantedAndNeeded } from './needs.ts';

/** What stands as the limit of a change that waits for the end of a freeze. No approval lets it through. */
export const FREEZE = 'freeze';
const HELD_BY: HeldBy = { limit: FREEZE, id: FREEZE };

/** A freeze that goes on at some moment. */
export interface Frozen {
  /** `2027-01-07 00:00 (Europe/Berlin)`; null = it never ends. */
  readonly until: string | null;
  readonly reason: string | null;
  /** Line of its entry in the file. */
  readonly line: number;
}

/** More windows one after the other than this have no end. */
const MOST_WINDOWS = 1000;

/** The freeze of a file that goes on at a moment; null = there is none. Of several the first of the file gives the reason. */
export function frozenAt(calendar: Calendar | undefined, at: Date): Frozen | null {
  if (calendar === undefined || calendar.freeze.length === 0) return null;
  const { timeZone, freeze } = calendar;
  const now = localTime(at, timeZone);
  const first = freeze.find((window) => endOf(window, now) !== null);
  if (first === undefined) return null;
  const end = wholeEnd(freeze, now);
  const until = end === null ? null : `${timeText(end)} (${timeZone})`;
  return { until, reason: first.reason, line: first.line };
}

/** When the windows that follow one another without a gap end; null = never. */
function wholeEnd(freeze: readonly FreezeWindow[], now: LocalTime): LocalTime | null {
  let time = now;
  for (let count = 0; count < MOST_WINDOWS; count++) {
    const at = time;
    const ends = freeze.flatMap((window) => endOf(window, at) ?? []);
    const [last] = ends.toSorted((a, b) => (timeText(a) < timeText(b) ? 1 : -1));
    if (last === undefined) return time;
    time = last;
  }
  return null;
}

/** When a window ends that a moment is in; null = it is in none. */
function endOf(window: FreezeWindow, { day, minute }: LocalTime): LocalTime | null {
  const { hours } = window;
  if (hours === null) return begins(window, day) ? { day: addDays(day, 1), minute: 0 } : null;
  const { from, to } = hours;
  const isOverNight = to <= from;
  const today = minute >= from && (isOverNight || minute < to) && begins(window, day);
  if (today) return normal({ day, minute: isOverNight ? to + DAY_MINUTES : to });
  const before = isOverNight && minute < to && begins(window, addDays(day, -1));
  return before ? { day, minute: to } : null;
}

/** Whether a window begins on a day. */
function begins({ dates, weekdays }: FreezeWindow, day: Day): boolean {
  if (dates !== null && (day < dates.first || day > dates.last)) return false;
  return weekdays === null || weekdays.includes(weekdayOf(day));
}

/**
 * Holds every change but the ends that were read, and the groups that these need: no other change of somebody else goes along, whatever
 * a plan says that it waits for. An end that only follows from another role waits with that role. What a limit holds as well stays
 * listed there.
 */
export function freezeChanges<One extends Change>(changes: readonly One[], frozen: Frozen | null): One[] {
  if (frozen === null) return [...changes];
  const free = freeIn(changes);
  return changes.map((change) => (free.has(change.id) ? change : { ...change, held: withFreeze(change.held) }));
}

/** The ids of the changes that no freeze holds. */
export function freeIn(changes: readonly Change[]): ReadonlySet<string> {
  const free = wantedAndNeeded(changes.filter(isReadEnd), changes, ({ kind }) => kind === 'group');
  return new Set([...free].map(({ id }) => id));
}

/** The reasons of an end of which the directory says that the person's own account has ended. Those of an undo, or of the file, are none. */
const READ: ReadonlySet<string> = new Set(['PERSON_DISABLED', 'PERSON_EXPIRED', 'LEFT_ENDED']);

/** Whether a change ends somebody of whom the directory says so. */
export function isReadEnd({ operations, reason, stage }: Pick<Change, 'operations' | 'reason' | 'stage'>): boolean {
  const ends = operations.includes('disable') || operations.includes('suspend');
  return ends && READ.has(reason.code) && stage !== 'former';
}

function withFreeze(held: Hold | null): Hold {
  return held === null ? { ...HELD_BY, also: [] } : { ...held, also: [...held.also, HELD_BY] };
}

/** The changes without what a freeze held when their plan was made. */
export function thawed<One extends Change>(changes: readonly One[]): One[] {
  return changes.map((change) => ({ ...change, held: withoutFreeze(change.held) }));
}

/** What holds a change besides a freeze; null = nothing does. */
export function withoutFreeze(held: Hold | null): Hold | null {
  if (held === null || held.limit === FREEZE) return null;
  return { ...held, also: held.also.filter(({ limit }) => limit !== FREEZE) };
}

/** What of the holds of a change an approval could let through. */
export function approvableOf(held: Hold | null): readonly HeldBy[] {
  const rest = withoutFreeze(held);
  return rest === null ? [] : [rest, ...rest.also];
}

/** What a plan says of a freeze in which something waits. */
export function freezeNotices(changes: readonly Change[], frozen: Frozen | null): Notice[] {
  const waiting = changes.filter(({ held }) => held !== null && isFrozen(held)).length;
  if (frozen === null || waiting === 0) return [];
  const { until, reason, line } = frozen;
  const why = reason === null ? '' : ` (${reason})`;
  const [wait, until_] = [waiting === 1 ? 'waits' : 'wait', until === null ? 'and it has no end' : `until ${until}`];
  const text = `A freeze of the file${why} goes on: ${counted(waiting, 'change')} ${wait} ${until_}. Whoever the directory shows as disabled or expired is ended all the same. Nothing has to be approved; if something cannot wait, change freeze in the file.`;
  return [{ code: 'FROZEN', severity: 'warning', text, subject: FREEZE, line, about: 'holds' }];
}

/** Whether a freeze is among what holds a change. */
export function isFrozen(held: Hold): boolean {
  return [held, ...held.also].some(({ limit }) => limit === FREEZE);
}
