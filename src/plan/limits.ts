import { groupBy } from '../core/collections.ts';
import { ADOPT, type Counted, type Counts } from './counted.ts';
import { holdId } from './hold-id.ts';
import type { AccountUser, NodeId } from '../targets/rescue/planner/account.ts';
import { type RecentChange, stillStands } from './recent.ts';
import type { LimitSettings, Share } from '../core/settings.ts';
import type { Evidence } from './model.ts';

/** What the limits are shares of, and where the limits of single groups come from. */
export interface Bases {
  /** The account's number: a set of one account is no set of another. */
  readonly account: string;
  /** All users of the account. */
  readonly users: ReadonlyMap<NodeId, AccountUser>;
  /** Enabled users that are managed, or stand in a group that is one-to-one with a directory group. */
  readonly lookedAfter: ReadonlySet<NodeId>;
  /** A group of the account: its path, and the mapping that feeds it. */
  groupOf(id: NodeId): GroupLimit;
}

export interface GroupLimit {
  readonly path: string;
  /** `disableLimit` of the mapping; null = limits.disablePerGroup. */
  readonly share: Share | null;
  /** Line of the mapping; null where none feeds the group. */
  readonly line: number | null;
}

/** Users, or groups, that one limit holds back together. */
export interface HeldSet {
  readonly id: string;
  /** The setting that it hangs on, as `limits.disable`. */
  readonly limit: string;
  readonly evidence: Evidence;
  /** A path of the organization tree, or `all groups`. */
  readonly place: string;
  readonly members: readonly Counted[];
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

const EVERYWHERE = 'all groups';

/**
 * Everything that is over a limit, or needs an approval of its own, as sets. They depend on the situation alone, and
 * not on any approval; in the order in which they hold somebody who is in several.
 *
 * What somebody was read to be and what is concluded from absence are counted in this order and held apart, so that
 * never more than the limit are let through together. What needs an approval of its own counts in no other set: as long
 * as nobody gives it, it is not made, and must not keep others waiting.
 *
 * @param recent what earlier runs did; what does not stand any more is left out here
 */
export function heldSetsOf(
  counted: readonly Counted[],
  bases: Bases,
  limits: LimitSettings,
  recent: readonly RecentChange[],
): HeldSet[] {
  const doubtful = counted.filter(({ doubt }) => doubt !== null);
  const plain = counted.filter(({ doubt }) => doubt === null);
  const doing = (counts: Counts): Counted[] => plain.filter((one) => one.counts.has(counts));
  const rules = { bases, minimum: limits.minimum };
  const move = { letter: 'm', limit: 'limits.move', share: limits.move };
  const readdress = { letter: 'r', limit: 'limits.readdress', share: limits.readdress };
  return [
    ...adoptions(doubtful, bases),
    ...disables(doing('disable'), rules, limits, recent),
    ...overall(move, doing('move'), rules, standing('move', recent, bases)),
    ...overall(readdress, doing('readdress'), rules, standing('readdress', recent, bases)),
    ...creates(doing('create'), limits, bases),
  ];
}

/**
 * Approved is who gets what, so all of that is in the id: the same user for another person, with another address, at
 * another place, disabled or with the former password is another set. Seats and add-ons are not in it: who finds one
 * depends on others.
 */
function adoptions(members: readonly Counted[], bases: Bases): HeldSet[] {
  if (members.length === 0) return [];
  const limit = ADOPT;
  const who = members.map(approvedOf).sort();
  const id = holdId('a', members.length, [bases.account, limit, who]);
  const numbers = { of: bases.lookedAfter.size, most: 0, earlier: 0, besides: 0 };
  return [{ id, limit, evidence: 'said', place: EVERYWHERE, members, ...numbers, line: null }];
}

function approvedOf({ key, claimant, counts, after }: Counted): string {
  const { group, email, ssoId, password, link } = after;
  const disabled = counts.has('disable');
  return JSON.stringify([key, claimant, disabled, group, email, ssoId, password, link !== undefined]);
}

function creates(members: readonly Counted[], { create }: LimitSettings, bases: Bases): HeldSet[] {
  if (create === null || members.length <= create) return [];
  const limit = 'limits.create';
  const id = idOf('c', limit, 'said', members, bases);
  const numbers = { of: members.length, most: create, earlier: 0, besides: 0 };
  return [{ id, limit, evidence: 'said', place: EVERYWHERE, members, ...numbers, line: null }];
}

interface Rules {
  readonly bases: Bases;
  readonly minimum: number;
}

interface Limit {
  readonly letter: string;
  readonly limit: string;
  readonly share: Share;
}

/** Over `limits.disable` all are held, otherwise those of each group that is over its own; either evidence by itself. */
function disables(
  leaving: readonly Counted[],
  rules: Rules,
  limits: LimitSettings,
  recent: readonly RecentChange[],
): HeldSet[] {
  const { bases } = rules;
  const before = standing('disable', recent, bases);
  const all = overall({ letter: 'd', limit: 'limits.disable', share: limits.disable }, leaving, rules, before);
  const held = new Set(all.map(({ evidence }) => evidence));
  const beforeIn = groupBy(before, ({ group }) => group);
  const enabled = enabledByGroup(bases);
  const groups = [...groupBy(leaving, ({ group }) => group)].flatMap(([group, members]) => {
    if (group === null) return [];
    const { path, share, line } = bases.groupOf(group);
    const limit = { letter: 'd', limit: 'limits.disablePerGroup', share: share ?? limits.disablePerGroup };
    const own = beforeIn.get(group) ?? [];
    return verdicts(limit, members, rules, { place: path, line, of: enabled.get(group) ?? [], before: own });
  });
  return [...all, ...groups.filter(({ evidence }) => !held.has(evidence))];
}

/** Enabled users by the group in which they stand. */
function enabledByGroup({ users }: Bases): ReadonlyMap<NodeId, readonly NodeId[]> {
  const groups = groupBy(
    [...users.values()].filter(({ enabled }) => enabled),
    ({ group }) => group,
  );
  return new Map([...groups].map(([group, all]) => [group, all.map(({ id }) => id)]));
}

function overall(limit: Limit, members: readonly Counted[], rules: Rules, before: readonly AccountUser[]): HeldSet[] {
  const of = [...rules.bases.lookedAfter];
  return verdicts(limit, members, rules, { place: EVERYWHERE, line: null, of, before });
}

interface Where {
  readonly place: string;
  readonly line: number | null;
  readonly of: readonly NodeId[];
  /** Users whom earlier runs changed in this way. */
  readonly before: readonly AccountUser[];
}

/** The sets of both kinds of evidence that are over the limit; what was read counts first. */
function verdicts(
  { letter, limit, share }: Limit,
  members: readonly Counted[],
  { bases, minimum }: Rules,
  { place, line, of, before }: Where,
): HeldSet[] {
  const earlier = before.map(({ id }) => id as string);
  const base = new Set([...of, ...earlier, ...members.map(({ key }) => key)]).size;
  const most = share.kind === 'count' ? share.count : Math.floor((base * share.percent) / 100);
  const said = members.filter(({ evidence }) => evidence === 'said');
  const absent = members.filter(({ evidence }) => evidence === 'absence');
  const judge = (own: readonly Counted[], others: readonly Counted[]): HeldSet[] => {
    const evidence = own === said ? 'said' : 'absence';
    const total = new Set([...earlier, ...[...own, ...others].map(({ key }) => key)]).size;
    const applies = share.kind === 'count' || total >= minimum;
    if (own.length === 0 || !applies || total <= most) return [];
    const id = idOf(letter, limit, evidence, own, bases);
    const besides = others.length;
    const numbers = { of: base, most, earlier: total - own.length - besides, besides };
    return [{ id, limit, evidence, place, members: own, ...numbers, line }];
  };
  return [...judge(said, []), ...judge(absent, said)];
}

/** The users whom earlier runs changed in one way, as far as it still shows. */
export function standing(counts: Counts, recent: readonly RecentChange[], { users }: Bases): AccountUser[] {
  const found = recent.flatMap((change) => {
    const user = users.get(change.node);
    return change.counts === counts && user !== undefined && stillStands(change, user) ? [user] : [];
  });
  return [...new Map(found.map((user) => [user.id, user])).values()];
}

/** An approval of moves is for one place each, one of new addresses for these, and one of new users for both. */
const WHITHER: Readonly<Record<string, (member: Counted) => string>> = {
  'limits.create': ({ after }) => JSON.stringify([after.group, after.email, after.ssoId]),
  'limits.move': ({ after }) => after.group ?? '',
  'limits.readdress': ({ after }) => JSON.stringify([after.email, after.ssoId]),
};

function idOf(
  letter: string,
  limit: string,
  evidence: Evidence,
  members: readonly Counted[],
  { account }: Bases,
): string {
  const whither = WHITHER[limit] ?? (() => '');
  const who = members.map((member) => JSON.stringify([member.key, whither(member)])).sort();
  return holdId(letter, members.length, [account, limit, evidence, who]);
}
