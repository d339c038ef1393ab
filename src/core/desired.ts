import { groupBy } from './collections.ts';
import { cleanName, fold, loginIdOf, foldPath } from './identity.ts';
import { type MappedGroup, type Membership, membershipOf, type Placement } from './membership.ts';
import type { CompleteRead, CompleteRoot, DirectoryReading, Notice, Person, PersonId, Role } from './model.ts';
import type { Mapping, RescueSettings } from './settings.ts';
import type { Tree } from './tree.ts';

/** A person who should be an enabled user. */
export interface DesiredPerson {
  readonly person: Person;
  readonly mapping: Mapping;
  readonly placement: Placement;
  readonly loginId: string;
  /** Position of the mapping in the file: who comes first where licences are short. */
  readonly priority: number;
  /** What proves that the person belongs there and nowhere else; null where nothing does, and nobody is moved there. */
  readonly placeProof: PlaceProof | null;
  /**
   * Whether the role is certain. It is not while a mapping that comes first is half read and gives another role: nobody
   * is created or enabled on such grounds, for a wrong role is a wrong right, and no later plan can mend it.
   */
  readonly roleCertain: boolean;
}

/**
 * The whole readings of a mapped group and of all that come before it. While one of them is missing or half read it
 * might hold the person as well, and would come first.
 */
export type PlaceProof = readonly CompleteRoot[];

/** A person who was read in a mapped group. */
export interface PlacedPerson {
  readonly person: Person;
  readonly mapping: Mapping;
  readonly placement: Placement;
}

export interface DesiredGroup extends MappedGroup {
  readonly mapping: Mapping;
}

/** What the mappings and the directory say should be, before anybody has looked at the account's users. */
export interface Desired {
  readonly people: ReadonlyMap<PersonId, DesiredPerson>;
  readonly ended: ReadonlyMap<PersonId, PlacedPerson>;
  /** People about whom nothing can be decided (no login id, a shared one, no place to stand): users of theirs stay as they are. */
  readonly undecided: ReadonlyMap<PersonId, PlacedPerson>;
  /** The groups that the mappings feed, parents first; each place once, the first mapping wins. */
  readonly groups: readonly DesiredGroup[];
  /** What proves that somebody who was not read is not there; null when a mapping is half read or leads nowhere. */
  readonly proof: CompleteRead | null;
  readonly notices: readonly Notice[];
}

interface Mapped {
  readonly mapping: Mapping;
  readonly priority: number;
  readonly membership: Membership;
  readonly placeProof: PlaceProof | null;
  readonly roleCertain: boolean;
  /** Places, folded, that can neither be found nor created. */
  readonly blocked: ReadonlySet<string>;
}

/** Mappings × people → who should stand where. The order of the mappings is their priority. */
export function desiredOf(settings: RescueSettings, reading: DirectoryReading, tree: Tree): Desired {
  const notices: Notice[] = [...reading.notices];
  const mapped = readMappings(settings, reading, tree, notices);
  const claims = claimPeople(reading, mapped, notices);
  const shared = sharedLoginIds(claims, settings, notices);

  const people = new Map<PersonId, DesiredPerson>();
  const ended = new Map<PersonId, PlacedPerson>();
  const undecided = new Map<PersonId, PlacedPerson>();
  for (const { person, from, placement } of claims) {
    const loginId = loginIdOf(person, settings.loginId);
    if (from.blocked.has(foldPath(placement.group)) || shared.has(person.id)) {
      undecided.set(person.id, { person, mapping: from.mapping, placement });
    } else if (person.state !== 'enabled') {
      ended.set(person.id, { person, mapping: from.mapping, placement });
    } else if (loginId === null) {
      undecided.set(person.id, { person, mapping: from.mapping, placement });
      notices.push(noLoginId(person, from.mapping, settings.loginId));
    } else {
      const { mapping, priority, placeProof, roleCertain } = from;
      people.set(person.id, { person, mapping, placement, loginId, priority, placeProof, roleCertain });
    }
  }
  const proof = reading.kind === 'complete' && mapped.every(({ blocked }) => blocked.size === 0) ? reading : null;
  return { people, ended, undecided, groups: groupsOf(mapped), proof, notices };
}

function readMappings(settings: RescueSettings, reading: DirectoryReading, tree: Tree, notices: Notice[]): Mapped[] {
  let placeProof: PlaceProof | null = [];
  const halfRead = new Set<Role>();
  return settings.mappings.map((mapping, index) => {
    const root = reading.roots[index];
    if (root === undefined)
      throw new Error(`the directory reading has no answer for the mapping at line ${mapping.line}`);
    if (root.kind === 'incomplete') {
      halfRead.add(mapping.role);
      notices.push({
        code: root.code,
        severity: 'error',
        text: root.text,
        subject: mapping.directoryGroup,
        line: mapping.line,
      });
    }
    placeProof = root.kind === 'complete' && placeProof !== null ? [...placeProof, root] : null;
    const membership =
      root.group === null ? { placements: new Map(), groups: [] } : membershipOf(reading, root.group, mapping);
    return {
      mapping,
      priority: index,
      membership,
      placeProof,
      roleCertain: [...halfRead].every((role) => role === mapping.role),
      blocked: blockedPlaces(mapping, membership, tree, notices),
    };
  });
}

/** An obstacle on the way to the mapped group blocks everything below it, and is said once. */
function blockedPlaces(mapping: Mapping, membership: Membership, tree: Tree, notices: Notice[]): Set<string> {
  const places = membership.groups.map(({ group }) => group);
  const mirrored = new Map(membership.groups.slice(1).map(({ group, source }) => [group, source]));
  const whole = tree.obstacle(mapping.rescueGroup, mapping);
  if (whole !== null) {
    notices.push(whole);
    return new Set([mapping.rescueGroup, ...places].map(foldPath));
  }
  const blocked = new Set<string>();
  for (const place of places) {
    const source = mirrored.get(place);
    const unclear = source === undefined ? null : tree.contested(source, place, mapping);
    const obstacle = tree.obstacle(place, mapping) ?? unclear;
    if (obstacle === null) continue;
    notices.push(obstacle);
    blocked.add(foldPath(place));
  }
  return blocked;
}

interface Claim {
  readonly person: Person;
  readonly from: Mapped;
  readonly placement: Placement;
}

/** The first mapping that has a person keeps them. */
function claimPeople(reading: DirectoryReading, mapped: readonly Mapped[], notices: Notice[]): Claim[] {
  const claims = new Map<PersonId, Claim>();
  for (const from of mapped) {
    for (const [id, placement] of from.membership.placements) {
      const person = reading.people.get(id);
      if (person === undefined) throw new Error(`the directory reading has a member ${id} but no such person`);
      const first = claims.get(id);
      if (first === undefined) claims.set(id, { person, from, placement });
      else if (person.state === 'enabled') notices.push(alsoMapped(person, first.from.mapping, from.mapping));
    }
  }
  return [...claims.values()];
}

function alsoMapped(person: Person, first: Mapping, second: Mapping): Notice {
  return {
    code: 'IN_TWO_MAPPINGS',
    severity: 'info',
    text: `${cleanName(person.name)} is also a member of ${second.directoryGroup}; the mapping at line ${first.line} comes first and keeps them.`,
    subject: person.label,
    line: second.line,
  };
}

function noLoginId(person: Person, mapping: Mapping, source: 'email' | 'upn'): Notice {
  const missing = source === 'upn' ? 'usable userPrincipalName' : 'usable e-mail address';
  return {
    code: 'NO_LOGIN_ID',
    severity: 'warning',
    text: `${cleanName(person.name)} has no ${missing} and is skipped. Enter one in the directory.`,
    subject: person.label,
    line: mapping.line,
  };
}

/** People who would share one login id; the service keeps each e-mail address once, and nobody can tell who is meant. */
function sharedLoginIds(claims: readonly Claim[], settings: RescueSettings, notices: Notice[]): Set<PersonId> {
  const shared = new Set<PersonId>();
  const byLoginId = groupBy(claims, ({ person }) => fold(loginIdOf(person, settings.loginId) ?? ''));
  for (const [loginId, group] of byLoginId) {
    const first = group[0];
    if (loginId === '' || group.length === 1 || first === undefined) continue;
    for (const { person } of group) shared.add(person.id);
    const names = group.map(({ person }) => `${cleanName(person.name)} (${person.label})`).join(' and ');
    notices.push({
      code: 'SHARED_LOGIN_ID',
      severity: 'warning',
      text: `${names} share the login id ${loginId}; none of them is changed. Give each an address of their own.`,
      subject: loginId,
      line: first.from.mapping.line,
    });
  }
  return shared;
}

/** Each place once, parents first. Where one mapping names a place that another one mirrors into, the former counts. */
function groupsOf(mapped: readonly Mapped[]): DesiredGroup[] {
  const all = mapped.flatMap(({ mapping, membership, blocked }) =>
    membership.groups
      .filter(({ group }) => !blocked.has(foldPath(group)))
      .map((group, index) => ({ desired: { ...group, mapping }, mirrored: index > 0 })),
  );
  const groups = new Map<string, DesiredGroup>();
  for (const { desired } of [...all].sort((a, b) => Number(a.mirrored) - Number(b.mirrored))) {
    const key = foldPath(desired.group);
    if (!groups.has(key)) groups.set(key, desired);
  }
  return [...groups.values()].sort((a, b) => a.group.length - b.group.length);
}
