import type { FoundGroups } from '../../core/people.ts';
import type { SearchOptions } from '../directory.ts';
import { bestMatches } from '../search-ranking.ts';
import { countingMembers } from '../wording.ts';
import type { EntrySource } from './entry-source.ts';
import { similarNames } from './find-groups.ts';

/** Searches an Active Directory, be it a server or an export. Only groups that are shown are counted. */
export async function searchGroups(
  source: EntrySource,
  term: string,
  { limit, progress }: Pick<SearchOptions, 'limit' | 'progress'>,
): Promise<FoundGroups> {
  const matches = await source.groupsContaining(term);
  const { shown, more } = bestMatches(matches, term, limit);
  if (shown.length > 0) progress(countingMembers(shown));
  const members = shown.length === 0 ? new Map<string, number | null>() : await source.countMembers(shown);
  const groups = shown.map(({ id, name, names, dn, type, mail }) => {
    return { id, name, names, label: dn, kind: type, members: members.get(id) ?? null, mail };
  });
  const similar = matches.groups.length === 0 ? await similarNames(source, term) : [];
  return { groups, more, similar, compared: 'parts' };
}
