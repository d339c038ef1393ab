import type { DirectoryGroupId } from '../../core/people.ts';
import type { AdGroup } from '../ad/entry.ts';
import type { DirectMembers, MemberRef } from '../ad/entry-source.ts';
import { isDeletedDn } from '../ad/mangled-names.ts';
import type { MemberRefs } from '../ad/member-refs.ts';
import { type Domain, idOf, inBatches, searchDomain, textOf } from './domain.ts';
import { anyGuid } from './filters.ts';
import { readMember } from './member-ranges.ts';
import { type MemberValues, readMemberValues } from './member-values.ts';
import { countPrimaryMembers, readPrimaryMembers } from './primary-members.ts';

/** So many groups are asked for in one request: for their members, and for their versions only. */
const BATCH = { members: 20, versions: 500 } as const;

/** The uSNChanged of each group when its members were read: it changes with every change to the group. */
export type Versions = Map<DirectoryGroupId, string>;

/** What is kept of the groups of one reading. */
export interface Known {
  readonly versions: Versions;
  readonly refs: MemberRefs;
}

/** Reads the direct members of each group, and notes its version; a group that is gone is left out. */
export async function readDirectMembers(
  domain: Domain,
  groups: readonly AdGroup[],
  { versions, refs }: Known,
): Promise<Map<DirectoryGroupId, DirectMembers>> {
  const read = new Map<DirectoryGroupId, DirectMembers>();
  const lists = await memberValues(domain, groups, (value) => readRef(value, refs));
  // After the lists: a person who gets a group as primary one leaves its list, and would otherwise be seen in neither.
  const primary = await readPrimaryMembers(domain, groups);
  for (const { id, version, values, problem } of lists) {
    versions.set(id, version);
    const list = listOf(values);
    const unsure = version === '' ? 'its uSNChanged cannot be read, so nobody knows whether it stood still' : null;
    const { members: own = [], problem: lack = null } = primary.get(id) ?? {};
    read.set(id, { refs: list.refs, primary: own, problem: problem ?? list.problem ?? lack ?? unsure });
  }
  for (const { id } of groups) if (!read.has(id)) versions.delete(id);
  return read;
}

/** How many direct members each group has; null where that could not be told. */
export async function countDirectMembers(
  domain: Domain,
  groups: readonly AdGroup[],
): Promise<Map<DirectoryGroupId, number | null>> {
  const primary = await countPrimaryMembers(domain, groups);
  const counts = new Map<DirectoryGroupId, number | null>();
  for (const { id, values, problem } of await memberValues(domain, groups, () => null)) {
    const more = primary.get(id) ?? null;
    counts.set(id, problem === null && more !== null ? values.length + more : null);
  }
  return counts;
}

/** The groups whose version is not the noted one any more. */
export async function changedGroups(
  domain: Domain,
  groups: readonly AdGroup[],
  versions: Versions,
): Promise<Set<DirectoryGroupId>> {
  const ids = groups.map(({ id }) => id);
  const entries = await inBatches(ids, BATCH.versions, (batch) =>
    searchDomain(domain, anyGuid(batch), ['objectGUID', 'uSNChanged']),
  );
  const current = new Map(entries.map((entry) => [idOf(entry), textOf(entry, 'usnchanged')]));
  return new Set(ids.filter((id) => current.get(id) !== versions.get(id)));
}

function memberValues<Kept>(
  domain: Domain,
  groups: readonly AdGroup[],
  keep: (value: string) => Kept,
): Promise<MemberValues<Kept>[]> {
  const ids = groups.map(({ id }) => id);
  return inBatches(ids, BATCH.members, (batch) => readMemberValues(domain, batch, keep));
}

/** What a `member` value refers to, or why to nothing. */
type Ref = MemberRef | 'nameless' | 'deleted';

function readRef(value: string, known: MemberRefs): Ref {
  const member = readMember(value);
  if (member === null) return 'nameless';
  return isDeletedDn(member.dn) ? 'deleted' : known.of(member.key, member.dn);
}

function listOf(values: readonly Ref[]): Pick<DirectMembers, 'refs' | 'problem'> {
  const nameless = values.filter((value) => value === 'nameless').length;
  const problem = nameless === 0 ? null : `${nameless} of its members came without an objectGUID`;
  return { refs: values.filter((value) => typeof value === 'object'), problem };
}
