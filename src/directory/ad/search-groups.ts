import type { FoundGroups } from '../../core/model.ts';
import type { SearchOptions } from '../directory.ts';
import { byRelevance } from '../search-ranking.ts';
import { mostSimilar } from '../similar-names.ts';
import { count } from '../wording.ts';
import type { AdSource } from './entry-source.ts';

const SIMILAR = 5;

/** Searches an Active Directory, whether it answers itself or lies in an export. Only groups that are shown are counted. */
export async function searchGroups(
  source: AdSource,
  term: string,
  { limit, progress }: Pick<SearchOptions, 'limit' | 'progress'>,
): Promise<FoundGroups> {
  const { groups: matches, whole } = await source.groupsContaining(term);
  const shown = byRelevance(matches, term).slice(0, limit);
  if (shown.length > 0) progress(`Counting the members of ${count(shown.length, 'group')}`);
  const members = shown.length === 0 ? new Map<string, number | null>() : await source.countMembers(shown);
  const groups = shown.map(({ id, name, names, dn, type, mail }) => {
    return { id, name, names, label: dn, kind: type, members: members.get(id) ?? null, mail };
  });
  const similar = matches.length === 0 ? await similarTo(source, term) : [];
  return { groups, more: whole ? matches.length - shown.length : null, similar };
}

async function similarTo(source: AdSource, term: string): Promise<string[]> {
  const candidates = await source.groupsLike(term);
  const shown = candidates.flatMap(({ names }) => names.map((name) => ({ compare: name, show: name })));
  return mostSimilar(term, shown, SIMILAR);
}
