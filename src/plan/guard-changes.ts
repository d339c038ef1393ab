import { windowText } from '../core/calendar.ts';
import { groupBy } from '../core/collections.ts';
import { counted } from '../core/counted.ts';
import type { Notice } from '../core/notice.ts';
import { Secret } from '../core/secret.ts';
import type { LimitSettings, Settings, Share } from '../core/settings.ts';
import { withoutControls } from '../core/text.ts';

/** A setting that guards an account, or says which account it is, or who gets rights over others. */
export interface Guarding {
  /** The setting, as `rescue.url`. */
  readonly key: string;
  /** What it says. A secret is compared, and never shown. */
  readonly value: string | Secret;
  /** Line of the setting in the file, 1-based; null where that is not known, or a default holds. */
  readonly line: number | null;
}

/** What of a file is compared. */
export type GuardedFile = Pick<Settings, 'limits' | 'maxPlanAge' | 'guardRails' | 'file' | 'calendar'>;

/** A list of protected people would fill a page. */
const LONGEST = 200;
const NOT_SET = 'not set';

/**
 * One notice for each guard rail that the file changes against its base, to be read before anything else: limits,
 * approvals, protected users, adoption, the address and the credentials of an account, and mappings that give rights
 * over others. A guard that becomes stricter is told as well: nobody can tell by rule which way is meant.
 *
 * @param now of the file, with what its targets say; `former` of the base
 */
export function guardChanges(
  now: { readonly file: GuardedFile; readonly guarding: readonly Guarding[] },
  former: { readonly file: GuardedFile; readonly guarding: readonly Guarding[] },
): Notice[] {
  const before = byKey(former);
  const after = byKey(now);
  return [...new Set([...after.keys(), ...before.keys()])].sort().flatMap((key): Notice[] => {
    const [was, is] = [before.get(key) ?? [], after.get(key) ?? []];
    if (compared(was) === compared(is)) return [];
    const line = is.find(({ line: own }) => own !== null)?.line ?? null;
    const text = `This change of the file changes a guard rail. ${key}: ${bothSides(was, is)}. Make sure that it is meant.`;
    return [
      { code: 'GUARD_RAIL_CHANGED', severity: 'warning', text: withoutControls(text), subject: key, line, first: true },
    ];
  });
}

function byKey({ file, guarding }: { file: GuardedFile; guarding: readonly Guarding[] }): Map<string, Guarding[]> {
  return groupBy([...limitsOf(file), ...calendarOf(file), ...railsOf(file), ...guarding], ({ key }) => key);
}

/** What holds, whether the file says it or leaves it to the default. */
function limitsOf({ limits, maxPlanAge, guardRails }: GuardedFile): Guarding[] {
  const { disable, disablePerGroup, move, readdress, create, minimum, window } = limits;
  const shares = { disable, disablePerGroup, move, readdress } satisfies Partial<LimitSettings>;
  const values: [string, string][] = [
    ...Object.entries(shares).map(([name, share]): [string, string] => [`limits.${name}`, shareText(share)]),
    ['limits.create', create === null ? NOT_SET : String(create)],
    ['limits.minimum', String(minimum)],
    ['limits.window', duration(window)],
    ['maxPlanAge', duration(maxPlanAge)],
  ];
  return values.map(([key, value]) => {
    return { key, value, line: guardRails.find((rail) => rail.key === key)?.line ?? null };
  });
}

/** Nothing where the file has no calendar: then nothing waits for a day. */
function calendarOf({ calendar }: GuardedFile): Guarding[] {
  if (calendar === undefined) return [];
  const { timeZone, freeze } = calendar;
  return [
    { key: 'timeZone', value: timeZone, line: null },
    ...freeze.map((window): Guarding => ({ key: 'freeze', value: windowText(window), line: window.line })),
  ];
}

/** The limits are compared by what they come to. */
function railsOf({ guardRails }: GuardedFile): Guarding[] {
  return guardRails.filter(({ key }) => !key.startsWith('limits.'));
}

/** A text that is the same for the same settings; it is never shown. */
function compared(settings: readonly Guarding[]): string {
  return JSON.stringify(
    settings.map(({ value }) => (value instanceof Secret ? { secret: value.reveal() } : value)).sort(),
  );
}

/** Of what is too long to be shown, only what differs: in a long list nothing is taken out unseen. */
function bothSides(was: readonly Guarding[], is: readonly Guarding[]): string {
  const [before, after] = [shown(was), shown(is)];
  if (was.length === 0 || is.length === 0 || Math.max(before.length, after.length) <= LONGEST)
    return `${cut(before)} → ${cut(after)}`;
  const [left, come] = [entriesOf(before), entriesOf(after)];
  const without = (all: readonly string[], others: readonly string[]): string[] => {
    const known = new Set(others);
    return all.filter((one) => !known.has(one));
  };
  const [gone, added] = [without(left, come), without(come, left)];
  if (gone.length + added.length === 0) return 'the same entries in another order';
  return [differing('without', gone), differing('with', added)].filter((text) => text !== '').join('; now ');
}

function differing(word: string, entries: readonly string[]): string {
  return entries.length === 0
    ? ''
    : `${word} ${counted(entries.length, 'entry', 'entries')}: ${cut(entries.join(', '))}`;
}

function entriesOf(text: string): string[] {
  return text.split(/[,;] /);
}

function shown(settings: readonly Guarding[]): string {
  if (settings.length === 0) return NOT_SET;
  return settings.map(({ value }) => (value instanceof Secret ? 'a secret, not shown' : value)).join('; ');
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function shareText(share: Share): string {
  return share.kind === 'percent' ? `${share.percent}%` : String(share.count);
}

function duration(milliseconds: number): string {
  return milliseconds % 3_600_000 === 0 ? `${milliseconds / 3_600_000}h` : `${milliseconds / 60_000}m`;
}
