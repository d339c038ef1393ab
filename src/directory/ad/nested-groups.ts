import { groupBy } from '../../core/collections.ts';
import type { DirectoryGroupId } from '../../core/model.ts';
import type { ReadOptions } from '../directory.ts';
import { reachable } from '../reading.ts';
import type { AdGroup, AdKnown, AdObject, AdUnclear } from './entry.ts';
import type { AdSource, Members } from './entry-source.ts';
import { count, some } from '../wording.ts';

/** A group with everything that was found out about its direct members. */
export interface WalkedGroup {
  readonly group: AdGroup;
  readonly members: readonly AdKnown[];
  /** What is not known about its members, each the end of a sentence; empty when all is known. */
  readonly problems: readonly string[];
}

export interface WalkRoot {
  readonly group: AdGroup;
  readonly nested: boolean;
}

export type Walked = ReadonlyMap<DirectoryGroupId, WalkedGroup>;

/** How often a group that changes while it is read is read again. */
const ATTEMPTS = 3;

/**
 * Reads the groups of the roots, and where wanted all groups inside them, level by level, each once (cycles are
 * legal in Active Directory).
 *
 * A directory has no snapshots: a member moved from one group to another while both are being read could be seen
 * in neither. So the groups are looked at once more in the end, and those that changed are read again.
 */
export async function walk(source: AdSource, roots: readonly WalkRoot[], options: ReadOptions): Promise<Walked> {
  const walked = new Map<DirectoryGroupId, WalkedGroup>();
  const objects = new Map<string, AdObject>();
  for (let attempt = 1; ; attempt++) {
    await readMissing(source, roots, walked, objects, options);
    const groups = [...walked.values()].map(({ group }) => group);
    const changed = groups.length === 0 ? new Set<DirectoryGroupId>() : await source.changed(groups);
    if (changed.size === 0) return walked;
    if (attempt === ATTEMPTS) return withProblem(walked, changed, 'it kept changing while it was being read');
    options.progress(`${count(changed.size, 'group')} changed meanwhile and are read again`);
    for (const id of changed) walked.delete(id);
  }
}

async function readMissing(
  source: AdSource,
  roots: readonly WalkRoot[],
  walked: Map<DirectoryGroupId, WalkedGroup>,
  objects: Map<string, AdObject>,
  options: ReadOptions,
): Promise<void> {
  for (let level = 0; ; level++) {
    const groups = unread(roots, walked);
    if (groups.length === 0) return;
    options.progress(`Reading the members of ${count(groups.length, 'group')}${level > 0 ? `, level ${level}` : ''}`);
    const members = await source.members(groups);
    const links = new Map([...members.values()].flatMap((list) => list.links.map((link) => [link.key, link] as const)));
    for (const key of objects.keys()) links.delete(key);
    if (links.size > 0) {
      options.progress(`Looking up ${count(links.size, 'member')}`);
      for (const [key, object] of await source.lookUp([...links.values()])) objects.set(key, object);
    }
    for (const group of groups) walked.set(group.id, assemble(group, members.get(group.id), objects));
  }
}

function unread(roots: readonly WalkRoot[], walked: Walked): AdGroup[] {
  const groups = new Map<DirectoryGroupId, AdGroup>();
  const known = new Map(roots.map(({ group }) => [group.id, group]));
  for (const { members } of walked.values()) {
    for (const member of members) if (member.kind === 'group') known.set(member.id, member);
  }
  for (const root of roots) {
    for (const id of reachable(root, walked)) {
      const group = known.get(id);
      if (group !== undefined && !walked.has(id)) groups.set(id, group);
    }
  }
  return [...groups.values()];
}

function assemble(group: AdGroup, members: Members | undefined, objects: ReadonlyMap<string, AdObject>): WalkedGroup {
  if (members === undefined) return { group, members: [], problems: ['it vanished while it was being read'] };
  const found = members.links.map((link) => objects.get(link.key)).filter((object) => object !== undefined);
  const known = new Map<string, AdKnown>();
  const unclear: AdUnclear[] = [];
  for (const object of [...found, ...members.primary]) {
    if (object.kind === 'unclear') unclear.push(object);
    else known.set(object.id, object);
  }
  const absent = members.links.filter((link) => !objects.has(link.key)).map((link) => link.dn);
  const problems = members.problem === null ? [] : [members.problem];
  if (absent.length > 0) problems.push(`${count(absent.length, 'member')} could not be found: ${some(absent)}`);
  for (const [lacks, hidden] of groupBy(unclear, (object) => object.lacks)) {
    const dns = some(hidden.map(({ dn }) => dn));
    problems.push(`the ${lacks} of ${count(hidden.length, 'member')} cannot be read: ${dns}`);
  }
  return { group, members: [...known.values()], problems };
}

function withProblem(walked: Walked, groups: ReadonlySet<DirectoryGroupId>, problem: string): Walked {
  return new Map(
    [...walked].map(([id, group]) =>
      groups.has(id) ? [id, { ...group, problems: [...group.problems, problem] }] : [id, group],
    ),
  );
}
