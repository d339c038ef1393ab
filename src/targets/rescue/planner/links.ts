import { greatest, groupBy } from '../../../core/collections.ts';
import { leaveOf } from './leave-tag.ts';
import { type Marker, markerIn, parseMarkers, sealOf, type Sealing, withOnlyMarker } from './marker.ts';
import type { Leave, AccountGroup, AccountReading, AccountUser, NodeId } from './account.ts';
import type { DirectoryGroupId, PersonId } from '../../../core/people.ts';
import type { Notice } from '../../../core/notice.ts';
import { formatPath } from '../../../core/path.ts';
import type { Secret } from '../../../core/secret.ts';

/**
 * What the link of a user or group is worth.
 *
 * - sealed: made for this node of this account; where the file has a key, with the key
 * - unsealed: made for this node, but without the key that the file has
 * - unchecked: sealed with a key that the file does not name
 * - old: made by a version that sealed nothing: it may have been copied from anywhere
 * - several: old links to more than one person
 * - foreign: made for another node or account, or with another key: no link at all
 */
export type Bond = 'sealed' | 'unsealed' | 'unchecked' | 'old' | 'several' | 'foreign';

export interface Link {
  /** null where there is no marker, and where all are foreign. */
  readonly marker: Marker | null;
  /** null where there is no marker. */
  readonly bond: Bond | null;
}

/**
 * Which marker of a description is the link of the node that carries it. A marker that was made for this node comes
 * before all others, so that a copy put beside it changes nothing.
 */
export function readLink(description: string, node: NodeId, sealing: Sealing): Link {
  const markers = parseMarkers(description);
  if (markers.length === 0) return { marker: null, bond: null };
  const isSealed = (by: Sealing) => (marker: Marker) => {
    return marker.seal !== null && marker.seal === sealOf(marker.person, node, by);
  };
  const sealed = markers.findLast(isSealed(sealing));
  if (sealed !== undefined) return { marker: sealed, bond: 'sealed' };
  const unsealed = sealing.key === null ? undefined : markers.findLast(isSealed({ ...sealing, key: null }));
  if (unsealed !== undefined) return { marker: unsealed, bond: 'unsealed' };
  const rest = markers.filter(({ seal }) => seal === null || (sealing.key === null && seal.startsWith('k')));
  const last = rest.at(-1);
  if (last === undefined) return { marker: null, bond: 'foreign' };
  if (rest.some(({ person }) => person !== last.person)) return { marker: last, bond: 'several' };
  return { marker: last, bond: last.seal === null ? 'old' : 'unchecked' };
}

/**
 * The link of a group. Nobody is asked about groups one by one: where the seal is missing that the link should have, the
 * group counts as not linked, and is found by its name if at all.
 */
export function readGroupLink(description: string, node: NodeId, sealing: Sealing): Link {
  const { marker, bond } = readLink(description, node, sealing);
  const lacks = bond === 'unchecked' || (sealing.key !== null && bond !== 'sealed');
  return { marker: lacks ? null : marker, bond };
}

/** The account as the planner sees it, with what its links are worth. */
export interface Links {
  /** Descriptions hold the link that counts, as plans carry it, and nothing else. */
  readonly account: AccountReading;
  readonly bonds: ReadonlyMap<NodeId, Bond>;
  /**
   * Users with the link of a person, where another user has the same link with better right, or with the same. Nobody
   * touches them.
   */
  readonly doubles: ReadonlySet<NodeId>;
  /** People whose link two users of one role have with the same right. */
  readonly contested: ReadonlySet<PersonId>;
  /** Directory groups whose link two groups below one parent have with the same right. */
  readonly contestedGroups: ReadonlySet<DirectoryGroupId>;
  readonly notices: readonly Notice[];
}

/** Reads the links of the whole account. */
export function linksOf(account: AccountReading, key: Secret | null): Links {
  const sealing = { account: account.account, key };
  const bonds = new Map<NodeId, Bond>();
  const found = new Map<NodeId, Marker>();
  function note(id: NodeId, { marker, bond }: Link): void {
    if (bond !== null) bonds.set(id, bond);
    if (marker !== null) found.set(id, marker);
  }
  for (const { id, description } of account.users) note(id, readLink(description, id, sealing));
  for (const { id, description } of account.groups) note(id, readGroupLink(description, id, sealing));
  const ofUsers = claimsOn(account.users.filter(isFilledIn), ({ role }) => role, found, bonds);
  // A directory group may be mirrored beside the group that a mapping feeds from it: adsync has made both links then.
  const isMade = ({ others }: Claims<AccountGroup>): boolean => others.every(({ id }) => bonds.get(id) === 'sealed');
  const ofGroups = claimsOn(account.groups, ({ parent }) => parent ?? '', found, bonds).filter((one) => !isMade(one));
  const copies = new Set(ofGroups.flatMap(({ others }) => others.map(({ id }) => id)));
  const plain = <Node extends { readonly id: NodeId; readonly description: string }>(node: Node): Node => {
    return withOnlyMarker(node, copies.has(node.id) ? null : (found.get(node.id) ?? null));
  };
  const leaving = (node: AccountUser, { description }: AccountUser): AccountUser => {
    const marker = found.get(node.id);
    const leaves = marker === undefined ? null : leaveOf(description, marker.person, node.id, sealing);
    return leaves === null ? node : withLeaves(node, leaves);
  };
  const contested = ofUsers.filter(({ owner }) => owner === null).map(({ person }) => person as PersonId);
  const contestedGroups = ofGroups.filter(({ owner }) => owner === null).map(({ person }) => person);
  return {
    account: {
      ...account,
      users: account.users.map((user) => leaving(plain(user), user)),
      groups: account.groups.map(plain),
    },
    bonds,
    doubles: new Set(ofUsers.flatMap(({ others }) => others.map(({ id }) => id))),
    contested: new Set(contested),
    contestedGroups: new Set(contestedGroups as DirectoryGroupId[]),
    notices: [
      ...ofUsers.flatMap(doubleNotices),
      ...ofGroups.flatMap(copyNotices),
      ...worthNotices(account, bonds, key),
    ],
  };
}

/** The marker that is known of a node goes along. */
function withLeaves(user: AccountUser, leaves: Leave): AccountUser {
  return withOnlyMarker({ ...user, leaves }, markerIn(user));
}

function isFilledIn({ email }: AccountUser): boolean {
  return email.trim() !== '';
}

/** Several nodes with the link of one person. */
interface Claims<Node> {
  readonly person: Marker['person'];
  /** null where none has a better right than another. */
  readonly owner: Node | null;
  readonly others: readonly Node[];
}

const RIGHTS: Readonly<Record<Bond, number>> = {
  sealed: 2,
  unsealed: 1,
  unchecked: 0,
  old: 0,
  several: 0,
  foreign: 0,
};

function claimsOn<Node extends { readonly id: NodeId }>(
  nodes: readonly Node[],
  among: (node: Node) => string,
  found: ReadonlyMap<NodeId, Marker>,
  bonds: ReadonlyMap<NodeId, Bond>,
): Claims<Node>[] {
  const right = ({ id }: Node): number => RIGHTS[bonds.get(id) ?? 'foreign'];
  const linked = severalLinked(nodes, found);
  const sorted = groupBy(linked, ({ node, person }) => `${person} ${among(node)}`);
  return [...sorted.values()].flatMap((bearers) => {
    const [first] = bearers;
    if (first === undefined || bearers.length === 1) return [];
    const all = bearers.map(({ node }) => node);
    const most = greatest(all.map(right), 0);
    const best = all.filter((node) => right(node) === most);
    const owner = best.length === 1 ? (best[0] ?? null) : null;
    return [{ person: first.person, owner, others: all.filter((node) => node !== owner) }];
  });
}

/** The nodes that have the link of somebody whose link another node has as well. */
function severalLinked<Node extends { readonly id: NodeId }>(
  nodes: readonly Node[],
  found: ReadonlyMap<NodeId, Marker>,
): { readonly node: Node; readonly person: Marker['person'] }[] {
  const seen = new Set<Marker['person']>();
  const twice = new Set<Marker['person']>();
  for (const { id } of nodes) {
    const person = found.get(id)?.person;
    if (person === undefined) continue;
    if (seen.has(person)) twice.add(person);
    else seen.add(person);
  }
  if (twice.size === 0) return [];
  return nodes.flatMap((node) => {
    const person = found.get(node.id)?.person;
    return person !== undefined && twice.has(person) ? [{ node, person }] : [];
  });
}

function doubleNotices({ owner, others }: Claims<AccountUser>): Notice[] {
  if (owner !== null) {
    const text = (user: AccountUser): string =>
      `The description of ${named(user)} carries the link marker of ${named(owner)}; the user is left as it is. Remove the marker from its description.`;
    return others.map((user) => about('DOUBLE_LINK', 'warning', text(user), user.email));
  }
  const who = listed(others);
  const text = `${who} carry the link marker of one person, and nobody can tell whose it is: none of them is touched, and the person gets no other user. Remove the marker from the description of those who are not that person.`;
  return [about('DOUBLE_LINK', 'warning', text, others[0]?.email ?? '')];
}

/** Where none has the better right, the mapping that the link concerns is blocked and says so (targets/rescue/planner/tree.ts). */
function copyNotices({ owner, others }: Claims<AccountGroup>): Notice[] {
  if (owner === null) return [];
  return others.map(({ path }) => {
    const text = `The description of ${formatPath(path)} carries the link marker of ${formatPath(owner.path)}, where it counts for nothing. Remove it.`;
    return about('DOUBLE_LINK', 'warning', text, formatPath(path));
  });
}

/** One notice a kind, however many links there are. */
function worthNotices(account: AccountReading, bonds: ReadonlyMap<NodeId, Bond>, key: Secret | null): Notice[] {
  // Of most accounts all links are sealed: then nobody is looked for.
  const present = new Set(bonds.values());
  const bearing = (...kinds: readonly Bond[]): AccountUser[] => {
    const wanted = kinds.filter((kind) => present.has(kind));
    return wanted.length === 0 ? [] : account.users.filter(({ id }) => wanted.some((kind) => bonds.get(id) === kind));
  };
  const having = (...kinds: readonly Bond[]): AccountUser[] => bearing(...kinds).filter(({ enabled }) => enabled);
  const foreign = bearing('foreign');
  const weak = having('old', 'several', ...(key === null ? [] : (['unsealed'] as const)));
  const unchecked = having('unchecked');
  const notices: Notice[] = [];
  if (foreign.length > 0) {
    const made = key === null ? 'another user or account' : 'another user or account, or with another rescue.linkKey';
    const text = `The link marker in the description of ${listed(foreign)} was made for ${made}, so it is no link. Who copied it there is worth a question; remove it.`;
    notices.push(about('LINK_FOREIGN', 'warning', text, foreign[0]?.email ?? ''));
  }
  if (weak.length > 0 && key === null) {
    const text = `${counted(weak.length)} of enabled users have the old form, which does not say for which user it was made. Each is written anew with the next change of its user; there is nothing to do.`;
    notices.push(about('LINKS_OLD', 'info', text, 'links'));
  }
  if (weak.length > 0 && key !== null) {
    const text = `${counted(weak.length)} of enabled users were made without rescue.linkKey, so what hangs on them is held until it is approved. If nobody else has written markers, approve them once; they are sealed with the key then.`;
    notices.push(about('LINKS_UNSEALED', 'warning', text, 'links'));
  }
  if (unchecked.length > 0) {
    const text = `${counted(unchecked.length)} of enabled users were made with a key, and the file names none, so what hangs on them is held. Set rescue.linkKey as it was.`;
    notices.push(about('LINKS_UNCHECKED', 'warning', text, 'links'));
  }
  return notices;
}

function counted(links: number): string {
  return links === 1 ? '1 link' : `${links} links`;
}

/** At most so many users are named in one notice. */
const NAMED = 5;

function listed(users: readonly AccountUser[]): string {
  const shown = users.slice(0, NAMED).map(named);
  const more = users.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ').replace(/, (?=[^,]*$)/, ' and ');
}

function named({ name, email }: AccountUser): string {
  return `${name} (${email})`;
}

function about(code: Notice['code'], severity: Notice['severity'], text: string, subject: string): Notice {
  return { code, severity, text, subject, line: null };
}
