import { groupBy } from '../../core/collections.ts';
import type { Person, PersonId } from '../../core/people.ts';
import { calledName, fold } from '../../core/text.ts';
import type { Candidate, UserOf } from './explanation.ts';

/** Everybody who can be asked for, people first. Users that are a person's, or linked to one, are theirs. */
export function candidatesOf(people: readonly Person[], users: readonly UserOf[]): Candidate[] {
  const bearers = groupBy(people, ({ mail }) => fold(mail ?? ''));
  const byPerson = groupBy(users, ({ user }) => user.person ?? onlyBearer(bearers.get(fold(user.email)), user.email));
  const read = new Set<PersonId>(people.map(({ id }) => id));
  const linked = [...byPerson].flatMap(([id, own]): Candidate[] => {
    if (id === null) return ofNobody(own);
    return read.has(id) ? [] : [{ id, person: null, users: own }];
  });
  return [...people.map((person) => ({ id: person.id, person, users: byPerson.get(person.id) ?? [] })), ...linked];
}

/**
 * Whoever alone has the address of a user that is nobody's is asked for together with it: no planner has found them for
 * each other, and the explanation says so.
 */
function onlyBearer(people: readonly Person[] = [], email: string): PersonId | null {
  const [only, ...more] = people;
  return only === undefined || more.length > 0 || email.trim() === '' ? null : only.id;
}

/** Users of several accounts with one address are asked for together. */
function ofNobody(users: readonly UserOf[]): Candidate[] {
  return [...groupBy(users, ({ user }) => fold(user.email)).values()].flatMap((same): Candidate[] => {
    const isOne = new Set(same.map(({ target }) => target)).size === same.length;
    const parts = isOne ? [same] : same.map((one) => [one]);
    return parts.map((part) => ({ id: null, person: null, users: part }));
  });
}

/**
 * Who fits what was asked for. An id counts before all else: nobody gets in the way of another by a name or an address
 * that looks like one.
 */
export function fitting(asked: string, candidates: readonly Candidate[]): Candidate[] {
  const wanted = foldAsked(asked);
  const byId = candidates.filter((one) => idsOf(one).includes(wanted));
  return byId.length > 0 ? byId : candidates.filter((one) => namesOf(one).some((name) => fold(name) === wanted));
}

/** Whether a text has the form of a person's id, and then the id; else null. */
export function personIdIn(asked: string): PersonId | null {
  const text = foldAsked(asked);
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? (text as PersonId) : null;
}

function foldAsked(asked: string): string {
  return fold(asked).replace(/^\{(.*)\}$/, '$1');
}

function idsOf({ id, users }: Candidate): string[] {
  return [...(id === null ? [] : [id]), ...users.map(({ user }) => user.node)];
}

/** Everything by which people know somebody, apart from ids. */
export function namesOf({ person, users }: Candidate): string[] {
  const own = person === null ? [] : [person.name, person.mail, person.upn, person.label, ...logonNames(person)];
  const theirs = users.flatMap(({ user }) => [user.name, user.email, ...user.aliases]);
  return [...own, ...theirs].flatMap((name) => (name === null || name.trim() === '' ? [] : [name]));
}

/** Where a reading has them: the names that the two kinds of directories give them. */
function logonNames({ attributes = {} }: Person): string[] {
  const names = ['sAMAccountName', 'onPremisesSamAccountName'];
  return names.flatMap((name) => attributes[name] ?? []);
}

/** What somebody is called in a message. */
export function candidateName({ person, users, id }: Candidate): string {
  if (person !== null) return calledName(person);
  return users[0]?.user.name ?? id ?? '';
}
