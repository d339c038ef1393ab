import type {
  CompleteRoot,
  DirectoryGroup,
  DirectoryGroupId,
  DirectoryReading,
  Person,
  PersonId,
  RootRead,
  WantedGroup,
} from '../core/people.ts';
import type { Notice } from '../core/notice.ts';
import { isAboutAttributes, judgeAttributes } from './attributes.ts';
import { isAboutMembers, notPeople } from './reading.ts';

/** Some of the groups and attributes that a reading was made for. */
export interface Part {
  readonly wanted: readonly WantedGroup[];
  /** Of the reading, one for each wanted group. */
  readonly roots: DirectoryReading['roots'];
  readonly attributes: readonly string[];
}

/**
 * What a reading would have been, had only a part of it been asked for: nobody and nothing is in it that only others
 * wanted. So two files can be planned on one reading, and each plan is the one that its file alone would give.
 *
 * @param asked all attributes of people that the reading was made for
 */
export function partOfReading(
  whole: DirectoryReading,
  { wanted, roots, attributes }: Part,
  asked: readonly string[],
): DirectoryReading {
  const groups = groupsOf(whole, wanted, roots);
  const ids = new Set([...groups.values()].flatMap(({ people }) => people));
  const nobodyHas = new Set(
    whole.notices.filter(({ code }) => code === 'ATTRIBUTE_OF_NOBODY').map(({ subject }) => subject),
  );
  const read = [...whole.people].filter(([id]) => ids.has(id));
  const carried = read.map(([id, person]): [PersonId, Person] => [id, withAttributes(person, attributes, nobodyHas)]);
  const judged =
    asked.length === 0 ? { people: new Map(read), notices: [] } : judgeAttributes(new Map(carried), attributes);
  const others = whole.notices.filter((notice) => !isAboutMembers(notice) && !isAboutAttributes(notice));
  const part = {
    ...whole,
    groups,
    people: judged.people,
    notices: [
      ...notPeople([...groups.values()]),
      ...judged.notices,
      ...others.filter((notice) => concerns(notice, wanted, [...groups.values(), ...judged.people.values()])),
    ],
  };
  const all: readonly RootRead[] = roots;
  const complete = all.filter((root): root is CompleteRoot => root.kind === 'complete');
  return complete.length === roots.length
    ? { ...part, kind: 'complete', roots: complete }
    : { ...part, kind: 'partial', roots };
}

/** The groups that the way down from the roots reaches, in the order of the reading. */
function groupsOf(
  { groups }: Pick<DirectoryReading, 'groups'>,
  wanted: readonly WantedGroup[],
  roots: DirectoryReading['roots'],
): ReadonlyMap<DirectoryGroupId, DirectoryGroup> {
  const found = roots.map(({ group }, index) => ({ group, nested: wanted[index]?.nested === true }));
  const seen = new Set(found.flatMap(({ group, nested }) => (nested ? (group ?? []) : [])));
  // A set is walked in order of insertion, which reaches what is added on the way too.
  for (const id of seen) groups.get(id)?.groups.forEach((inside) => seen.add(inside));
  for (const { group } of found) if (group !== null) seen.add(group);
  return new Map([...groups].filter(([id]) => seen.has(id)));
}

/** The person with the attributes of the part only, before anything was concluded from all people together. */
function withAttributes(person: Person, names: readonly string[], nobodyHas: ReadonlySet<string>): Person {
  const { attributes = {}, unread = [], ...rest } = person;
  if (names.length === 0) return rest;
  const kept = Object.fromEntries(Object.entries(attributes).filter(([name]) => names.includes(name)));
  const left = unread.filter((name) => names.includes(name) && !nobodyHas.has(name));
  return { ...rest, attributes: kept, ...(left.length === 0 ? {} : { unread: left }) };
}

/** Whether a notice of the reading is about the part, too; one about the directory as a whole is about every part. */
function concerns(
  { code, subject, text }: Notice,
  wanted: readonly WantedGroup[],
  objects: readonly { readonly name: string; readonly label: string }[],
): boolean {
  if (code === 'NAME_CUT_BY_COMMENT') return wanted.some(({ commented }) => commented === subject);
  if (code === 'REPLICATION_CONFLICT')
    return objects.some(({ name, label }) => text.startsWith(`"${name}" (${label})`));
  if (code === 'EXPORT_END_UNSURE') return objects.some(({ label }) => label === subject);
  return true;
}
