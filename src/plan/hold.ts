import { type HeldSets, membersOf } from './approvals.ts';
import { basesOfChanges, basesOfWanted } from '../targets/rescue/planner/bases.ts';
import { groupBy } from '../core/collections.ts';
import { countChanges, type Counted, countWanted, memberKey } from './counted.ts';
import { heldNotices } from './held-notices.ts';
import { type Approval, judge, type Judged } from './judge.ts';
import { foldPath } from '../core/text.ts';
import { type HeldSet, heldSetsOf } from './limits.ts';
import type { AccountReading } from '../targets/rescue/planner/account.ts';
import type { RescueChange as Change } from '../targets/rescue/planner/change.ts';
import type { Notice } from '../core/notice.ts';
import type { Past } from './recent.ts';
import { parsePath } from '../core/path.ts';
import type { Places } from '../targets/rescue/planner/places.ts';
import type { Settings } from '../core/settings.ts';
import type { WantedUser } from '../targets/rescue/planner/wanted.ts';

/** What decides about holds beside what is planned. */
export interface HoldInput {
  readonly settings: Pick<Settings, 'limits' | 'rescue'>;
  readonly account: AccountReading;
  readonly approvals: readonly Approval[];
  /** Whom the ids stood for when they were shown, as far as anybody remembers. */
  readonly earlier: HeldSets;
  readonly past: Past;
}

export interface Held extends Pick<Judged, 'held' | 'letThrough' | 'stale'> {
  /** Whom the holds stand for that are not, or only in part, let through. */
  readonly sets: HeldSets;
  /** The same of all sets, also of those that are let through as a whole. */
  readonly shown: HeldSets;
  readonly notices: readonly Notice[];
}

/** Keeps back what looks like an accident or needs an approval of its own, while a plan is being made. */
export function holdWanted(wanted: readonly WantedUser[], places: Places, input: HoldInput): Held {
  const bases = basesOfWanted(wanted, places, input.account);
  return decided(heldSetsOf(countWanted(wanted, places), bases, input.settings.limits, input.past.recent), input);
}

/**
 * The same for a plan that was made before: the limits count its own changes against the account as it is, whatever the
 * plan says of its holds. What it holds in doubt stays in doubt.
 *
 * @param doubts why users need an approval of their own, by key, as far as that shows without the directory
 * @param kept changes that stay held by what the plan says, where no limit of today holds them
 */
export function holdChanges(
  changes: readonly Change[],
  input: HoldInput,
  doubts: ReadonlyMap<string, string> = new Map(),
  kept: readonly Change[] = [],
): Held & { readonly changes: readonly Change[] } {
  const { settings, account, past } = input;
  const counted = countChanges(changes, doubts);
  const doubtful = new Set(counted.filter(({ doubt }) => doubt !== null).map(({ key }) => key));
  const bases = basesOfChanges(changes, account, settings.rescue, doubtful);
  const sets = heldSetsOf(counted, bases, settings.limits, past.recent);
  const found = decided([...sets, ...keptSets(kept, counted, sets)], input);
  return { ...found, changes: holdGroups(changes.map((change) => withHold(change, found))) };
}

/** Users whom the plan holds, and none of the sets of today. */
function keptSets(kept: readonly Change[], counted: readonly Counted[], sets: readonly HeldSet[]): HeldSet[] {
  const today = new Set(sets.flatMap(({ members }) => members.map(({ key }) => key)));
  const known = new Map(counted.map((one) => [one.key, one]));
  const members = kept.flatMap((change) => {
    const { kind, held } = change;
    const member = known.get(memberKey(change));
    const isKept = kind === 'user' && held !== null && member !== undefined && !today.has(member.key);
    return isKept ? [{ id: held.id, limit: held.limit, member }] : [];
  });
  return [...groupBy(members, ({ id }) => id)].flatMap(([id, all]): HeldSet[] => {
    const own = [...new Map(all.map(({ member }) => [member.key, member])).values()];
    const numbers = { of: 0, most: 0, earlier: 0, besides: 0 };
    const where = { place: 'all groups', line: null, evidence: 'said', isKept: true } as const;
    return [{ id, limit: all[0]?.limit ?? '', members: own, ...numbers, ...where }];
  });
}

function decided(sets: readonly HeldSet[], { approvals, earlier, past, settings }: HoldInput): Held {
  const judged = judge(sets, approvals, earlier, past);
  const { held, letThrough, stale } = judged;
  const open = membersOf(judged.open);
  const shown = membersOf(sets);
  return { held, letThrough, stale, sets: open, shown, notices: heldNotices(judged, open, settings.limits, past) };
}

/** The change with what holds it and what lets it through. */
export function withHold(change: Change, { held, letThrough }: Pick<Held, 'held' | 'letThrough'>): Change {
  const key = memberKey(change);
  return { ...change, held: held.get(key) ?? null, letThrough: letThrough.get(key) ?? [] };
}

/** A group that is created for nobody but people who are held waits with them. */
export function holdGroups(changes: readonly Change[]): Change[] {
  const coming = new Map<string, Change[]>();
  for (const change of changes.filter(({ kind, after }) => kind === 'user' && after.group !== undefined)) {
    const path = parsePath(change.group);
    for (let length = 2; length <= path.length; length++) {
      const key = foldPath(path.slice(0, length));
      const known = coming.get(key);
      if (known === undefined) coming.set(key, [change]);
      else known.push(change);
    }
  }
  return changes.map((change) => {
    if (change.kind !== 'group' || !change.operations.includes('create')) return change;
    const people = coming.get(foldPath(parsePath(change.group))) ?? [];
    if (people.length === 0) return change;
    const free = people.some(({ held }) => held === null);
    return { ...change, held: free ? null : (people[0]?.held ?? null) };
  });
}
