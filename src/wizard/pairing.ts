import { Noted, type YamlValue } from '../config/edit/model.ts';
import { isIdentity } from '../core/group-ref.ts';
import { parsePath } from '../core/path.ts';
import type { FoundGroup, FoundGroups } from '../core/people.ts';
import type { DirectorySettings } from '../core/settings.ts';
import { fold } from '../core/text.ts';
import { shortName } from './fitted.ts';
import type { Mapping } from './mappings.ts';

/** The three roots of the organization tree, the highest rights first. */
const ROOTS = ['Master Administrators', 'Administrators', 'Technicians'] as const;

/** How high the rights of a Rescue group are: 0 is the highest. */
export function rankOf(rescueGroup: string): number {
  const [root = ''] = parsePath(rescueGroup);
  const at = ROOTS.findIndex((one) => fold(one) === fold(root));
  return at < 0 ? ROOTS.length : at;
}

/** Whether a group gives rights over others: then no name may say who has them. */
export function hasHighRights(rescueGroup: string): boolean {
  return rankOf(rescueGroup) < 2;
}

/** Groups with few rights first, so that nobody gets high ones by a key that was pressed once too often. */
export function inAskedOrder<Group extends { readonly group: string }>(groups: readonly Group[]): Group[] {
  return groups.toSorted((a, b) => rankOf(b.group) - rankOf(a.group));
}

/**
 * What the file says to mean a directory group. Where rights are high it is the id, which nobody can give to another
 * group. Else it is what people can read, as far as it says which group it is.
 *
 * @param high whether the group gives rights over others
 */
export function refOf(group: FoundGroup, type: DirectorySettings['type'], high: boolean): YamlValue {
  if (!high && isIdentity(group.label, type) && group.label !== group.id) return group.label;
  return new Noted(group.id, shortName(group.name));
}

/** The place for a new mapping: behind those of the same and of higher rights, so that no lower one takes people first. */
export function placeFor(mappings: readonly Pick<Mapping, 'rescueGroup'>[], rescueGroup: string): number {
  const rank = rankOf(rescueGroup);
  const last = mappings.findLastIndex((one) => rankOf(one.rescueGroup ?? '') <= rank);
  return last + 1;
}

/** What is wrong with a path in the organization tree, as a sentence; null = nothing. */
export function pathFault(text: string): string | null {
  const path = parsePath(text.trim());
  const root = ROOTS.find((one) => one === path[0]);
  if (root === undefined) return 'It begins with Technicians/, Administrators or Master Administrators.';
  if (root === 'Technicians' && path.length < 2)
    return 'People stand in a group below Technicians, as Technicians/Helpdesk.';
  if (root === 'Master Administrators' && path.length > 1) return 'Master Administrators has no groups below it.';
  return path.includes('') ? 'A name between two slashes is missing.' : null;
}

/** A directory group and a Rescue group of the same name. */
export interface Proposal {
  readonly group: FoundGroup;
  readonly rescueGroup: string;
}

/**
 * The groups of the account whose name could be that of a directory group: neither the roots, whose names say nothing, nor
 * groups that a mapping has already. Those with few rights come first.
 */
export function groupsToPair(
  paths: readonly { readonly group: string; readonly lines: readonly number[]; readonly below: number | null }[],
): string[] {
  const free = paths.flatMap(({ group, lines, below }) =>
    parsePath(group).length > 1 && lines.length === 0 && below === null ? [{ group }] : [],
  );
  return inAskedOrder(free).map(({ group }) => group);
}

/** The last name of a path. */
export function nameOf(rescueGroup: string): string {
  return parsePath(rescueGroup).at(-1) ?? '';
}

/**
 * The names that more than one group of the account has, folded: which of these a directory group of that name feeds, the
 * name does not say.
 */
export function sharedNames(paths: readonly { readonly group: string }[]): Set<string> {
  const names = paths.map(({ group }) => fold(nameOf(group)));
  return new Set(names.filter((name, index) => names.indexOf(name) !== index));
}

/**
 * The only directory group that has the name of a Rescue group, and is in no mapping yet. Where others may have been left
 * out of the answer, nobody knows that it is the only one.
 *
 * @param found what a search for the name has found
 * @param used the ids of those that are mapped, or proposed for another group
 */
export function proposalFor(
  rescueGroup: string,
  { groups, more }: Pick<FoundGroups, 'groups' | 'more'>,
  used: ReadonlySet<string>,
): Proposal | null {
  const name = fold(nameOf(rescueGroup));
  if (more !== 0) return null;
  const equal = groups.filter((group) => group.names.some((one) => fold(one) === name) || fold(group.name) === name);
  const [only] = equal;
  return only !== undefined && equal.length === 1 && !used.has(only.id) ? { group: only, rescueGroup } : null;
}
