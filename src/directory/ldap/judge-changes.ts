import { isDeepStrictEqual } from 'node:util';
import type { DirectoryGroup, DirectoryReading, PersonId } from '../../core/people.ts';
import { called } from '../names.ts';
import type { AskedAttribute } from '../ad/attributes.ts';
import { normalDn } from '../ad/dn.ts';
import { type AdGroup, type AdPerson, interpret, type RawEntry } from '../ad/entry.ts';
import { readRef } from '../ad/group-ref.ts';
import { ridOf } from '../ad/ids.ts';
import { isDeleted } from '../ad/mangled-names.ts';
import { idOf, textOf } from './domain.ts';
import type { LdapMark } from './marks.ts';

/** What objects that have changed mean to a reading. */
export type Judgement =
  | { readonly kind: 'changed'; readonly why: string }
  /** None of them changes it by itself. */
  | {
      readonly kind: 'quiet';
      /** Objects changed that the reading has not met, and that show no groups: if they hide them they may be in one. */
      readonly mayReturn: boolean;
    };

/** The reading that the changes are held against. */
export interface Kept {
  readonly mark: LdapMark;
  readonly reading: DirectoryReading;
  readonly now: Date;
  readonly asked: readonly AskedAttribute[];
}

/** Read of changed objects besides what tells what they are. */
export const JUDGED = ['memberOf'] as const;

/**
 * Looks at what has changed in the domain since the mark. Whatever is not clear counts as a change.
 *
 * The members of a group are its own value, so the group shows who came and who went by hand. Two things leave no trace in
 * the group: a member that is deleted goes, and one that is restored comes back. Those show in the member itself.
 *
 * @param entries every object with a later uSNChanged, the deleted ones too; and every hidden one
 */
export function judgeChanges(entries: readonly RawEntry[], kept: Kept): Judgement {
  const look = lookerAt(kept, entries);
  let mayReturn = false;
  for (const entry of entries) {
    const seen = look(entry);
    if (seen.kind === 'changed') return seen;
    mayReturn ||= seen.mayReturn;
  }
  return { kind: 'quiet', mayReturn };
}

const NOTHING: Judgement = { kind: 'quiet', mayReturn: false };

function changed(why: string): Judgement {
  return { kind: 'changed', why };
}

function lookerAt(kept: Kept, entries: readonly RawEntry[]): (entry: RawEntry) => Judgement {
  const { mark, now, asked } = kept;
  const isMeant = meantIn(mark);
  const rids = primaryRids(kept);
  const places = placesIn(kept, entries);
  return (entry) => {
    const id = idOf(entry);
    if (id === null) return changed('An object has changed whose objectGUID cannot be read.');
    const known = mark.met.get(id);
    if (isDeleted(entry)) {
      if (known !== undefined) return changed('An account or a group that was read has been deleted.');
      return isMoveNote(entry) ? changed('An object has gone to another domain, and nothing says which.') : NOTHING;
    }
    const object = interpret(entry, now, { asked });
    if (known !== undefined) {
      // It was looked at because it is hidden, and need not have changed.
      if (known.kind === 'other' && mark.hidden.has(id) && isDeepStrictEqual(object, known)) return NOTHING;
      if (known.kind !== 'person') return changed('A group that was read has changed, or a member that is no person.');
      if (!isDeepStrictEqual(object, known)) return changed('An account that was read has changed.');
      return places.areThoseOf(known, entry) ? NOTHING : changed(REGROUPED);
    }
    if (object.kind === 'unclear') return changed(`An object has changed whose ${object.lacks} cannot be read.`);
    if (object.kind === 'group' && isMeant(object)) return changed('Another group has a name that the file has.');
    if (rids.has(textOf(entry, 'primarygroupid')))
      return changed('An account has a group that was read as primary group.');
    if (!places.areNone(entry)) return changed(REGROUPED);
    return { kind: 'quiet', mayReturn: !entry.attributes.has('memberof') };
  };
}

/**
 * An object that moves to another domain is not among the deleted ones. It leaves a note for the other servers, which is made
 * as a deleted object and names it (proxiedObjectName). Links to the object stay.
 */
function isMoveNote({ attributes }: RawEntry): boolean {
  const classes = attributes.get('objectclass') ?? [];
  return classes.some((name) => name.toString().toLowerCase() === 'infrastructureupdate');
}

const REGROUPED = 'The groups of an account are others than those that were read.';

/** Whether one of the names in the file means a group. */
function meantIn({ wanted }: LdapMark): (group: AdGroup) => boolean {
  const names = wanted.flatMap(({ ref, commented }) => {
    const read = readRef(ref);
    return [...(read.kind === 'name' ? [read.name] : []), ...(commented === undefined ? [] : [commented])];
  });
  const tests = names.map(called);
  return (group) => tests.some((test) => test(group));
}

/** What primaryGroupID is of somebody whose primary group was read. */
function primaryRids({ mark, reading }: Kept): ReadonlySet<string> {
  const rids = [...reading.groups.keys()].map((id) => {
    const group = mark.met.get(id);
    return group?.kind === 'group' && group.sid !== null ? ridOf(group.sid) : null;
  });
  return new Set(rids.filter((rid) => rid !== null));
}

/** Which of the groups that were read an object is in. */
interface Places {
  areThoseOf(person: AdPerson, entry: RawEntry): boolean;
  areNone(entry: RawEntry): boolean;
}

function placesIn({ reading, mark }: Kept, entries: readonly RawEntry[]): Places {
  const byDn = new Map([...reading.groups.values()].map((group) => [normalDn(group.label), group]));
  let listed: ReadonlyMap<PersonId, readonly DirectoryGroup[]> | null = null;

  /** null = there are more than the server lists at once. */
  function shown({ attributes }: RawEntry): DirectoryGroup[] | null {
    for (const name of attributes.keys()) if (name.startsWith('memberof;')) return null;
    return (attributes.get('memberof') ?? []).flatMap((dn) => byDn.get(normalDn(dn.toString())) ?? []);
  }

  return {
    areThoseOf: (person, entry) => {
      listed ??= groupsOf(new Set(entries.map(idOf)), reading);
      const own = listed.get(person.id) ?? [];
      const now = shown(entry);
      if (now === null || !now.every((group) => own.includes(group))) return false;
      // A primary group is in no memberOf.
      return own.every((group) => now.includes(group) || isPrimary(mark, person, group));
    },
    areNone: (entry) => shown(entry)?.length === 0,
  };
}

function isPrimary({ met }: LdapMark, { primaryGroup }: AdPerson, { id }: DirectoryGroup): boolean {
  const group = met.get(id);
  return primaryGroup !== null && group?.kind === 'group' && group.sid === primaryGroup;
}

/** The groups of these people only: a reading can have a million memberships. */
function groupsOf(
  ids: ReadonlySet<string | null>,
  { groups }: DirectoryReading,
): ReadonlyMap<PersonId, readonly DirectoryGroup[]> {
  const lists = new Map<PersonId, DirectoryGroup[]>();
  for (const group of groups.values()) {
    for (const id of group.people) {
      if (!ids.has(id)) continue;
      const list = lists.get(id);
      if (list === undefined) lists.set(id, [group]);
      else list.push(group);
    }
  }
  return lists;
}
