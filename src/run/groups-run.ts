import type { FoundGroup, FoundGroups } from '../core/people.ts';
import type { Directory, ReadOptions, SearchOptions } from '../directory/directory.ts';
import type { AccountGroupCount } from '../plan/view/account-groups.ts';
import type { GroupCounts } from '../plan/view/group-counts.ts';
import type { Labels } from '../plan/view/labels.ts';
import type { ConfiguredTarget, MappingRef } from '../targets/target.ts';
import { type OpeningJob, withTargets } from './open-target.ts';
import { readingOf, wantedOf } from './wanted-groups.ts';

/** A mapping of the file that refers to a group. */
export interface Mapped extends Pick<MappingRef, 'line' | 'group'> {
  /** The section of the file. */
  readonly target: string;
}

export interface ListedGroup extends FoundGroup {
  /** In the order of the file; empty when the group is not mapped. */
  readonly mappings: readonly Mapped[];
}

export interface ListedGroups extends FoundGroups {
  readonly groups: readonly ListedGroup[];
}

/**
 * Finds groups, and says of each whether it is mapped already.
 *
 * @throws Failure when the directory cannot be asked
 */
export async function searchGroups(
  targets: readonly ConfiguredTarget[],
  directory: Directory,
  term: string,
  options: SearchOptions,
): Promise<ListedGroups> {
  const found = await directory.search(term, options);
  const mappings = targets.flatMap((target) => target.mappings.map((mapping) => ({ ...mapping, target: target.type })));
  const groups = found.groups.map((group) => ({
    ...group,
    mappings: mappings
      .filter(({ ref }) => directory.refersTo(ref, group))
      .map(({ target, line, group: fed }): Mapped => ({ target, line, group: fed })),
  }));
  return { ...found, groups };
}

/** The counts of one section of the file. */
export interface TargetCounts extends GroupCounts {
  readonly target: string;
}

/**
 * Counts the members of the mapped groups, section by section.
 *
 * @throws Failure when the directory as a whole cannot be read
 */
export async function countGroups(
  targets: readonly ConfiguredTarget[],
  directory: Directory,
  options: ReadOptions,
): Promise<TargetCounts[]> {
  const reading = await directory.read(wantedOf(targets), options);
  return targets.map((target) => ({ target: target.type, ...target.count(readingOf(reading, target, targets)) }));
}

/** The groups of one account. */
export interface AccountGroups {
  readonly account: string;
  readonly organization: string;
  readonly groups: readonly AccountGroupCount[];
}

/**
 * Lists the groups of the only account of a job, in the order in which people expect them. Nothing else of it is asked.
 *
 * @throws Failure when the account cannot be read to the end
 */
export async function listAccountGroups(
  job: OpeningJob,
  { compareGroups }: Pick<Labels, 'compareGroups'>,
): Promise<AccountGroups> {
  return await withTargets(job, async ({ open }) => {
    const [{ target } = { target: null }] = open;
    const progress = (text: string): void => {
      job.reporter.progress(text);
    };
    const read = await target?.read({ thorough: false, progress });
    if (read?.groups === undefined) throw new Error('this account has no groups to list');
    const groups = read.groups().toSorted((a, b) => compareGroups(a.group, b.group));
    return { account: read.account, organization: read.organization, groups };
  });
}
