import { Failure } from '../../core/failure.ts';
import type { FoundGroups } from '../../core/people.ts';
import type { EntraSettings } from '../../core/settings.ts';
import type { SearchOptions } from '../directory.ts';
import { bestMatches, type Matches, MOST_MATCHES } from '../search-ranking.ts';
import { countingMembers } from '../wording.ts';
import { forbidden, unavailable } from './failures.ts';
import { similarTo } from './find-groups.ts';
import { type ListingContext, readList } from './graph-list.ts';
import { type EntraFound, readFound } from './graph-objects.ts';
import { GraphProblem } from './graph-problem.ts';
import { groupsMatching, memberCount, type Query } from './graph-queries.ts';
import { isJson, type Json, valuesOf } from './json.ts';
import { type Access, costOf, newContext } from './read-groups.ts';

/**
 * Searches a tenant. Graph cannot look for any part of a name: $search finds words of it, in any order, and startswith
 * finds its beginning. One request asks both.
 *
 * @see https://learn.microsoft.com/graph/search-query-parameter
 */
export async function searchEntra(
  settings: EntraSettings,
  access: Access,
  term: string,
  options: SearchOptions,
): Promise<FoundGroups> {
  if (options.base !== null) throw noDomains();
  const context = newContext(settings, access, options);
  context.progress(`Searching the tenant ${settings.tenantId}`);
  const matches = await matchesOf(context, term);
  const { shown, more } = bestMatches(matches, term, options.limit);
  if (shown.length > 0) context.progress(countingMembers(shown));
  const members = await countMembers(context, shown);
  const groups = shown.map((group, index) => ({ ...group, label: group.id, members: members[index] ?? null }));
  const [similar = []] = matches.groups.length === 0 ? await similarTo(context, [term]) : [];
  context.progress(`Searched in ${costOf(context.graph)}`);
  return { groups, more, similar, compared: 'words' };
}

function noDomains(): Failure {
  return new Failure(
    'SEARCH_BASE_INVALID',
    'The groups of Microsoft Entra ID belong to no domain or container.',
    'Leave --domain out; the whole tenant is searched.',
  );
}

async function matchesOf(context: ListingContext, term: string): Promise<Matches<EntraFound>> {
  const queries = groupsMatching(term);
  const answers = await context.graph.getMany(queries);
  const found = new Map<string, EntraFound>();
  let whole = true;
  for (const [index, query] of queries.entries()) {
    const { items, complete } = await readMatches(context, query, answers[index]);
    whole &&= complete;
    for (const group of items.map(readFound)) if (group !== null) found.set(group.id, group);
  }
  return { groups: [...found.values()], whole };
}

/** All pages, or only the first where there are too many. */
async function readMatches(
  context: ListingContext,
  query: Query,
  first: Json | GraphProblem | undefined,
): Promise<{ items: readonly Json[]; complete: boolean }> {
  try {
    if (first === undefined || first instanceof GraphProblem) throw first ?? new Error('nothing was asked');
    if (Number(first['@odata.count']) > MOST_MATCHES) return { items: valuesOf(first).filter(isJson), complete: false };
    const { items, problem } = await readList(context, query, first);
    if (problem !== null) context.progress(`The search may have missed groups: ${problem}`);
    return { items, complete: problem === null };
  } catch (error) {
    if (!(error instanceof GraphProblem)) throw error;
    throw error.kind === 'forbidden' ? forbidden('groups', error) : unavailable(error);
  }
}

/**
 * The number of members of each group; null where Graph does not give it.
 */
async function countMembers({ graph }: ListingContext, groups: readonly EntraFound[]): Promise<(number | null)[]> {
  const answers = await graph.getMany(groups.map(({ id }) => memberCount(id)));
  return answers.map((answer) => {
    const number = answer instanceof GraphProblem ? null : answer['@odata.count'];
    return typeof number === 'number' ? number : null;
  });
}
