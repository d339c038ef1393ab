import { append } from '../core/collections.ts';
import { digest } from '../core/digest.ts';
import type {
  CompleteRead,
  CompleteRoot,
  DirectoryGroup,
  DirectoryGroupId,
  Person,
  PersonId,
  WantedGroup,
} from '../core/people.ts';
import { fold } from '../core/text.ts';
import { nearlySame } from '../core/similar.ts';
import type { Fault, Given, GivenGroup, GivenPerson, Placed } from './model.ts';

/** A directory that holds what a case gives, and what is wrong with it. */
export interface GivenReading {
  readonly reading: CompleteRead;
  readonly faults: readonly Fault[];
}

/**
 * The directory of a case. A wanted group that the case does not give is there and empty: a case is about a few groups
 * of a file that may have hundreds. So that a misspelt name cannot pass for an empty group, a given group to which no
 * mapping leads is a fault.
 *
 * @param wanted what the mappings ask for; the roots of the reading are in its order
 */
export function givenReading(given: Given, wanted: readonly WantedGroup[], name: string): GivenReading {
  const faults: Fault[] = [];
  const people = given.people.map(personOf);
  faultsOfTwins(people, given.people, faults);
  const ids = given.groups.map(groupId);
  const groups = given.groups.map((group, index) => ({
    id: ids[index] ?? groupId(group),
    name: group.name,
    label: group.dn ?? group.name,
    people: group.members.flatMap((ref) =>
      resolved(ref, 'person', matchesPerson(people, ref.value), faults, namesOf(people)),
    ),
    groups: group.groups.flatMap((ref) =>
      resolved(ref, 'group', matchingGroups(given.groups, ref.value).map(groupId), faults, namesOf(given.groups)),
    ),
    others: [],
  }));
  const empty: DirectoryGroup[] = [];
  const roots = wanted.map(({ ref }): CompleteRoot => {
    const [found, other] = matchingGroups(given.groups, ref);
    if (found !== undefined && other !== undefined) faults.push({ line: other.line, text: twoGroups(ref) });
    if (found !== undefined) return { kind: 'complete', group: groupId(found) };
    const id = madeId(`group ${ref}`) as DirectoryGroupId;
    empty.push({ id, name: ref, label: ref, people: [], groups: [], others: [] });
    return { kind: 'complete', group: id };
  });
  append(faults, unreached(given.groups, groups, roots));
  return {
    faults,
    reading: {
      kind: 'complete',
      type: 'file',
      name,
      people: new Map(people.map((person) => [person.id, person])),
      groups: new Map([...groups, ...empty].map((group) => [group.id, group])),
      roots,
      outside: new Map(),
      notices: [],
    },
  };
}

function personOf({ name, mail, upn, id, state, attributes }: GivenPerson): Person {
  return {
    id: (id ?? madeId(`person ${mail ?? upn ?? name}`)) as PersonId,
    name,
    mail,
    upn,
    state,
    label: name,
    attributes,
  };
}

function groupId({ id, dn, name }: GivenGroup): DirectoryGroupId {
  return (id ?? madeId(`group ${dn ?? name}`)) as DirectoryGroupId;
}

/** An id in the form of a GUID, the same for the same text. */
function madeId(text: string): string {
  return digest(fold(text)).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

function faultsOfTwins(people: readonly Person[], given: readonly GivenPerson[], faults: Fault[]): void {
  people.forEach(({ id, name }, index) => {
    if (people.findIndex((other) => other.id === id) === index) return;
    faults.push({
      line: given[index]?.line ?? 1,
      text: `"${name}" is given twice. Two people with one name and no address need an id each.`,
    });
  });
}

/** The people that a text may mean: by id, address, UPN or name. */
export function matchesPerson(people: Iterable<Person>, text: string): PersonId[] {
  const wanted = fold(text);
  return [...people].flatMap(({ id, name, mail, upn }) =>
    [id, name, mail, upn].some((one) => one !== null && fold(one) === wanted) ? [id] : [],
  );
}

/** The groups that a text may mean: by id, DN or name; where it is a DN and no group says its own, by the name in it. */
function matchingGroups(groups: readonly GivenGroup[], text: string): GivenGroup[] {
  const wanted = fold(text);
  const exact = groups.filter(({ id, dn, name }) => [id, dn, name].some((one) => one !== null && fold(one) === wanted));
  const inside = nameInDn(text);
  if (exact.length > 0 || inside === null) return exact;
  return groups.filter(({ dn, name }) => dn === null && fold(name) === fold(inside));
}

/** `Helpdesk` of `CN=Helpdesk,OU=Groups,DC=corp`; null where the text is no DN. */
function nameInDn(text: string): string | null {
  const name = /^\s*CN\s*=\s*((?:\\.|[^,\\])+),/i.exec(text)?.[1];
  return name === undefined ? null : name.replaceAll(/\\(.)/g, '$1').trim();
}

function resolved<Id>(
  { value, line }: Placed<string>,
  what: 'person' | 'group',
  found: readonly Id[],
  faults: Fault[],
  names: readonly string[],
): Id[] {
  if (found.length === 1) return [...found];
  if (found.length > 1)
    faults.push({
      line,
      text: what === 'group' ? twoGroups(value) : `"${value}" may mean several people. Name an id or an address.`,
    });
  else {
    const near = names.find((name) => nearlySame(name, value));
    const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
    faults.push({ line, text: `The case gives no ${what} "${value}".${hint}` });
  }
  return [];
}

function namesOf(all: readonly { readonly name: string }[]): string[] {
  return all.map(({ name }) => name);
}

function twoGroups(ref: string): string {
  return `"${ref}" may mean several of the given groups. Give each its dn or id.`;
}

/** Given groups to which no mapping leads, directly or through groups. */
function unreached(
  given: readonly GivenGroup[],
  groups: readonly DirectoryGroup[],
  roots: readonly CompleteRoot[],
): Fault[] {
  const byId = new Map(groups.map((group) => [group.id, group]));
  const seen = new Set(roots.map(({ group }) => group));
  // A set is walked in order of insertion, which reaches what is added on the way too.
  for (const id of seen) byId.get(id)?.groups.forEach((inside) => seen.add(inside));
  return given.flatMap((group): Fault[] => {
    const isReached = seen.has(groupId(group));
    if (isReached && group.unmapped) {
      return [{ line: group.line, text: `"${group.name}" says unmapped: true, and a mapping leads to it.` }];
    }
    if (isReached || group.unmapped) return [];
    return [
      { line: group.line, text: `No mapping leads to "${group.name}". Correct its name, or say unmapped: true.` },
    ];
  });
}
