import { groupBy } from '../../core/collections.ts';
import type { DirectoryGroupId } from '../../core/model.ts';
import { foldCase, normalDn } from '../ad/dn.ts';
import type { AdGroup, AdObject } from '../ad/entry.ts';
import type { AdSource, Link, Members } from '../ad/entry-source.ts';
import { type LdifRecord, LdifError } from './ldif.ts';

/** A record and what it means. */
export interface FileEntry {
  readonly record: LdifRecord;
  readonly object: AdObject;
}

/**
 * Reads from an export that lies in memory. Links are DNs there, compared in their normal form.
 *
 * @param base groups are looked for by name below this DN; null = everywhere
 * @throws LdifError for a DN that is none, and for two records of the same object
 */
export function fileSource(entries: readonly FileEntry[], base: string | null = null): AdSource {
  const byNormal = new Map<string, FileEntry>();
  const byId = new Map<string, FileEntry>();
  for (const entry of entries) {
    const { record, object } = entry;
    add(byNormal, keyOf(record.dn, record.line), entry);
    if (object.id !== null) add(byId, object.id, entry);
  }
  const objects = entries.map(({ object }) => object);
  const byPrimaryGroup = groupBy(objects, (object) => object.primaryGroup);
  const below = base === null ? null : (normalDn(base) ?? base);
  const groups = objects.filter((object) => object.kind === 'group').filter(({ dn }) => isBelow(dn, below));

  function membersOf(group: AdGroup): Members {
    const record = byId.get(group.id)?.record;
    const values = record?.attributes.get('member') ?? [];
    return {
      links: values.map((value): Link => linkTo(value.toString(), record?.line ?? 0)),
      primary: group.sid === null ? [] : (byPrimaryGroup.get(group.sid) ?? []),
      problem: rangeProblem(record),
    };
  }

  return {
    byDn: (dns) =>
      Promise.resolve(
        pick(
          byNormal,
          dns.map((dn) => normalDn(dn) ?? ''),
        ),
      ),
    byGuid: (guids) => Promise.resolve(pick(byId, guids)),
    groupsNamed: () => Promise.resolve(groups),
    groupsLike: () => Promise.resolve(groups),
    groupsContaining: (term) => {
      const part = foldCase(term);
      const found = groups.filter(({ names }) => names.some((name) => foldCase(name).includes(part)));
      return Promise.resolve({ groups: found, whole: true });
    },
    countMembers: (wanted) =>
      Promise.resolve(new Map(wanted.map((group) => [group.id, countOf(membersOf(group))] as const))),
    lookUp: (links) =>
      Promise.resolve(
        new Map(links.flatMap(({ key }) => pick(byNormal, [key]).map((object): [string, AdObject] => [key, object]))),
      ),
    members: (wanted) =>
      Promise.resolve(new Map(wanted.map((group): [DirectoryGroupId, Members] => [group.id, membersOf(group)]))),
    changed: () => Promise.resolve(new Set()),
  };
}

function countOf({ links, primary, problem }: Members): number | null {
  return problem === null ? new Set(links.map(({ key }) => key)).size + primary.length : null;
}

function isBelow(dn: string, base: string | null): boolean {
  if (base === null) return true;
  const normal = normalDn(dn) ?? '';
  return normal === base || normal.endsWith(`,${base}`);
}

function pick(index: ReadonlyMap<string, FileEntry>, keys: readonly string[]): AdObject[] {
  return keys.flatMap((key) => index.get(key)?.object ?? []);
}

function add(index: Map<string, FileEntry>, key: string, entry: FileEntry): void {
  const other = index.get(key);
  if (other !== undefined) {
    throw new LdifError(entry.record.line, `the same object as in line ${other.record.line}: ${entry.record.dn}`);
  }
  index.set(key, entry);
}

function linkTo(dn: string, line: number): Link {
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
