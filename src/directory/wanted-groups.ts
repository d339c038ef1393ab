import type { NoticeCode } from '../core/codes.ts';
import type { IncompleteRoot, WantedGroup } from '../core/people.ts';
import type { Notice } from '../core/notice.ts';
import { some } from './wording.ts';

/** A wanted group that was found. */
export interface Root<Group> {
  readonly kind: 'found';
  readonly group: Group;
  /** Whether the groups inside it are wanted too. */
  readonly nested: boolean;
}

/** Every wanted group that was found, with what is wanted of it; `found[i]` belongs to `wanted[i]`. */
export function rootsOf<Group extends { readonly kind: 'group' }>(
  found: readonly (Group | IncompleteRoot)[],
  wanted: readonly WantedGroup[],
): (Root<Group> | IncompleteRoot)[] {
  return found.map((one, index) =>
    one.kind === 'group' ? { kind: 'found', group: one, nested: wanted[index]?.nested ?? false } : one,
  );
}

/** Only the groups that were found. */
export function foundOf<Group>(roots: readonly (Root<Group> | IncompleteRoot)[]): Root<Group>[] {
  return roots.filter((root) => root.kind === 'found');
}

export function incomplete(code: NoticeCode, text: string): IncompleteRoot {
  return { kind: 'incomplete', group: null, code, text };
}

/** @param similar names that resemble the wanted one, for a hint */
export function notFound(text: string, similar: readonly string[]): IncompleteRoot {
  const hint = similar.length === 0 ? 'Nothing similar was found either.' : `Similar: ${similar.join('; ')}.`;
  return incomplete('GROUP_NOT_FOUND', `${text} ${hint}`);
}

/** No group has this objectGUID or object id, which `kind` calls by its name. */
export function noSuchId(kind: string, id: string): IncompleteRoot {
  return incomplete(
    'GROUP_NOT_FOUND',
    `There is no directory group with the ${kind} ${id}. It may have been deleted and created again, which gives a new one.`,
  );
}

/** So many groups of one name a message lists. */
const LISTED = 10;

/**
 * Several groups have the name.
 *
 * @param labels a DN or an object id for each of them
 * @param instead what to write instead of the name
 */
export function ambiguous(name: string, labels: readonly string[], instead: string): IncompleteRoot {
  return incomplete(
    'GROUP_AMBIGUOUS',
    `${labels.length} directory groups are called "${name}": ${some(labels, LISTED)}. Write the ${instead} instead.`,
  );
}

/** The names that a ` #` cut short, if they are names of groups. Each once. */
export function commentedNames(wanted: readonly WantedGroup[]): string[] {
  return [...new Set(wanted.flatMap(({ commented }) => commented ?? []))];
}

/** @param called says which group has such a name: its DN or object id; null where none has */
export function cutByComment(wanted: readonly WantedGroup[], called: (name: string) => string | null): Notice[] {
  return wanted.flatMap(({ ref, commented }): Notice[] => {
    const label = commented === undefined ? null : called(commented);
    if (commented === undefined || label === null) return [];
    const text = `The file says ${commented}, of which YAML takes only "${ref}": " #" begins a comment. A directory group "${commented}" is there, too (${label}). Put the whole name in quotation marks if it is meant, else the comment on a line of its own.`;
    return [{ code: 'NAME_CUT_BY_COMMENT', severity: 'warning', text, subject: commented, line: null }];
  });
}
