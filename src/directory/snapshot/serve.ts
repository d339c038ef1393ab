import type { Notice } from '../../core/notice.ts';
import type { DirectoryReading, Person, PersonId, RootRead, WantedGroup } from '../../core/people.ts';
import { isAboutAttributes, judgeAttributes } from '../attributes.ts';
import { isAboutMembers, notPeople } from '../reading.ts';
import { findRoot, groupsFrom } from './find-root.ts';
import { type SavedReading, wholeReading } from './saved-reading.ts';

/**
 * The reading that the directory would have given for these groups and attributes when the snapshot was taken. What the
 * snapshot does not hold makes the reading partial: nothing is concluded from absence then.
 */
export function serve(
  saved: SavedReading,
  wanted: readonly WantedGroup[],
  attributes: readonly string[],
): DirectoryReading {
  const isWhole = isSame(saved.wanted, wanted) && isSame(saved.attributes, attributes);
  return isWhole ? wholeReading(saved) : selected(saved, wanted, attributes);
}

/** The same, put together anew from what is there, with what there is to say about it. */
export function selected(
  saved: SavedReading,
  wanted: readonly WantedGroup[],
  attributes: readonly string[],
): DirectoryReading {
  const roots = wanted.map((one) => findRoot(saved, one));
  const groups = groupsOf(saved, wanted, roots);
  const members = new Set(groups.flatMap((group) => group.people));
  const people = saved.people.filter(({ id }) => members.has(id));
  const held = attributes.filter((name) => saved.attributes.includes(name));
  const judged = judgeAttributes(asRead(people, saved, attributes), held);
  const lacking = attributes.filter((name) => !saved.attributes.includes(name));
  const kept = { ...saved, roots, groups, people };
  const notices = [
    ...notPeople(groups),
    ...judged.notices,
    ...lacking.map(lacksAttribute),
    ...saved.notices.filter((notice) => isStillSaid(notice, saved, kept, wanted)),
  ];
  const reading = wholeReading({ ...kept, notices });
  return { ...reading, people: withUnread(judged.people, lacking) };
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function groupsOf(
  saved: SavedReading,
  wanted: readonly WantedGroup[],
  roots: readonly RootRead[],
): SavedReading['groups'] {
  const ids = new Set(
    roots.flatMap(({ group }, index) =>
      group === null ? [] : [...groupsFrom(saved, group, wanted[index]?.nested ?? false)],
    ),
  );
  return saved.groups.filter(({ id }) => ids.has(id));
}

/**
 * People before anybody looked at the attributes of all of them together: an attribute that nobody has in a larger
 * reading counts as unread there, and is looked at anew for fewer people.
 */
function asRead(
  people: readonly Person[],
  { notices, attributes: held }: SavedReading,
  attributes: readonly string[],
): ReadonlyMap<PersonId, Person> {
  const ofNobody = new Set(notices.flatMap(({ code, subject }) => (code === 'ATTRIBUTE_OF_NOBODY' ? [subject] : [])));
  const asked = attributes.filter((name) => held.includes(name));
  return new Map(people.map((person) => [person.id, carrying(person, asked, attributes.length > 0, ofNobody)]));
}

function carrying(
  { attributes = {}, unread = [], ...person }: Person,
  asked: readonly string[],
  isAsked: boolean,
  ofNobody: ReadonlySet<string>,
): Person {
  if (!isAsked) return person;
  const own = new Map(Object.entries(attributes));
  const kept = asked.flatMap((name): [string, string][] => {
    const text = own.get(name);
    return text === undefined ? [] : [[name, text]];
  });
  const odd = unread.filter((name) => asked.includes(name) && !ofNobody.has(name));
  return { ...person, attributes: Object.fromEntries(kept), ...(odd.length > 0 && { unread: odd }) };
}

/** Whoever was not asked for an attribute may have it. */
function withUnread(people: ReadonlyMap<PersonId, Person>, lacking: readonly string[]): ReadonlyMap<PersonId, Person> {
  if (lacking.length === 0) return people;
  return new Map(
    [...people].map(([id, person]) => [
      id,
      { ...person, unread: [...new Set([...(person.unread ?? []), ...lacking])] },
    ]),
  );
}

/** What the directory said besides, where the thing that it is about is still there. */
function isStillSaid(
  notice: Notice,
  whole: SavedReading,
  kept: Pick<SavedReading, 'people' | 'groups'>,
  wanted: readonly WantedGroup[],
): boolean {
  if (isAboutMembers(notice) || isAboutAttributes(notice)) return false;
  if (notice.code === 'NAME_CUT_BY_COMMENT') return wanted.some(({ commented }) => commented === notice.subject);
  const isAbout = ({ name, label }: { readonly name: string; readonly label: string }): boolean =>
    (notice.subject === name && notice.text.includes(label)) || notice.subject === label;
  const things = [...whole.people, ...whole.groups];
  return !things.some(isAbout) || [...kept.people, ...kept.groups].some(isAbout);
}

function lacksAttribute(name: string): Notice {
  return {
    code: 'SNAPSHOT_LACKS_ATTRIBUTE',
    severity: 'warning',
    text: `The snapshot does not hold the attribute "${name}" of people, for nobody asked for it when it was taken, so nothing is concluded from it. Take the snapshot again with this file.`,
    subject: name,
    line: null,
  };
}
