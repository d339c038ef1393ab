import { type Ground, ofClaimant, ofEnded, ofNewcomer } from './claims.ts';
import type { AssignedPerson, Assignments } from './assignments.ts';
import { cleanName, fold } from '../../../core/text.ts';
import { loginIdOf, ssoIdOf } from './login-id.ts';
import type { Links } from './links.ts';
import { type Match, type Matches, matchUsers, type Seeker } from './match.ts';
import { markerIn } from './marker.ts';
import type { AccountReading, AccountUser, NodeId, UnreadableUser } from './account.ts';
import type { CompleteRead, Person, PersonId } from '../../../core/people.ts';
import type { Notice } from '../../../core/notice.ts';
import type { Reason } from '../../../plan/model.ts';
import { type FedGroups, type OneToOneGroups, oneToOneGroups } from './fed-groups.ts';
import { isLower, ROLE_NAMES, withArticle } from './roles.ts';
import type { Mapping } from '../settings.ts';
import { asItIs, disabledPerson, formerRole, leaver, loweredRole, stranger, type WantedUser } from './wanted-user.ts';

export interface Decision {
  readonly wanted: readonly WantedUser[];
  /** Whose user is whose. */
  readonly matches: Matches;
  /** Users whose details decide which person has which user; ask for them and decide again. */
  readonly unknown: readonly NodeId[];
  /** Enabled users whose link names a person whose end is proved: read as disabled or expired, or gone from a whole reading. */
  readonly leavers: ReadonlySet<NodeId>;
  /** Users who cannot be read, may be enabled, and show the link of such a person. */
  readonly hiddenLeavers: readonly UnreadableUser[];
  readonly notices: readonly Notice[];
}

interface Situation extends Ground {
  readonly account: AccountReading;
  readonly links: Pick<Links, 'doubles' | 'contested'>;
}

const UNTOUCHED: Reason = { code: 'UNTOUCHED', text: 'nothing to decide', line: null, path: [] };

/** A bare node was created by a run that broke off before it could fill it in. */
export function isBare(user: AccountUser): boolean {
  return user.email.trim() === '';
}

/** Decides what should become of every user of the account, and of every person without a user. */
export function decide(situation: Situation): Decision {
  const { assignments, account, fedGroups, links } = situation;
  const { proof } = assignments;
  const users = account.users.filter((user) => !isBare(user));
  const matches = matchUsers(seekersOf(situation), users, proof !== null, links);
  const oneToOne = oneToOneGroups(fedGroups);
  const refused = new Map<PersonId, AccountUser>();

  const wanted: WantedUser[] = [];
  let withheld = 0;
  let unadopted = 0;
  for (const user of users) {
    const owned = ofPerson(user, matches, situation) ?? ofOtherRole(user, matches, situation, refused);
    if (owned !== null) {
      wanted.push(owned);
      if (user.enabled && isDoubtfulEnd(user, matches, situation)) withheld += 1;
      if (isUnadopted(user, matches, situation)) unadopted += 1;
    } else if (matches.doubles.has(user.id) || isReserved(user, assignments)) {
      wanted.push(asItIs(user, null, UNTOUCHED, fedGroups));
    } else if (proof !== null) {
      wanted.push(ofNobody(user, oneToOne, proof, fedGroups));
    } else {
      wanted.push(asItIs(user, null, UNTOUCHED, fedGroups));
      if (user.enabled && isOurs(user, oneToOne)) withheld += 1;
    }
  }
  for (const person of assignments.people.values()) {
    const { id } = person.person;
    const isNew = !matches.byPerson.has(id) && !refused.has(id) && !links.contested.has(id);
    const newcomer = isNew && person.roleCertain ? ofNewcomer(person, situation) : null;
    if (newcomer !== null) wanted.push(newcomer);
  }
  const moves = proof !== null ? 0 : uncertainMoves(wanted, matches, situation);
  const notices = [
    ...matches.notices,
    ...withheldNotice(withheld, moves),
    ...unadoptedNotice(unadopted),
    ...uncertainRoles(matches, assignments),
    ...roleNotices(refused, assignments),
  ];
  const leavers = new Set(users.filter((user) => user.enabled && isLeaver(user, assignments)).map(({ id }) => id));
  const hiddenLeavers = (account.unreadable ?? []).filter((user) => isHiddenLeaver(user, assignments));
  return { wanted, matches, unknown: matches.unknown, leavers, hiddenLeavers, notices };
}

function isLeaver(user: Pick<AccountUser, 'description'>, assignments: Assignments): boolean {
  const { people, ended, undecided, whole } = assignments;
  const id = markerIn(user)?.person as PersonId | undefined;
  if (id === undefined) return false;
  return ended.has(id) || (whole && !people.has(id) && !undecided.has(id));
}

/** The status that counts is one of those in the text, so only where all say so is the user disabled for certain. */
function isHiddenLeaver({ text }: UnreadableUser, assignments: Assignments): boolean {
  const statuses = [...text.matchAll(/status\s*:\s*(\w+)/gi)].map(([, word = '']) => word.toLowerCase());
  const isDisabled = statuses.length > 0 && statuses.every((word) => word === 'disabled');
  return !isDisabled && isLeaver({ description: text }, assignments);
}

function ofPerson(user: AccountUser, matches: Matches, situation: Situation): WantedUser | null {
  const { assignments, fedGroups } = situation;
  const id = matches.byUser.get(user.id);
  if (id === undefined) return null;
  const match = matches.byPerson.get(id);
  const person = assignments.people.get(id);
  if (person !== undefined && match !== undefined) {
    if (isUnadopted(user, matches, situation)) return asItIs(user, person.person, UNTOUCHED, fedGroups);
    const mappingProof = isSure(match, assignments) ? person.mappingProof : null;
    const sure = mappingProof === person.mappingProof ? person : { ...person, mappingProof };
    const claimed = ofClaimant(sure, match, situation);
    return claimed ?? asItIs(user, person.person, UNTOUCHED, fedGroups);
  }
  const ended = assignments.ended.get(id);
  if (ended !== undefined && match !== undefined && isSure(match, assignments)) return ofEnded(ended, match, situation);
  return asItIs(user, (ended ?? assignments.undecided.get(id))?.person ?? null, UNTOUCHED, fedGroups);
}

/** Found by an address, while somebody who was not read may claim the same one. */
function isUnadopted(user: AccountUser, { byUser, byPerson }: Matches, { assignments }: Situation): boolean {
  if (assignments.whole) return false;
  const id = byUser.get(user.id);
  const match = id === undefined ? undefined : byPerson.get(id);
  return id !== undefined && match !== undefined && assignments.people.has(id) && match.by !== 'marker';
}

/**
 * Whether a user is theirs beyond doubt. In a half-read directory somebody who was not read may have the same login id
 * or SSO id, and the user with it: only the link marker counts, and nobody is moved or disabled by the others.
 */
function isSure(match: Match, { proof }: Assignments): boolean {
  return proof !== null || match.by === 'marker';
}

function isDoubtfulEnd(user: AccountUser, { byUser, byPerson }: Matches, { assignments }: Situation): boolean {
  const id = byUser.get(user.id);
  const match = id === undefined ? undefined : byPerson.get(id);
  return id !== undefined && match !== undefined && assignments.ended.has(id) && !isSure(match, assignments);
}

/**
 * A managed user whose person should have another role. The service knows no move between roles and refuses a second
 * user with the same e-mail address, so the user of the new role waits until somebody frees the address; a notice says
 * so. A higher role ends at once all the same; a lower one is kept until the user of the higher one is there.
 */
function ofOtherRole(
  user: AccountUser,
  matches: Matches,
  { assignments, fedGroups }: Situation,
  refused: Map<PersonId, AccountUser>,
): WantedUser | null {
  const id = matches.otherRole.get(user.id);
  if (id === undefined) return null;
  const ended = assignments.ended.get(id);
  if (ended !== undefined) return disabledPerson(user, ended, fedGroups);
  const person = assignments.people.get(id);
  const placed = person ?? assignments.undecided.get(id);
  const inTheWay = person !== undefined && !matches.byPerson.has(id) && fold(user.email) === fold(person.loginId);
  if (inTheWay) refused.set(id, user);
  if (placed !== undefined && placed.mappingProof !== null && isLower(placed.mapping.role, user.role)) {
    return loweredRole(user, placed, placed.mappingProof, fedGroups);
  }
  if (person !== undefined && !inTheWay && assignments.proof !== null) {
    return formerRole(user, person.mapping.role, assignments.proof, fedGroups);
  }
  return asItIs(user, placed?.person ?? null, UNTOUCHED, fedGroups);
}

function roleNotices(refused: ReadonlyMap<PersonId, AccountUser>, assignments: Assignments): Notice[] {
  return [...refused].flatMap(([id, user]): Notice[] => {
    const person = assignments.people.get(id);
    if (person === undefined) return [];
    const { mapping } = person;
    return [
      {
        code: 'ROLE_CHANGE',
        severity: 'warning',
        text: `${user.name} (${user.email}) is ${withArticle(user.role)} and should be ${withArticle(mapping.role)}. ${whatRoleChangeNeeds(user, mapping, person.mappingProof !== null)}`,
        subject: user.email,
        line: mapping.line,
      },
    ];
  });
}

function whatRoleChangeNeeds(user: AccountUser, { role }: Mapping, isCertain: boolean): string {
  const [old, next] = [ROLE_NAMES[user.role], ROLE_NAMES[role]];
  const why = 'The service cannot turn one into the other, nor give one address to both';
  if (isLower(role, user.role) && isCertain) {
    return `Rights go down at once, so the ${old} is disabled. ${why}: give the disabled ${old} another e-mail address in the Admin Center, and the next run creates the ${next}.`;
  }
  return `${why}, so nothing is changed. Give the ${old} another e-mail address in the Admin Center; the next run then creates the ${next} and disables the ${old}.`;
}

function ofNobody(user: AccountUser, oneToOne: OneToOneGroups, proof: CompleteRead, fedGroups: FedGroups): WantedUser {
  if (markerIn(user) !== null) return leaver(user, proof, fedGroups);
  const fedGroup = oneToOne.get(user.group);
  return fedGroup === undefined
    ? asItIs(user, null, UNTOUCHED, fedGroups)
    : stranger(user, fedGroup.assigned.mapping, proof, fedGroups);
}

function isOurs(user: AccountUser, oneToOne: OneToOneGroups): boolean {
  return oneToOne.has(user.group) || markerIn(user) !== null;
}

/** Enabled people come first: they are looked for before people who have ended and have the same address. */
function seekersOf({ assignments, settings }: Situation): Seeker[] {
  const { sharedSsoIds } = assignments.claimed;
  const ssoId = (person: Person, mapping: Mapping): string | null => {
    const own = ssoIdOf(person, mapping.ssoId);
    return own === null || sharedSsoIds.has(fold(own)) ? null : own;
  };
  return [
    ...[...assignments.people.values()].map(({ person, loginId, mapping }) => {
      return { person, loginId, ssoId: ssoId(person, mapping), role: mapping.role };
    }),
    ...[...assignments.ended.values()].map(({ person, mapping }) => {
      const loginId = loginIdOf(person, settings.loginId);
      return { person, loginId, ssoId: ssoId(person, mapping), role: mapping.role };
    }),
    ...[...assignments.undecided.values()].map(({ person, mapping }) => {
      return { person, loginId: null, ssoId: null, role: mapping.role };
    }),
  ];
}

/**
 * An unlinked user with the login id or SSO id of an enabled person who belongs here might be theirs, so it is no
 * stranger. Its SSO id is asked for before it would be disabled.
 */
function isReserved(user: AccountUser, { claimed }: Assignments): boolean {
  if (markerIn(user) !== null) return false;
  return claimed.byEnabled(user.email) || claimed.byEnabled(user.details?.ssoId ?? '');
}

function uncertainMoves(wanted: readonly WantedUser[], matches: Matches, situation: Situation): number {
  return wanted.filter((entry) => isUncertainMove(entry, matches, situation)).length;
}

/** Whether a user would be moved if everything that matters had been read to its end. */
export function isUncertainMove(
  { user, person }: Pick<WantedUser, 'user' | 'person'>,
  { byPerson }: Matches,
  { assignments, fedGroups }: Pick<Situation, 'assignments' | 'fedGroups'>,
): boolean {
  const placed = person === null ? undefined : assignments.people.get(person.id);
  const match = person === null ? undefined : byPerson.get(person.id);
  if (user === null || placed === undefined || match === undefined || !placed.mapping.fullGroup) return false;
  if (placed.mappingProof !== null && isSure(match, assignments)) return false;
  return fedGroups.at(placed.placement.group)?.node?.id !== user.group;
}

/** Whether somebody would be created or enabled if their role were certain. */
export function waitsForRole({ person, mapping, roleCertain }: AssignedPerson, byPerson: Matches['byPerson']): boolean {
  const user = byPerson.get(person.id)?.user;
  const comes = user === undefined || (!user.enabled && mapping.attributes.includes('status'));
  return !roleCertain && comes;
}

/** People who would be created or enabled if their role were certain. */
function uncertainRoles({ byPerson }: Matches, { people }: Assignments): Notice[] {
  const waiting = [...people.values()].filter((assigned) => waitsForRole(assigned, byPerson));
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

function unadoptedNotice(count: number): Notice[] {
  if (count === 0) return [];
  const who = count === 1 ? '1 user was' : `${count} users were`;
  return [
    {
      code: 'ADOPTIONS_WITHHELD',
      severity: 'warning',
      text: `${who} recognised by an address alone and stay as they are until the directory is read completely: somebody who was not read may have the same address.`,
      subject: 'rescue.groups',
      line: null,
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
