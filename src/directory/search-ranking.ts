import { foldCase } from './ad/dn.ts';

/** A search reads no more matches than this; beyond it a longer term is needed to see the best ones. */
export const MOST_MATCHES = 10_000;

interface Match {
  readonly id: string;
  /** The name that is shown, and all others. */
  readonly name: string;
  readonly names: readonly string[];
}

/**
 * Matches in the order in which people want to see them: names equal to the term, names that begin with it, names
 * that hold it, and what only the directory calls a match (servers compare by rules of their own); by name in each.
 */
export function byRelevance<Item extends Match>(matches: readonly Item[], term: string): Item[] {
  const wanted = foldCase(term);
  const keyed = matches.map((match) => ({
    match,
    rank: Math.min(...match.names.map((name) => rankOf(foldCase(name), wanted)), 3),
    key: foldCase(match.name),
  }));
  return keyed
    .sort((a, b) => a.rank - b.rank || compare(a.key, b.key) || compare(a.match.id, b.match.id))
    .map(({ match }) => match);
}

function rankOf(name: string, wanted: string): number {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  return name.includes(wanted) ? 2 : 3;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
