import { normalDn } from '../ad/dn.ts';
import type { AdGroup, AdObject } from '../ad/entry.ts';
import type { DirectMembers, EntrySource, MemberRef } from '../ad/entry-source.ts';
import { foldCase } from '../names.ts';
import { type Export, noName } from './export.ts';
import type { FileEntry } from './file-entry.ts';
import { primaryGroupsOf, type PrimaryMembers } from './primary-groups.ts';

/**
 * Reads from an export that lies in memory. Members are given by DN there, compared in the normal form.
 *
 * @param base groups are looked for by name below this DN; null = everywhere
 * @throws LdifError for a member that is no DN
 */
export function ldifEntrySource(all: Export, base: string | null = null): EntrySource {
  const below = base === null ? null : (normalDn(base) ?? base);
  const objects = [...all.byDn.values()].map(({ object }) => object);
  const primaryOf = primaryGroupsOf(all);
  const groups = objects.filter((object) => object.kind === 'group').filter(({ dn }) => isBelow(dn, below));
  const membersOf = (group: AdGroup): DirectMembers => directMembers(all, group, primaryOf);

  return {
    byDn: (dns) => Promise.resolve(dns.flatMap((dn) => objectAt(all.byDn, normalDn(dn) ?? ''))),
    byGuid: (guids) => Promise.resolve(guids.flatMap((guid) => objectAt(all.byId, guid))),
    peopleCalled: () => Promise.resolve(objects),
    groupsNamed: () => Promise.resolve(groups),
    groupsLike: () => Promise.resolve(groups),
    groupsContaining: (term) => Promise.resolve({ groups: groups.filter(containing(term)), whole: true }),
    countMembers: (wanted) => Promise.resolve(forEach(wanted, (group) => countOf(membersOf(group)))),
    lookUp: (refs, found) => {
      for (const ref of refs) for (const object of objectAt(all.byDn, ref.key)) found(ref, object);
      return Promise.resolve();
    },
    members: (wanted) => Promise.resolve(forEach(wanted, membersOf)),
    changed: () => Promise.resolve(new Set()),
  };
}

function directMembers(
  { byId }: Export,
  group: AdGroup,
  primaryOf: (group: AdGroup, listed: readonly MemberRef[]) => PrimaryMembers,
): DirectMembers {
  const { members, line } = byId.get(group.id) ?? NOTHING;
  const refs: MemberRef[] = [];
  for (const { dn, ref, isDeleted } of members.names) {
    if (isDeleted) continue;
    if (ref === null) throw noName(dn, line);
    refs.push(ref);
  }
  const primary = primaryOf(group, refs);
  return { refs, primary: primary.members, problem: members.problem ?? primary.problem };
}

const NOTHING: Pick<FileEntry, 'members' | 'line'> = { members: { names: [], problem: null }, line: 0 };

function countOf({ refs, primary, problem }: DirectMembers): number | null {
  return problem === null ? new Set(refs.map(({ key }) => key)).size + primary.length : null;
}

function forEach<Value>(groups: readonly AdGroup[], valueOf: (group: AdGroup) => Value): Map<AdGroup['id'], Value> {
  return new Map(groups.map((group) => [group.id, valueOf(group)]));
}

function containing(term: string): (group: AdGroup) => boolean {
  const part = foldCase(term);
  return ({ names }) => names.some((name) => foldCase(name).includes(part));
}

function isBelow(dn: string, base: string | null): boolean {
  if (base === null) return true;
  const normal = normalDn(dn) ?? '';
  return normal === base || normal.endsWith(`,${base}`);
}

/** The object with this key, if there is one. */
function objectAt(index: ReadonlyMap<string, FileEntry>, key: string): AdObject[] {
  const entry = index.get(key);
  return entry === undefined ? [] : [entry.object];
}
