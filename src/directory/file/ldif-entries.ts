import { groupBy } from '../../core/collections.ts';
import { normalDn } from '../ad/dn.ts';
import type { AdGroup, AdObject } from '../ad/entry.ts';
import type { DirectMembers, EntrySource, MemberRef } from '../ad/entry-source.ts';
import { foldCase } from '../names.ts';
import { type LdifRecord, LdifError } from './ldif.ts';

/** A record and what it means. */
export interface FileEntry {
  readonly record: LdifRecord;
  readonly object: AdObject;
}

/** The entries of an export, in memory. */
interface Export {
  /** By DN in its normal form. */
  readonly byDn: ReadonlyMap<string, FileEntry>;
  /** By objectGUID. */
  readonly byId: ReadonlyMap<string, FileEntry>;
  /** By the SID of the primary group. */
  readonly byPrimaryGroup: ReadonlyMap<string | null, readonly AdObject[]>;
}

/**
 * Reads from an export that lies in memory. Members are given by DN there, compared in the normal form.
 *
 * @param base groups are looked for by name below this DN; null = everywhere
 * @throws LdifError for a DN that is none, and for two records of the same object
 */
export function ldifEntrySource(entries: readonly FileEntry[], base: string | null = null): EntrySource {
  const all = indexed(entries);
  const below = base === null ? null : (normalDn(base) ?? base);
  const objects = entries.map(({ object }) => object);
  const groups = objects.filter((object) => object.kind === 'group').filter(({ dn }) => isBelow(dn, below));

  return {
    byDn: (dns) => Promise.resolve(dns.flatMap((dn) => objectAt(all.byDn, normalDn(dn) ?? ''))),
    byGuid: (guids) => Promise.resolve(guids.flatMap((guid) => objectAt(all.byId, guid))),
    groupsNamed: () => Promise.resolve(groups),
    groupsLike: () => Promise.resolve(groups),
    groupsContaining: (term) => Promise.resolve({ groups: groups.filter(containing(term)), whole: true }),
    countMembers: (wanted) => Promise.resolve(forEach(wanted, (group) => countOf(membersOf(all, group)))),
    lookUp: (refs) =>
      Promise.resolve(
        new Map(refs.flatMap(({ key }) => objectAt(all.byDn, key).map((object) => [key, object] as const))),
      ),
    members: (wanted) => Promise.resolve(forEach(wanted, (group) => membersOf(all, group))),
    changed: () => Promise.resolve(new Set()),
  };
}

function indexed(entries: readonly FileEntry[]): Export {
  const byDn = new Map<string, FileEntry>();
  const byId = new Map<string, FileEntry>();
  for (const entry of entries) {
    const { record, object } = entry;
    add(byDn, keyOf(record.dn, record.line), entry);
    if (object.id !== null) add(byId, object.id, entry);
  }
  const objects = entries.map(({ object }) => object);
  return { byDn, byId, byPrimaryGroup: groupBy(objects, (object) => object.primaryGroup) };
}

function add(index: Map<string, FileEntry>, key: string, entry: FileEntry): void {
  const other = index.get(key);
  if (other !== undefined) {
    throw new LdifError(entry.record.line, `the same object as in line ${other.record.line}: ${entry.record.dn}`);
  }
  index.set(key, entry);
}

function membersOf({ byId, byPrimaryGroup }: Export, group: AdGroup): DirectMembers {
  const record = byId.get(group.id)?.record;
  const values = record?.attributes.get('member') ?? [];
  return {
    refs: values.map((value) => memberRef(value.toString(), record?.line ?? 0)),
    primary: group.sid === null ? [] : (byPrimaryGroup.get(group.sid) ?? []),
    problem: rangeProblem(record),
  };
}

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

function memberRef(dn: string, line: number): MemberRef {
  return { key: keyOf(dn, line), dn };
}

function keyOf(dn: string, line: number): string {
  const key = normalDn(dn);
  if (key === null || key === '') throw new LdifError(line, `"${dn}" is no distinguished name`);
  return key;
}

/** A range is a part of the members; an export of one shows the server's limit, not the group. */
function rangeProblem(record: LdifRecord | undefined): string | null {
  const range = [...(record?.attributes.keys() ?? [])].find((name) => foldCase(name).startsWith('member;'));
  if (range === undefined) return null;
  return `the file (line ${record?.line ?? 0}) holds only a part of its members, as ${range}; export with ranges resolved`;
}
