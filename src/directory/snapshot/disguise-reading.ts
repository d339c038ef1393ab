import type { Disguise } from '../../core/disguise.ts';
import type { DirectoryGroup, Person, RootRead } from '../../core/people.ts';
import type { Notice } from '../../core/notice.ts';
import { isAboutAttributes } from '../attributes.ts';
import { isAboutMembers } from '../reading.ts';
import type { SavedReading } from './saved-reading.ts';
import { selected } from './serve.ts';

/** Stands for a text of the directory that may name people. */
const LEFT_OUT = 'The text is left out, for the snapshot is pseudonymised; the plan from the directory itself says it.';

/** The reading with tokens in the place of everything about people. Groups keep their names, labels and ids. */
export function disguiseReading(saved: SavedReading, disguise: Disguise): SavedReading {
  const hidden: SavedReading = {
    ...saved,
    roots: saved.roots.map(disguiseRoot),
    people: saved.people.map((person) => disguisePerson(person, disguise)).sort(byId),
    groups: saved.groups.map((group) => disguiseGroup(group, disguise)),
    outside: saved.outside.map(({ id, is }) => ({ id: disguise.id(id), is })).sort(byId),
    notices: saved.notices.flatMap((notice) => disguiseNotice(notice, disguise)),
  };
  // What is said of members and attributes is said anew, of the tokens.
  const anew = selected(hidden, hidden.wanted, hidden.attributes);
  return { ...hidden, people: [...anew.people.values()], notices: anew.notices };
}

function disguisePerson(person: Person, { id, name, address }: Disguise): Person {
  const { attributes } = person;
  const kept = attributes === undefined ? [] : Object.entries(attributes);
  return {
    ...person,
    id: id(person.id),
    name: name(person.name),
    mail: person.mail === null ? null : address(person.mail),
    upn: person.upn === null ? null : address(person.upn),
    label: name(person.label),
    ...(attributes !== undefined && { attributes: Object.fromEntries(kept.map(([key, text]) => [key, name(text)])) }),
  };
}

function disguiseGroup(group: DirectoryGroup, { id, name }: Disguise): DirectoryGroup {
  return {
    ...group,
    people: group.people.map(id).sort(),
    others: group.others.map(({ kind, name: own }) => ({ kind, name: name(own) })),
  };
}

/** What could not be read of a group is said with the names of members. */
function disguiseRoot(root: RootRead): RootRead {
  if (root.kind === 'complete') return root;
  const what = root.group === null ? 'was not found, or not without doubt' : 'was read only in part';
  return { ...root, text: `The directory group ${what}. ${LEFT_OUT}` };
}

function disguiseNotice(notice: Notice, { name }: Disguise): Notice[] {
  if (isAboutMembers(notice) || notice.code === 'ATTRIBUTE_LEFT_OUT') return [];
  if (isAboutAttributes(notice) || notice.code === 'NAME_CUT_BY_COMMENT') return [{ ...notice, text: LEFT_OUT }];
  return [{ ...notice, text: LEFT_OUT, subject: name(notice.subject) }];
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
