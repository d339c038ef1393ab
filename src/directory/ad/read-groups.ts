import type { Notice } from '../../core/notice.ts';
import type { DirectoryGroupId, DirectoryReading, WantedGroup } from '../../core/people.ts';
import type { ReadOptions } from '../directory.ts';
import { assembleReading, type GroupRead } from '../reading.ts';
import { called } from '../names.ts';
import { commentedNames, cutByComment, foundOf, rootsOf } from '../wanted-groups.ts';
import { lookingFor } from '../wording.ts';
import type { EntrySource } from './entry-source.ts';
import { findGroups } from './find-groups.ts';
import { isConflictDn } from './mangled-names.ts';
import { type AdGroupRead, readNestedGroups } from './nested-groups.ts';

/** Which directory it is: the base DN or the file. */
export interface Origin {
  readonly type: 'ldap' | 'file';
  readonly name: string;
}

/** Reads the wanted groups from an Active Directory, be it a server or an export. */
export async function readGroups(
  source: EntrySource,
  origin: Origin,
  wanted: readonly WantedGroup[],
  options: ReadOptions,
): Promise<DirectoryReading> {
  options.progress(lookingFor(wanted));
  const roots = rootsOf(await findGroups(source, wanted), wanted);
  const groups = await readNestedGroups(source, foundOf(roots), options);
  const read = new Map([...groups].map(([id, group]): [DirectoryGroupId, GroupRead] => [id, withLabel(group)]));
  const reading = assembleReading(origin, roots, read, ADVICE[origin.type], options.attributes);
  const cut = await cutNames(source, wanted);
  return { ...reading, notices: [...reading.notices, ...conflictNotices(reading), ...cut] };
}

/** Says of which wanted names a comment may have taken a part. */
export async function cutNames(source: EntrySource, wanted: readonly WantedGroup[]): Promise<Notice[]> {
  const names = commentedNames(wanted);
  if (names.length === 0) return [];
  const groups = await source.groupsNamed(names);
  return cutByComment(wanted, (name) => groups.find(called(name))?.dn ?? null);
}

/** Of two objects with one name, nobody knows which one an administrator means. */
function conflictNotices({ people, groups }: DirectoryReading): Notice[] {
  return [...people.values(), ...groups.values()]
    .filter(({ label }) => isConflictDn(label))
    .map(({ name, label }) => ({
      code: 'REPLICATION_CONFLICT',
      severity: 'warning',
      text: `"${name}" (${label}) was created on one domain controller while another one created an object of the same name. It is read as any other; delete or rename one of both.`,
      subject: name,
      line: null,
    }));
}

function withLabel(read: AdGroupRead): GroupRead {
  const { id, name, dn } = read.group;
  return { ...read, group: { id, name, label: dn }, problems: read.problems.map((problem) => `${dn}: ${problem}`) };
}

const ADVICE: Readonly<Record<Origin['type'], string>> = {
  ldap: 'Such members may lie in another domain or be hidden from the account that reads: let it read them, or take them out of the group.',
  file: 'Export everything the groups hold, best the whole domain.',
};
