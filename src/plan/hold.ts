import { groupBy } from '../core/collections.ts';
import { parsePath } from '../core/path.ts';
import type { Notice } from '../core/notice.ts';
import type { LimitSettings } from '../core/settings.ts';
import { foldPath } from '../core/text.ts';
import { type HeldSets, membersOf } from './held-sets.ts';
import { type Member, memberKey } from './members.ts';
import { heldNotices, type HoldWords } from './held-notices.ts';
import { readHoldId } from './hold-id.ts';
import { type Approval, judge, type Judged } from './approvals.ts';
import type { Bases } from './bases.ts';
import { EVERYWHERE, type HeldSet, heldSetsOf } from './limits.ts';
import type { Change } from './model.ts';
import type { Past } from './earlier-runs.ts';

/** All that decides about holds, but for the plan itself. */
export interface HoldInput {
  readonly limits: LimitSettings;
  readonly approvals: readonly Approval[];
  /** The users that the ids stood for when they were shown, as far as anybody remembers. */
  readonly earlier: HeldSets;
  readonly past: Past;
  readonly words: HoldWords;
}

/** The plan as the limits see it: the target says it. */
export interface Situation {
  readonly members: readonly Member[];
  readonly bases: Bases;
}

export interface Held extends Pick<Judged, 'held' | 'letThrough' | 'stale'> {
  /** The held sets that are not let through, or only in part. */
  readonly sets: HeldSets;
  /** The same of all sets, also of those that are let through as a whole. */
  readonly shown: HeldSets;
  readonly notices: readonly Notice[];
}

/** Keeps back what looks like an accident or needs an approval of its own. */
export function hold(situation: Situation, input: HoldInput): Held {
  return decided(setsOf(situation, input), input);
}

/**
 * The same for a plan that was made before: the limits count its own changes against the account as it is, whatever the
 * plan says of its holds.
 *
 * @param situation of these changes; the doubts of the plan are in it
 * @param kept changes that stay held by what the plan says, where no limit of today holds them
 */
export function holdChanges<One extends Change>(
  changes: readonly One[],
  situation: Situation,
  input: HoldInput,
  kept: readonly Change[] = [],
): Held & { readonly changes: readonly One[] } {
  const sets = setsOf(situation, input);
  const found = decided([...sets, ...keptSets(kept, situation.members, sets)], input);
  return { ...found, changes: holdGroups(changes.map((change) => withHold(change, found))) };
}

function setsOf({ members, bases }: Situation, { limits, past }: HoldInput): HeldSet[] {
  return heldSetsOf(members, bases, limits, past.recent);
}

/** Users that the saved plan holds and no set of today does. */
function keptSets(kept: readonly Change[], planned: readonly Member[], sets: readonly HeldSet[]): HeldSet[] {
  const today = new Set(sets.flatMap(({ members }) => members.map(({ key }) => key)));
  const known = new Map(planned.map((one) => [one.key, one]));
  const stay = kept.flatMap((change) => {
    const { kind, held } = change;
    const member = known.get(memberKey(change));
    const isKept = kind === 'user' && held !== null && member !== undefined && !today.has(member.key);
    return isKept ? [{ id: held.id, limit: held.limit, member }] : [];
  });
  return [...groupBy(stay, ({ id }) => id)].flatMap(([id, all]): HeldSet[] => {
    const own = [...new Map(all.map(({ member }) => [member.key, member])).values()];
    const about = { id, kind: readHoldId(id)?.kind ?? null, limit: all[0]?.limit ?? '', evidence: 'said' } as const;
    const numbers = { of: 0, most: 0, earlier: 0, besides: 0 };
    return [{ ...about, members: own, ...numbers, where: EVERYWHERE, line: null, isKept: true }];
  });
}

function decided(sets: readonly HeldSet[], { approvals, earlier, past, limits, words }: HoldInput): Held {
  const judged = judge(sets, approvals, earlier, past);
  const { held, letThrough, stale } = judged;
  const open = membersOf(judged.open);
  const notices = heldNotices(judged, { window: limits.window, past, words });
  return { held, letThrough, stale, sets: open, shown: membersOf(sets), notices };
}

/** The change with what holds it and what lets it through. */
export function withHold<One extends Change>(
  change: One,
  { held, letThrough }: Pick<Held, 'held' | 'letThrough'>,
): One {
  const key = memberKey(change);
  return { ...change, held: held.get(key) ?? null, letThrough: letThrough.get(key) ?? [] };
}

/** A group that is created for held people only waits with them. */
export function holdGroups<One extends Change>(changes: readonly One[]): One[] {
  const isMade = ({ kind, operations }: One): boolean => kind === 'group' && operations.includes('create');
  const coming = new Map<string, One[]>();
  for (const { group } of changes.filter(isMade)) coming.set(foldPath(parsePath(group)), []);
  if (coming.size === 0) return [...changes];
  for (const change of changes.filter(comes)) {
    const path = parsePath(change.group);
    for (let length = 1; length <= path.length; length++) coming.get(foldPath(path.slice(0, length)))?.push(change);
  }
  return changes.map((change) => {
    if (!isMade(change)) return change;
    const people = coming.get(foldPath(parsePath(change.group))) ?? [];
    if (people.length === 0) return change;
    const free = people.some(({ held }) => held === null);
    return { ...change, held: free ? null : (people[0]?.held ?? null) };
  });
}

/** Whether somebody comes to stand in a group. */
function comes({ kind, operations }: Change): boolean {
  return kind === 'user' && (operations.includes('create') || operations.includes('move'));
}
