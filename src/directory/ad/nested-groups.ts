import { groupBy } from '../../core/collections.ts';
import type { DirectoryGroupId, Person } from '../../core/people.ts';
import type { ReadOptions } from '../directory.ts';
import { unreadGroups } from '../nested-groups.ts';
import type { Members } from '../reading.ts';
import type { Root } from '../wanted-groups.ts';
import { count, readingMembers, some } from '../wording.ts';
import type { AdGroup, AdObject, AdOther, AdUnclear } from './entry.ts';
import type { DirectMembers, EntrySource, MemberRef } from './entry-source.ts';

/** A group with everything that is known about its direct members. */
export interface AdGroupRead extends Members<AdGroup> {
  readonly group: AdGroup;
  /** The gaps in what is known about its members, each the end of a sentence; empty when all is known. */
  readonly problems: readonly string[];
}

type GroupsRead = ReadonlyMap<DirectoryGroupId, AdGroupRead>;

/** How often a group that changes while it is read is read again. */
const ATTEMPTS = 3;

/**
 * Reads the groups of the roots, and where wanted all groups inside them, level by level, each once (cycles are
 * legal in Active Directory).
 *
 * A directory has no snapshots: a member moved from one group to another while both are being read could be seen
 * in neither. So the groups are looked at once more in the end, and those that changed are read again.
 */
export async function readNestedGroups(
  source: EntrySource,
  roots: readonly Root<AdGroup>[],
  options: ReadOptions,
): Promise<GroupsRead> {
  const read = new Map<DirectoryGroupId, AdGroupRead>();
  const objects: (AdObject | undefined)[] = [];
  for (let attempt = 1; ; attempt++) {
    await readMissing(source, roots, read, objects, options);
    const groups = [...read.values()].map(({ group }) => group);
    const changed = groups.length === 0 ? new Set<DirectoryGroupId>() : await source.changed(groups);
    if (changed.size === 0) return read;
    if (attempt === ATTEMPTS) return withProblem(read, changed, 'it kept changing while it was being read');
    options.progress(`${count(changed.size, 'group')} changed meanwhile and are read again`);
    for (const id of changed) read.delete(id);
  }
}

async function readMissing(
  source: EntrySource,
  roots: readonly Root<AdGroup>[],
  read: Map<DirectoryGroupId, AdGroupRead>,
  objects: (AdObject | undefined)[],
  options: ReadOptions,
): Promise<void> {
  for (let level = 0; ; level++) {
    const groups = unreadGroups(roots, read);
    if (groups.length === 0) return;
    options.progress(readingMembers(groups, level));
    const members = await source.members(groups);
    const refs = new Set<MemberRef>();
    for (const list of members.values()) {
      for (const ref of list.refs) if (objects[ref.number] === undefined) refs.add(ref);
    }
    if (refs.size > 0) {
      options.progress(`Looking up ${count(refs.size, 'member')}`);
      await source.lookUp([...refs], ({ number }, object) => {
        objects[number] = object;
      });
    }
    for (const group of groups) read.set(group.id, assemble(group, members.get(group.id), objects));
  }
}

function assemble(
  group: AdGroup,
  members: DirectMembers | undefined,
  objects: readonly (AdObject | undefined)[],
): AdGroupRead {
  if (members === undefined) {
    return { group, people: [], groups: [], others: [], problems: ['it vanished while it was being read'] };
  }
  const absent: string[] = [];
  const sorted: Sorted = { people: [], groups: [], others: [], unclear: [] };
  for (const { number, dn } of members.refs) {
    const object = objects[number];
    if (object === undefined) absent.push(dn);
    else sortIn(sorted, object);
  }
  for (const object of members.primary) sortIn(sorted, object);
  const { people, groups, others, unclear } = sorted;
  const problems = members.problem === null ? [] : [members.problem];
  if (absent.length > 0) problems.push(`${count(absent.length, 'member')} could not be found: ${some(absent)}`);
  for (const [lacks, hidden] of groupBy(unclear, (object) => object.lacks)) {
    const dns = some(hidden.map(({ dn }) => dn));
    problems.push(`the ${lacks} of ${count(hidden.length, 'member')} cannot be read: ${dns}`);
  }
  return { group, people, groups, others, problems };
}

/** Members by what they are. */
interface Sorted {
  readonly people: Person[];
  readonly groups: AdGroup[];
  readonly others: AdOther[];
  readonly unclear: AdUnclear[];
}

function sortIn({ people, groups, others, unclear }: Sorted, object: AdObject): void {
  if (object.kind === 'person') people.push(object.person);
  else if (object.kind === 'group') groups.push(object);
  else if (object.kind === 'other') others.push(object);
  else unclear.push(object);
}

function withProblem(read: GroupsRead, groups: ReadonlySet<DirectoryGroupId>, problem: string): GroupsRead {
  return new Map(
    [...read].map(([id, group]) =>
      groups.has(id) ? [id, { ...group, problems: [...group.problems, problem] }] : [id, group],
    ),
  );
}
