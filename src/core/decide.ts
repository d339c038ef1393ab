import type { Desired } from './desired.ts';
import { cleanName, fold, loginIdOf } from './identity.ts';
import type { Links } from './links.ts';
import { type Match, type Matches, matchUsers, type Seeker } from './match.ts';
import { parseMarker } from './marker.ts';
import type { AccountReading, AccountUser, CompleteRead, NodeId, Notice, PersonId, Reason } from './model.ts';
import type { Place, Places } from './places.ts';
import { ROLE_NAMES, withArticle } from './roles.ts';
import type { RescueSettings } from './settings.ts';
import { asItIs, disabledPerson, formerRole, leaver, stranger, type WantedUser, wantedFor } from './wanted.ts';

export interface Decision {
  readonly wanted: readonly WantedUser[];
  /** Users whose details decide who belongs to whom; ask for them and decide again. */
  readonly unknown: readonly NodeId[];
  readonly notices: readonly Notice[];
}

interface Situation {
  readonly settings: RescueSettings;
  readonly desired: Desired;
  readonly account: AccountReading;
  readonly places: Places;
  readonly links: Pick<Links, 'doubles' | 'contested'>;
}

const UNTOUCHED: Reason = { code: 'UNTOUCHED', text: 'nothing to decide', line: null, path: [] };

/** A bare node was created by a run that broke off before it could fill it in. */
export function isBare(user: AccountUser): boolean {
  return user.email.trim() === '';
}

/** Decides for every user of the account, and for every person who has no user yet, what should be. */
export function decide(situation: Situation): Decision {
  const { desired, account, places, links } = situation;
  const { proof } = desired;
  const users = account.users.filter((user) => !isBare(user));
  const matches = matchUsers(seekersOf(situation), users, proof !== null, links);
  const territory = territoryOf(places);
  const reserved = reservedEmails(situation);
  const refused = new Map<PersonId, AccountUser>();

  const wanted: WantedUser[] = [];
  let withheld = 0;
  for (const user of users) {
    const owned = ofPerson(user, matches, situation) ?? ofOtherRole(user, matches, situation, refused);
    if (owned !== null) {
      wanted.push(owned);
      if (user.enabled && isDoubtfulEnd(user, matches, situation)) withheld += 1;
    } else if (matches.doubles.has(user.id) || isReserved(user, reserved)) {
      wanted.push(asItIs(user, null, UNTOUCHED, places));
    } else if (proof !== null) {
      wanted.push(ofNobody(user, territory, proof, places));
    } else {
      wanted.push(asItIs(user, null, UNTOUCHED, places));
      if (user.enabled && isOurs(user, territory)) withheld += 1;
    }
  }
  for (const person of desired.people.values()) {
    const { id } = person.person;
    const isNew = !matches.byPerson.has(id) && !refused.has(id) && !links.contested.has(id);
    if (isNew && person.roleCertain) wanted.push(wantedFor(person, null, places));
  }
  const moves = proof !== null ? 0 : uncertainMoves(wanted, matches, situation);
  const notices = [
    ...matches.notices,
    ...withheldNotice(withheld, moves),
    ...uncertainRoles(matches, desired),
    ...roleNotices(refused, desired),
  ];
  return { wanted, unknown: matches.unknown, notices };
}

function ofPerson(user: AccountUser, matches: Matches, { desired, places }: Situation): WantedUser | null {
  const id = matches.byUser.get(user.id);
  if (id === undefined) return null;
  const match = matches.byPerson.get(id);
  const person = desired.people.get(id);
  if (person !== undefined && match !== undefined) {
    const placeProof = isSure(match, desired) ? person.placeProof : null;
    return wantedFor({ ...person, placeProof }, match, places);
  }
  const ended = desired.ended.get(id);
  if (ended !== undefined && match !== undefined && isSure(match, desired)) return disabledPerson(user, ended, places);
  return asItIs(user, (ended ?? desired.undecided.get(id))?.person ?? null, UNTOUCHED, places);
}

/**
 * Whether a user is theirs beyond doubt. In a half-read directory somebody who was not read may have the same login id
 * or SSO id, and the user with it: only the link marker counts, and nobody is moved or disabled by the others.
 */
function isSure(match: Match, { proof }: Desired): boolean {
  return proof !== null || match.by === 'marker';
}

function isDoubtfulEnd(user: AccountUser, { byUser, byPerson }: Matches, { desired }: Situation): boolean {
  const id = byUser.get(user.id);
  const match = id === undefined ? undefined : byPerson.get(id);
  return id !== undefined && match !== undefined && desired.ended.has(id) && !isSure(match, desired);
}

/**
 * A managed user whose person should have another role. The service knows no move between roles and refuses a second
 * user with the same e-mail address, so nothing is done until somebody frees the address; a notice says so. Once it is
 * free, the user of the new role is created and the old one disabled.
 */
function ofOtherRole(
  user: AccountUser,
  matches: Matches,
  { desired, places }: Situation,
  refused: Map<PersonId, AccountUser>,
): WantedUser | null {
  const id = matches.otherRole.get(user.id);
  if (id === undefined) return null;
  const ended = desired.ended.get(id);
  if (ended !== undefined) return disabledPerson(user, ended, places);
  const person = desired.people.get(id);
  const inTheWay = person !== undefined && !matches.byPerson.has(id) && fold(user.email) === fold(person.loginId);
  if (inTheWay) refused.set(id, user);
  else if (person !== undefined && desired.proof !== null) {
    return formerRole(user, person.mapping.role, desired.proof, places);
  }
  return asItIs(user, (person ?? desired.undecided.get(id))?.person ?? null, UNTOUCHED, places);
}

function roleNotices(refused: ReadonlyMap<PersonId, AccountUser>, desired: Desired): Notice[] {
  return [...refused].flatMap(([id, user]): Notice[] => {
    const person = desired.people.get(id);
    if (person === undefined) return [];
    const { mapping } = person;
    return [
      {
        code: 'ROLE_CHANGE',
        severity: 'warning',
        text: `${user.name} (${user.email}) is ${withArticle(user.role)} and should be ${withArticle(mapping.role)}. The service cannot turn one into the other, nor give one address to both, so nothing is changed. Give the ${ROLE_NAMES[user.role]} another e-mail address in the Admin Center; the next run then creates the ${ROLE_NAMES[mapping.role]} and disables the ${ROLE_NAMES[user.role]}.`,
        subject: user.email,
        line: mapping.line,
      },
    ];
  });
}

function ofNobody(user: AccountUser, territory: Territory, proof: CompleteRead, places: Places): WantedUser {
  if (parseMarker(user.description) !== null) return leaver(user, proof, places);
  const place = territory.get(user.group);
  return place === undefined
    ? asItIs(user, null, UNTOUCHED, places)
    : stranger(user, place.desired.mapping, proof, places);
}

function isOurs(user: AccountUser, territory: Territory): boolean {
  return territory.has(user.group) || parseMarker(user.description) !== null;
}

type Territory = ReadonlyMap<NodeId, Place>;

/** The groups that are one-to-one with a directory group: whoever else stands there does not belong there. */
function territoryOf(places: Places): Territory {
  const territory = new Map<NodeId, Place>();
  for (const place of places.all) {
    const { node, desired } = place;
    if (node !== null && desired.mapping.fullGroup && !territory.has(node.id)) territory.set(node.id, place);
  }
  return territory;
}

function seekersOf({ desired, settings }: Situation): Seeker[] {
  return [
    ...[...desired.people.values()].map(({ person, loginId, mapping }) => {
      return { person, loginId, ssoId: mapping.ssoId, role: mapping.role };
    }),
    ...[...desired.ended.values()].map(({ person, mapping }) => {
      return { person, loginId: loginIdOf(person, settings.loginId), ssoId: mapping.ssoId, role: mapping.role };
    }),
    ...[...desired.undecided.values()].map(({ person, mapping }) => {
      return { person, loginId: null, ssoId: 'none' as const, role: mapping.role };
    }),
  ];
}

/** Addresses of people who should have, or keep, a user. */
function reservedEmails({ desired, settings }: Situation): Set<string> {
  const people = [...desired.undecided.values(), ...desired.people.values()].map(({ person }) => person);
  return new Set(people.flatMap((person) => loginIdOf(person, settings.loginId) ?? []).map(fold));
}

/** An unlinked user with the address of somebody who belongs here might be theirs, so it is no stranger. */
function isReserved(user: AccountUser, reserved: ReadonlySet<string>): boolean {
  return reserved.has(fold(user.email)) && parseMarker(user.description) === null;
}

function uncertainMoves(wanted: readonly WantedUser[], { byPerson }: Matches, { desired, places }: Situation): number {
  return wanted.filter(({ user, person }) => {
    const placed = person === null ? undefined : desired.people.get(person.id);
    const match = person === null ? undefined : byPerson.get(person.id);
    if (user === null || placed === undefined || match === undefined || !placed.mapping.fullGroup) return false;
    if (placed.placeProof !== null && isSure(match, desired)) return false;
    return places.at(placed.placement.group)?.node?.id !== user.group;
  }).length;
}

/** People who would be created or enabled if their role were certain. */
function uncertainRoles({ byPerson }: Matches, { people }: Desired): Notice[] {
  const waiting = [...people.values()].filter(({ person, mapping, roleCertain }) => {
    const user = byPerson.get(person.id)?.user;
    const comes = user === undefined || (!user.enabled && mapping.attributes.includes('status'));
    return !roleCertain && comes;
  });
  const [first] = waiting;
  if (first === undefined) return [];
  const others = waiting.length === 1 ? 'is' : `and ${waiting.length - 1} more are`;
  return [
    {
      code: 'ROLE_UNCERTAIN',
      severity: 'warning',
      text: `${cleanName(first.person.name)} ${others} neither created nor enabled: a mapping that comes first gives another role and could not be read completely, so it might be the one that has them.`,
      subject: first.person.label,
      line: first.mapping.line,
    },
  ];
}

function withheldNotice(disables: number, moves: number): Notice[] {
  if (disables + moves === 0) return [];
  return [
    {
      code: 'REMOVALS_WITHHELD',
      severity: 'warning',
      text: `A mapping could not be read completely or leads nowhere: ${disables} possible disables and ${moves} possible moves are withheld until that is mended.`,
      subject: 'rescue.groups',
      line: null,
    },
  ];
}
