import { foldPath } from '../../../core/text.ts';
import type { GroupPath } from '../../../core/path.ts';
import type { Mapping } from '../settings.ts';

/**
 * The mapping that feeds a path of the organization tree: the first one that names it, or else the one that mirrors
 * subgroups nearest above it.
 *
 * @returns null where no mapping rules
 */
export function rulingMapping(path: GroupPath, mappings: readonly Mapping[]): Mapping | null {
  const own = mappings.find(({ rescueGroup }) => foldPath(rescueGroup) === foldPath(path));
  return own ?? mirrorAbove(path, mappings);
}

/** The mapping that mirrors subgroups nearest above a path; null where none does. */
export function mirrorAbove(path: GroupPath, mappings: readonly Mapping[]): Mapping | null {
  const above = mappings.filter(({ rescueGroup, subgroups }) => subgroups === 'mirror' && isBelow(path, rescueGroup));
  return above.toSorted((a, b) => b.rescueGroup.length - a.rescueGroup.length)[0] ?? null;
}

/** Whether a path leads from the root to a mapped group, the group itself included. */
export function leadsTo(path: GroupPath, mappings: readonly Mapping[]): boolean {
  return mappings.some(({ rescueGroup }) => isAtOrBelow(rescueGroup, path));
}

export function isAtOrBelow(path: GroupPath, above: GroupPath): boolean {
  return foldPath(path.slice(0, above.length)) === foldPath(above) && path.length >= above.length;
}

function isBelow(path: GroupPath, above: GroupPath): boolean {
  return path.length > above.length && isAtOrBelow(path, above);
}
