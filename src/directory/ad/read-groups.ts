import type { DirectoryGroupId, DirectoryReading, WantedGroup } from '../../core/model.ts';
import type { ReadOptions } from '../directory.ts';
import { assembleReading, type GroupRead } from '../reading.ts';
import { count } from '../wording.ts';
import { findGroups } from './find-groups.ts';
import type { AdSource } from './entry-source.ts';
import { type WalkedGroup, walk } from './nested-groups.ts';

/** Which directory it is: the base DN or the file. */
export interface Origin {
  readonly type: 'ldap' | 'file';
  readonly name: string;
}

/** Reads the wanted groups from an Active Directory, whether it answers itself or lies in an export. */
export async function readGroups(
  source: AdSource,
  origin: Origin,
  wanted: readonly WantedGroup[],
  options: ReadOptions,
): Promise<DirectoryReading> {
  options.progress(`Looking for ${count(wanted.length, 'directory group')}`);
  const found = await findGroups(source, wanted);
  const starts = found.map((root, index) =>
    root.kind === 'group' ? { group: root, nested: wanted[index]?.nested ?? false } : root,
  );
  const walked = await walk(
    source,
    starts.flatMap((root) => ('nested' in root ? [root] : [])),
    options,
  );
  const read = new Map([...walked].map(([id, group]): [DirectoryGroupId, GroupRead] => [id, withLabel(group)]));
  return assembleReading(origin, starts, read, ADVICE[origin.type]);
}

function withLabel({ group, members, problems }: WalkedGroup): GroupRead {
  const { id, name, dn } = group;
  return { group: { id, name, label: dn }, members, problems: problems.map((problem) => `${dn}: ${problem}`) };
}

const ADVICE: Readonly<Record<Origin['type'], string>> = {
  ldap: 'Such members may lie in another domain or be hidden from the account that reads: let it read them, or take them out of the group.',
  file: 'Export everything the groups hold, best the whole domain.',
};
