import { groupBy } from '../core/collections.ts';
import { canonicalJson, digest } from '../core/digest.ts';
import type { LimitSettings, Share } from '../core/settings.ts';
import type { Bases, BaseUser } from './bases.ts';
import type { Member, Counts, Doubtful } from './members.ts';
import type { Evidence } from './model.ts';
import { type HoldKind, holdId } from './hold-id.ts';
import { type RecentChange, stillStands } from './earlier-runs.ts';

/** Users, or groups, that one limit holds back together. */
export interface HeldSet {
  readonly id: string;
  /** Null for a kind that this version does not know: a saved plan may be newer. */
  readonly kind: HoldKind | null;
  /** The setting that it hangs on, as `limits.disable`. */
  readonly limit: string;
  readonly evidence: Evidence;
  /** The path of a group, or `all groups`. */
  readonly where: string;
  readonly members: readonly Member[];
  /** Of how many users they are a part, and how many of these may be changed. */
  readonly of: number;
  readonly most: number;
  /** How many others count, too: by earlier runs, and by this plan for the other evidence. */
  readonly earlier: number;
  readonly besides: number;
  readonly line: number | null;
  /** Whether only a plan that was saved holds them, and no limit of today. */
  readonly isKept?: true;
}

export const EVERYWHERE = 'all groups';

/**
 * Everything that is over a limit, or needs an approval of its own, as sets. They depend on the situation alone, and
 * not on any approval. Their order decides which one holds a user that is in several.
 *
 * Ends that were read are counted first, then ends that are concluded from absence. Both are held apart, so that never
 * more than the limit are let through together. A change that needs an approval of its own counts in no other set: it
 * is not made until somebody gives that approval, and must not keep others waiting.
 *
 * @param recent changes of earlier runs; those that do not stand any more are left out here
 */
export function heldSetsOf(
  members: readonly Member[],
  bases: Bases,
  limits: LimitSettings,
  recent: readonly RecentChange[],
): HeldSet[] {
  const plain = members.filter(({ doubt }) => doubt === null);
  const doing = (counts: Counts): Member[] => plain.filter((one) => one.counts.has(counts));
  const rules = { bases, minimum: limits.minimum };
  const move: Limit = { kind: 'move', limit: 'limits.move', share: limits.move };
  const readdress: Limit = { kind: 'readdress', limit: 'limits.readdress', share: limits.readdress };
  return [
    ...doubts(members, bases),
    ...disables(doing('disable'), rules, limits, recent),
    ...overall(move, doing('move'), rules, standing('move', recent, bases)),
    ...overall(readdress, doing('readdress'), rules, standing('readdress', recent, bases)),
    ...creates(doing('create'), limits, bases),
  ];
}

/**
 * An approval says who gets what, so all of that is in the id: the same user for another person, with another address,
 * in another group, disabled or with the former password is another set. Budgets are not in the id: a seat depends on
 * others.
 */
function doubts(members: readonly Member[], bases: Bases): HeldSet[] {
  const doubtful = members.filter((one): one is Member & { doubt: Doubtful } => one.doubt !== null);
  return [...groupBy(doubtful, ({ doubt }) => doubt.limit)].map(([limit, members]): HeldSet => {
    const who = members.map(approvedOf).sort();
    const id = holdId('doubt', members.length, digest(canonicalJson([bases.account, limit, who])));
    const numbers = { of: bases.lookedAfter.size, most: 0, earlier: 0, besides: 0 };
    return { id, kind: 'doubt', limit, evidence: 'said', where: EVERYWHERE, members, ...numbers, line: null };
  });
}

function approvedOf({ key, claimant, counts, approvedFor }: Member): string {
  return JSON.stringify([key, claimant, counts.has('disable'), ...approvedFor.doubt]);
}

function creates(members: readonly Member[], { create }: LimitSettings, bases: Bases): HeldSet[] {
  if (create === null || members.length <= create) return [];
  const kind = 'create';
  const limit = 'limits.create';
  const id = idOf({ kind, limit }, 'said', members, bases);
  const numbers = { of: members.length, most: create, earlier: 0, besides: 0 };
  return [{ id, kind, limit, evidence: 'said', where: EVERYWHERE, members, ...numbers, line: null }];
}

interface Rules {
  readonly bases: Bases;
  /** So few users are no accident, whatever their share. */
  readonly minimum: number;
}

interface Limit {
  readonly kind: Counts;
  readonly limit: string;
  readonly share: Share;
}

/** Over `limits.disable` all are held, otherwise those of each group that is over its own; either evidence by itself. */
function disables(
  leaving: readonly Member[],
  rules: Rules,
  limits: LimitSettings,
  recent: readonly RecentChange[],
): HeldSet[] {
  const { bases } = rules;
  if (leaving.length === 0) return [];
  const before = standing('disable', recent, bases);
  const all = overall({ kind: 'disable', limit: 'limits.disable', share: limits.disable }, leaving, rules, before);
  const held = new Set(all.map(({ evidence }) => evidence));
  const beforeIn = groupBy(before, ({ parent }) => parent);
  const enabled = enabledByGroup(bases);
  const groups = [...groupBy(leaving, ({ parent }) => parent)].flatMap(([group, members]) => {
    if (group === null) return [];
    const { path, share, line } = bases.groupOf(group);
    const limit: Limit = { kind: 'disable', limit: 'limits.disablePerGroup', share: share ?? limits.disablePerGroup };
    const own = beforeIn.get(group) ?? [];
    return verdicts(limit, members, rules, { where: path, line, of: enabled.get(group) ?? [], before: own });
  });
  return [...all, ...groups.filter(({ evidence }) => !held.has(evidence))];
}

/** Ids of enabled users by the group in which they stand. */
function enabledByGroup({ users }: Bases): ReadonlyMap<string, readonly string[]> {
  const groups = groupBy(
    [...users.values()].filter(({ enabled }) => enabled),
    ({ parent }) => parent,
  );
  return new Map([...groups].map(([group, all]) => [group, all.map(({ id }) => id)]));
}

function overall(limit: Limit, members: readonly Member[], rules: Rules, before: readonly BaseUser[]): HeldSet[] {
  if (members.length === 0) return [];
  const of = [...rules.bases.lookedAfter];
  return verdicts(limit, members, rules, { where: EVERYWHERE, line: null, of, before });
}

interface Where {
  readonly where: string;
  readonly line: number | null;
  /** Ids of the users that the limit is a share of. */
  readonly of: readonly string[];
  /** Users that earlier runs changed in this way. */
  readonly before: readonly BaseUser[];
}

/** The sets of both kinds of evidence that are over the limit; what was read counts first. */
function verdicts(
  { kind, limit, share }: Limit,
  members: readonly Member[],
  { bases, minimum }: Rules,
  { where, line, of, before }: Where,
): HeldSet[] {
  if (members.length === 0) return [];
  const earlier = before.map(({ id }) => id);
  const base = new Set([...of, ...earlier, ...members.map(({ key }) => key)]).size;
  const most = share.kind === 'count' ? share.count : Math.floor((base * share.percent) / 100);
  const said = members.filter(({ evidence }) => evidence === 'said');
  const absent = members.filter(({ evidence }) => evidence === 'absence');
  const judge = (own: readonly Member[], others: readonly Member[]): HeldSet[] => {
    const evidence = own === said ? 'said' : 'absence';
    const total = new Set([...earlier, ...[...own, ...others].map(({ key }) => key)]).size;
    const applies = share.kind === 'count' || total >= minimum;
    if (own.length === 0 || !applies || total <= most) return [];
    const id = idOf({ kind, limit }, evidence, own, bases);
    const besides = others.length;
    const numbers = { of: base, most, earlier: total - own.length - besides, besides };
    return [{ id, kind, limit, evidence, where, members: own, ...numbers, line }];
  };
  return [...judge(said, []), ...judge(absent, said)];
}

/** The users that earlier runs changed in one way, as far as it still shows. */
export function standing(counts: Counts, recent: readonly RecentChange[], bases: Bases): BaseUser[] {
  const found = recent.flatMap((change) => {
    const user = bases.users.get(change.node);
    return change.counts === counts && user !== undefined && stillStands(change, bases) ? [user] : [];
  });
  return [...new Map(found.map((user) => [user.id, user])).values()];
}

/** An approval of a disable counts for exactly these users, and for nothing else that becomes of them. */
function idOf(
  { kind, limit }: Pick<Limit, 'kind' | 'limit'>,
  evidence: Evidence,
  members: readonly Member[],
  { account }: Bases,
): string {
  const what = ({ approvedFor }: Member): string => {
    const values = kind === 'disable' ? '' : approvedFor[kind];
    return typeof values === 'string' ? values : JSON.stringify(values);
  };
  const who = members.map((member) => JSON.stringify([member.key, what(member)])).sort();
  return holdId(kind, members.length, digest(canonicalJson([account, limit, evidence, who])));
}
