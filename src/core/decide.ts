import type { Desired, DesiredGroup } from './desired.ts';
import { fold, loginIdOf } from './identity.ts';
import { type Matches, matchUsers, type Seeker } from './match.ts';
import { parseMarker } from './marker.ts';
import type { AccountReading, AccountUser, CompleteRead, NodeId, Notice, Reason } from './model.ts';
import type { RescueSettings } from './settings.ts';
import type { Tree } from './tree.ts';
import { asItIs, disabledPerson, leaver, stranger, type WantedUser, wantedFor } from './wanted.ts';

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
  readonly tree: Tree;
}

const UNTOUCHED: Reason = { code: 'UNTOUCHED', text: 'nothing to decide', line: null, path: [] };

/** A bare node was created by a run that broke off before it could fill it in. */
export function isBare(user: AccountUser): boolean {
  return user.email.trim() === '';
}

/** Decides for every technician of the account, and for every person who has no user yet, what should be. */
export function decide(situation: Situation): Decision {
  const { desired, account, tree } = situation;
  const { proof } = desired;
  const technicians = account.users.filter((user) => user.role === 'technician' && !isBare(user));
  const matches = matchUsers(seekersOf(situation), technicians, proof !== null);
  const territory = territoryOf(desired.groups, tree);
  const reserved = reservedEmails(situation);

  const wanted: WantedUser[] = [];
  const withheld: WantedUser[] = [];
  for (const user of technicians) {
    const owned = ofPerson(user, matches, situation);
    if (owned !== null) {
      wanted.push(owned);
    } else if (matches.doubles.has(user.id) || isReserved(user, reserved)) {
      wanted.push(asItIs(user, null, UNTOUCHED, tree));
    } else if (proof !== null) {
      wanted.push(ofNobody(user, territory, proof, tree));
    } else {
      const same = asItIs(user, null, UNTOUCHED, tree);
      wanted.push(same);
      if (user.enabled && isOurs(user, territory)) withheld.push(same);
    }
  }
  for (const person of desired.people.values()) {
    if (!matches.byPerson.has(person.person.id)) wanted.push(wantedFor(person, null, tree));
  }
  const moves = proof !== null ? 0 : uncertainMoves(wanted, desired, tree);
  return {
    wanted,
    unknown: matches.unknown,
    notices: [...matches.notices, ...withheldNotice(withheld.length, moves)],
  };
}

function ofPerson(user: AccountUser, matches: Matches, { desired, tree }: Situation): WantedUser | null {
  const id = matches.byUser.get(user.id);
  if (id === undefined) return null;
  const match = matches.byPerson.get(id);
  const person = desired.people.get(id);
  if (person !== undefined && match !== undefined) return wantedFor(person, match, tree);
  const ended = desired.ended.get(id);
  if (ended !== undefined) return disabledPerson(user, ended, tree);
  return asItIs(user, desired.undecided.get(id) ?? null, UNTOUCHED, tree);
}

function ofNobody(user: AccountUser, territory: Territory, proof: CompleteRead, tree: Tree): WantedUser {
  if (parseMarker(user.description) !== null) return leaver(user, proof, tree);
  const group = territory.get(user.group);
  return group === undefined ? asItIs(user, null, UNTOUCHED, tree) : stranger(user, group.mapping, proof, tree);
}

function isOurs(user: AccountUser, territory: Territory): boolean {
  return territory.has(user.group) || parseMarker(user.description) !== null;
}

type Territory = ReadonlyMap<NodeId, DesiredGroup>;

/** The groups that are one-to-one with a directory group: whoever else stands there does not belong there. */
function territoryOf(groups: readonly DesiredGroup[], tree: Tree): Territory {
  const territory = new Map<NodeId, DesiredGroup>();
  for (const group of groups) {
    const node = tree.find(group.group);
    if (node !== null && !territory.has(node.id)) territory.set(node.id, group);
  }
  return territory;
}

function seekersOf({ desired, settings }: Situation): Seeker[] {
  return [
    ...[...desired.people.values()].map(({ person, loginId, mapping }) => ({ person, loginId, ssoId: mapping.ssoId })),
    ...[...desired.ended.values()].map(({ person, mapping }) => {
      return { person, loginId: loginIdOf(person, settings.loginId), ssoId: mapping.ssoId };
    }),
    ...[...desired.undecided.values()].map((person) => ({ person, loginId: null, ssoId: 'none' as const })),
  ];
}

/** Addresses of people who should have, or keep, a user. */
function reservedEmails({ desired, settings }: Situation): Set<string> {
  const people = [...desired.undecided.values(), ...[...desired.people.values()].map(({ person }) => person)];
  return new Set(people.flatMap((person) => loginIdOf(person, settings.loginId) ?? []).map(fold));
}

/** An unlinked user with the address of somebody who belongs here might be theirs, so it is no stranger. */
function isReserved(user: AccountUser, reserved: ReadonlySet<string>): boolean {
  return reserved.has(fold(user.email)) && parseMarker(user.description) === null;
}

function uncertainMoves(wanted: readonly WantedUser[], desired: Desired, tree: Tree): number {
  return wanted.filter(({ user, person }) => {
    const placed = person === null ? undefined : desired.people.get(person.id);
    if (user === null || placed === undefined || placed.certain) return false;
    return tree.find(placed.placement.group)?.id !== user.group;
  }).length;
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
