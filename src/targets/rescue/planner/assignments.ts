import { append, groupBy, once } from '../../../core/collections.ts';
import { apparentAddress } from '../../../core/address.ts';
import { calledName, fold, foldPath } from '../../../core/text.ts';
import { type AlsoMapped, alsoMapped } from './also-mapped.ts';
import { loginIdOf, refusedAddress, ssoIdOf } from './login-id.ts';
import type { MappedGroup, Placement } from './membership.ts';
import type { CompleteRead, DirectoryReading, Person, PersonId } from '../../../core/people.ts';
import type { Notice } from '../../../core/notice.ts';
import type { Mapping, RescueSettings } from '../settings.ts';
import { type MappingProof, type MappingRead, readMappings } from './read-mappings.ts';
import type { Tree } from './tree.ts';

/** A person whom a mapping assigns to a group: they should be an enabled user. */
export interface AssignedPerson {
  readonly person: Person;
  readonly mapping: Mapping;
  readonly placement: Placement;
  readonly loginId: string;
  /** Position of the mapping in the file: who comes first where licences are short. */
  readonly priority: number;
  /** What proves that this mapping, and no other, has the person. Null where nothing does: nobody is moved there. */
  readonly mappingProof: MappingProof | null;
  /**
   * Whether the role is certain. It is not while a mapping that comes first is half read and gives another role: nobody
   * is created or enabled on such grounds, for a wrong role is a wrong right, and no later plan can mend it.
   */
  readonly roleCertain: boolean;
}

/** A person who was read in a mapped group. */
export interface PlacedPerson {
  readonly person: Person;
  readonly mapping: Mapping;
  readonly placement: Placement;
  /** See {@link AssignedPerson}. */
  readonly mappingProof: MappingProof | null;
}

/** An enabled person about whom nothing can be decided, and why. */
export interface UndecidedPerson extends PlacedPerson {
  readonly why: 'noGroup' | 'sharedLoginId' | 'noLoginId';
}

export interface AssignedGroup extends MappedGroup {
  readonly mapping: Mapping;
}

/**
 * Who should stand where, as the mappings and the directory say. The users of the account play no part yet: what should
 * become of each of them is a `WantedUser` (planner/wanted-user.ts), which decide.ts makes of an assignment and a
 * user.
 */
export interface Assignments {
  readonly people: ReadonlyMap<PersonId, AssignedPerson>;
  readonly ended: ReadonlyMap<PersonId, PlacedPerson>;
  /** Enabled people about whom nothing can be decided (no login id, a shared one, no group to stand in). Their users stay as they are. */
  readonly undecided: ReadonlyMap<PersonId, UndecidedPerson>;
  /** Every mapping with whom it has, in the order of the file. */
  readonly mapped: readonly MappingRead[];
  /** The groups that the mappings feed, parents first, each once: the first mapping wins. */
  readonly groups: readonly AssignedGroup[];
  /** Addresses that people claim: they are written by people themselves, and prove nothing when two claim one. */
  readonly claimed: ClaimedAddresses;
  /** Whether every mapped group was read to the end: only then is it known who else claims an address. */
  readonly whole: boolean;
  /** The proof that somebody who was not read is not there; null when a mapping is half read or leads nowhere. */
  readonly proof: CompleteRead | null;
  readonly notices: readonly Notice[];
}

/**
 * Addresses by who claims them; people of mapped groups only, for nobody else is read. Most plans ask about none, so all
 * people are looked through at the first question.
 */
export interface ClaimedAddresses {
  /** Whether it is the login id or SSO id of an enabled person. */
  byEnabled(address: string): boolean;
  /** Everybody who has an address, as mail or as user principal name, whichever of the two is used for what. */
  by(address: string): readonly Person[];
  /** SSO ids that two enabled people or more claim: none of them gets it. */
  readonly sharedSsoIds: ReadonlySet<string>;
}

/** Mappings × people → assignments. The order of the mappings is their priority. */
export function assignmentsOf(settings: RescueSettings, reading: DirectoryReading, tree: Tree): Assignments {
  const notices: Notice[] = [...reading.notices];
  const mapped = readMappings(settings, reading, tree, notices);
  const claims = claimPeople(reading, mapped, notices);
  // A disabled or expired person claims nothing: a new hire does not wait for an old account to be cleared away.
  const enabled = claims.filter(({ person }) => person.state === 'enabled');
  const shared = sharedLoginIds(enabled, settings, notices);
  const sharedSsoIds = sharedSsoIdsOf(enabled, shared, notices);

  const people = new Map<PersonId, AssignedPerson>();
  const ended = new Map<PersonId, PlacedPerson>();
  const undecided = new Map<PersonId, UndecidedPerson>();
  for (const { person, from, placement } of claims) {
    const loginId = loginIdOf(person, settings.loginId);
    const { mapping, priority, mappingProof, roleCertain } = from;
    const placed = { person, mapping, placement, mappingProof };
    // An end that was read comes before every doubt about an address or a group.
    if (person.state !== 'enabled') {
      ended.set(person.id, placed);
    } else if (hasNoGroup({ person, from, placement }) || shared.has(person.id)) {
      undecided.set(person.id, { why: shared.has(person.id) ? 'sharedLoginId' : 'noGroup', ...placed });
    } else if (loginId === null) {
      undecided.set(person.id, { why: 'noLoginId', ...placed });
      notices.push(noLoginId(person, placement, settings.loginId));
    } else {
      people.set(person.id, { loginId, priority, roleCertain, ...placed });
      append(notices, refusedSsoId(person, mapping, placement));
    }
  }
  const proof = reading.kind === 'complete' && mapped.every(({ blocked }) => blocked.size === 0) ? reading : null;
  const addresses = once(() => addressesOf(enabled, settings));
  const bearers = once(() => bearersOf(claims));
  const claimed: ClaimedAddresses = {
    byEnabled: (address) => addresses().has(fold(address)),
    by: (address) => bearers().get(fold(address)) ?? [],
    sharedSsoIds,
  };
  const whole = reading.kind === 'complete';
  return { people, ended, undecided, mapped, groups: groupsOf(mapped), claimed, whole, proof, notices };
}

function hasNoGroup({ person, from, placement }: Claim): boolean {
  return (
    (from.blocked.size > 0 && from.blocked.has(foldPath(placement.group))) || from.membership.unplaced.has(person.id)
  );
}

interface Claim {
  readonly person: Person;
  readonly from: MappingRead;
  readonly placement: Placement;
}

/** The first mapping that has a person keeps them. */
function claimPeople(reading: DirectoryReading, mapped: readonly MappingRead[], notices: Notice[]): Claim[] {
  const claims = new Map<PersonId, Claim>();
  for (const from of mapped) {
    const also: AlsoMapped[] = [];
    for (const [id, placement] of from.membership.placements) {
      const person = reading.people.get(id);
      if (person === undefined) throw new Error(`the directory reading has a member ${id} but no such person`);
      const first = claims.get(id);
      if (first === undefined) claims.set(id, { person, from, placement });
      else if (person.state === 'enabled') also.push({ person, first: first.placement, second: placement });
    }
    for (const all of groupBy(also, ({ second }) => second.part).values()) append(notices, alsoMapped(all));
  }
  return [...claims.values()];
}

function noLoginId(person: Person, { line }: Placement, source: 'email' | 'upn'): Notice {
  const refused = refusedAddress(person, source);
  const why = refused === null ? '. Enter one' : `: ${quoted(refused.address)} ${refused.fault}. Correct it`;
  return {
    code: 'NO_LOGIN_ID',
    severity: 'warning',
    text: `${calledName(person)} has no usable ${SOURCES[source]} and is skipped${why} in the directory.`,
    subject: person.label,
    line,
  };
}

/** Somebody without an address for an SSO id has none; one that cannot be used is a mistake, or worse. */
function refusedSsoId(person: Person, { ssoId }: Mapping, { line }: Placement): Notice[] {
  const refused = ssoId === 'none' ? null : refusedAddress(person, ssoId);
  if (ssoId === 'none' || refused === null) return [];
  return [
    {
      code: 'NO_SSO_ID',
      severity: 'warning',
      text: `${calledName(person)} gets no SSO id, and one that is there stays: the ${SOURCES[ssoId]} ${quoted(refused.address)} ${refused.fault}. Correct it in the directory.`,
      subject: person.label,
      line,
    },
  ];
}

const SOURCES = { email: 'e-mail address', upn: 'userPrincipalName' } as const;

/** Enough of a text from the directory to find it there. */
function quoted(text: string): string {
  const characters = Array.from(text);
  return `"${characters.length > 100 ? `${characters.slice(0, 100).join('')}…` : text}"`;
}

/** Login ids and SSO ids of people, folded. */
function addressesOf(claims: readonly Claim[], { loginId }: RescueSettings): Set<string> {
  const addresses = new Set<string>();
  for (const { person, from } of claims) {
    const login = loginIdOf(person, loginId) ?? apparentLoginId(person, loginId);
    if (login !== null) addresses.add(fold(login));
    const ssoId = ssoIdOf(person, from.mapping.ssoId);
    if (ssoId !== null) addresses.add(fold(ssoId));
  }
  return addresses;
}

/** Of an address that cannot be used, what it looks like. */
function apparentLoginId(person: Person, source: 'email' | 'upn'): string | null {
  const refused = refusedAddress(person, source);
  return refused === null ? null : apparentAddress(refused.address);
}

function bearersOf(claims: readonly Claim[]): ReadonlyMap<string, readonly Person[]> {
  const bearers = claims.flatMap(({ person }) => {
    const addresses = [loginIdOf(person, 'email'), loginIdOf(person, 'upn')].flatMap((one) => one ?? []);
    return [...new Set(addresses.map(fold))].map((address) => ({ address, person }));
  });
  const grouped = groupBy(bearers, ({ address }) => address);
  return new Map([...grouped].map(([address, all]) => [address, all.map(({ person }) => person)]));
}

/**
 * SSO ids that several enabled people claim, folded.
 *
 * @param reported people who are reported for a shared login id already
 */
function sharedSsoIdsOf(enabled: readonly Claim[], reported: ReadonlySet<PersonId>, notices: Notice[]): Set<string> {
  const several = sharing(enabled, ({ person, from }) => ssoIdOf(person, from.mapping.ssoId));
  for (const [ssoId, group] of several) {
    const [first] = group;
    if (first === undefined || group.every(({ person }) => reported.has(person.id))) continue;
    notices.push({
      code: 'SHARED_SSO_ID',
      severity: 'warning',
      text: `${namesOf(group)} share the SSO id ${ssoId}; it is given to none of them, and nobody is recognised by it. Whoever has it already keeps it. Give each one of their own.`,
      subject: ssoId,
      line: first.placement.line,
    });
  }
  return new Set(several.keys());
}

function namesOf(group: readonly Claim[]): string {
  return group.map(({ person }) => `${calledName(person)} (${person.label})`).join(' and ');
}

/** Addresses that several of the people have, folded, with these. */
function sharing(claims: readonly Claim[], addressOf: (claim: Claim) => string | null): Map<string, Claim[]> {
  const first = new Map<string, Claim>();
  const several = new Map<string, Claim[]>();
  for (const claim of claims) {
    const address = fold(addressOf(claim) ?? '');
    if (address === '') continue;
    const other = first.get(address);
    const group = several.get(address);
    if (other === undefined) first.set(address, claim);
    else if (group === undefined) several.set(address, [other, claim]);
    else group.push(claim);
  }
  return several;
}

/** Enabled people who would share one login id; the service keeps each e-mail address once, and nobody can tell who is meant. */
function sharedLoginIds(claims: readonly Claim[], settings: RescueSettings, notices: Notice[]): Set<PersonId> {
  const shared = new Set<PersonId>();
  for (const [loginId, group] of sharing(claims, ({ person }) => loginIdOf(person, settings.loginId))) {
    const [first] = group;
    if (first === undefined) continue;
    for (const { person } of group) shared.add(person.id);
    notices.push({
      code: 'SHARED_LOGIN_ID',
      severity: 'warning',
      text: `${namesOf(group)} share the login id ${loginId}; none of them is changed. Give each an address of their own.`,
      subject: loginId,
      line: first.placement.line,
    });
  }
  return shared;
}

/** Each group once, parents first. Where one mapping names a group that another one mirrors into, the former counts. */
function groupsOf(mapped: readonly MappingRead[]): AssignedGroup[] {
  const all = mapped.flatMap(({ mapping, membership, blocked }) =>
    membership.groups
      .filter(({ group }) => !blocked.has(foldPath(group)))
      .map((group, index) => ({ assigned: { ...group, mapping }, mirrored: index > 0 })),
  );
  const groups = new Map<string, AssignedGroup>();
  for (const { assigned } of [...all].sort((a, b) => Number(a.mirrored) - Number(b.mirrored))) {
    const key = foldPath(assigned.group);
    if (!groups.has(key)) groups.set(key, assigned);
  }
  return [...groups.values()].sort((a, b) => a.group.length - b.group.length);
}
