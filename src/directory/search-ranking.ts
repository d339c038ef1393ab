import { smallest } from '../core/collections.ts';
import { compareText } from '../core/text.ts';
import { foldCase } from './names.ts';

/** A search reads no more matches than this; beyond it a longer term is needed to see the best ones. */
export const MOST_MATCHES = 10_000;

interface Match {
  readonly id: string;
  /** The name that is shown, and all others. */
  readonly name: string;
  readonly names: readonly string[];
}

/** The groups that a directory found. */
export interface Matches<Item extends Match> {
  readonly groups: readonly Item[];
  /** Whether these are all; false when there are too many to read them all. */
  readonly whole: boolean;
}

/** The best matches, and how many more were found; null = there may be more, but nobody counted them. */
export function bestMatches<Item extends Match>(
  { groups, whole }: Matches<Item>,
  term: string,
  limit: number,
): { readonly shown: readonly Item[]; readonly more: number | null } {
  const shown = byRelevance(groups, term).slice(0, limit);
  return { shown, more: whole ? groups.length - shown.length : null };
}

/**
 * Matches in the order in which people want to see them: names equal to the term, names that begin with it, names that
 * hold it, and matches by the directory's own rules only; by name in each.
 */
export function byRelevance<Item extends Match>(matches: readonly Item[], term: string): Item[] {
  const wanted = foldCase(term);
  const keyed = matches.map((match) => ({
    match,
    rank: smallest(
      match.names.map((name) => rankOf(foldCase(name), wanted)),
      3,
    ),
    key: foldCase(match.name),
  }));
  return keyed
    .sort((a, b) => a.rank - b.rank || compareText(a.key, b.key) || compareText(a.match.id, b.match.id))
    .map(({ match }) => match);
}

function rankOf(name: string, wanted: string): number {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  return name.includes(wanted) ? 2 : 3;
}
