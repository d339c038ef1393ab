import { addDays, type Day } from '../../../core/calendar.ts';
import { counted } from '../../../core/counted.ts';
import type { Notice } from '../../../core/notice.ts';
import type { DirectoryReading } from '../../../core/people.ts';
import { cleanName } from '../../../core/text.ts';
import type { FedGroups } from './fed-groups.ts';
import { whereIs } from './leaver-reasons.ts';
import { asItIs, type WantedUser } from './wanted-user.ts';

/** What a grace for leavers depends on. */
export interface GraceInput {
  /** `leavers.grace`, in days; null = none. */
  readonly days: number | null;
  /** null = nobody knows it, and then nobody has a grace. */
  readonly today: Day | null;
  readonly reading: Pick<DirectoryReading, 'people' | 'outside'>;
  readonly fedGroups: FedGroups;
}

/**
 * Puts off the end of linked users who are in no mapped group any more. The first plan writes the day into the user, and the
 * end comes with the first plan of that day or after it. Nobody waits longer than the grace from today, whatever stands in
 * the user: a day that is farther off, or that adsync did not write so, counts as one that has come.
 *
 * A day that has come stays in the disabled user: whom somebody enables by hand has no second grace. It goes when the person comes back.
 *
 * Only absence is put off. Whom the directory shows as disabled, expired or gone is ended at once, and so are ends that
 * follow from another role, or that rest on a doubt.
 */
export function putOff(wanted: readonly WantedUser[], { days, today, ...known }: GraceInput): readonly WantedUser[] {
  if (days === null || today === null) return wanted;
  const latest = addDays(today, days);
  return wanted.map((entry) => {
    const { user, end, doubt } = entry;
    if (user?.enabled !== true || end !== 'left' || doubt !== null || hasEnded(entry, known.reading)) return entry;
    const { leaves } = user;
    if (leaves === undefined) return waiting(entry, latest, latest, known.fedGroups);
    const counts = leaves.day !== null && leaves.day > today && leaves.day <= latest;
    return counts ? waiting(entry, leaves.day, undefined, known.fedGroups) : { ...entry, leaves: undefined };
  });
}

/** Whether the directory says, outside of the groups, that the account of the person has ended. */
function hasEnded({ user }: WantedUser, reading: GraceInput['reading']): boolean {
  return user !== null && ['disabled', 'expired', 'gone'].includes(whereIs(user, reading));
}

function waiting(entry: WantedUser, day: Day, leaves: Day | undefined, fedGroups: FedGroups): WantedUser {
  const { user, reason } = entry;
  if (user === null) return entry;
  return { ...asItIs(user, null, reason, fedGroups), evidence: 'absence', leaves, waits: day };
}

/** At most so many are named. */
const NAMED = 10;

/** One notice for each day on which somebody leaves. */
export function leavingNotices(wanted: readonly WantedUser[]): Notice[] {
  const days = [...new Set(wanted.flatMap(({ waits }) => waits ?? []))].sort();
  return days.map((day): Notice => {
    const names = wanted
      .filter(({ waits, isProtected }) => waits === day && !isProtected)
      .flatMap(({ user }) => (user === null ? [] : [`${cleanName(user.name)} (${user.email})`]))
      .sort();
    const rest = names.length - NAMED;
    const who = [...names.slice(0, NAMED), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
    const text = `${counted(names.length, 'user leaves', 'users leave')} on ${day}: ${who}. Their people are in no mapped directory group any more. Whoever is in one again before that day stays.`;
    return {
      code: 'LEAVING',
      severity: 'info',
      text,
      subject: day,
      ...(rest > 0 ? { names } : {}),
      line: null,
    };
  });
}
