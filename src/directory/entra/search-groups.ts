import { Failure } from '../../core/failure.ts';
import type { FoundGroups } from '../../core/model.ts';
import type { EntraSettings } from '../../core/settings.ts';
import type { SearchOptions } from '../directory.ts';
import { byRelevance, MOST_MATCHES } from '../search-ranking.ts';
import { count } from '../wording.ts';
import { forbidden, unavailable } from './failures.ts';
import { encode, quote, similarTo, wordsOf } from './find-groups.ts';
import type { Query } from './graph.ts';
import { type ListingContext, readList } from './graph-list.ts';
import { type EntraFound, FOUND_SELECT, readFound } from './graph-objects.ts';
import { GraphProblem, type Json } from './graph-problem.ts';
import { type Access, newContext } from './read-groups.ts';

/**
 * Searches a tenant. Graph cannot look for any part of a name: $search takes words of it, in any order, and
 * startswith its beginning, so both are asked, in one request.
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
  const { found, whole } = await matchesOf(context, term);
  const shown = byRelevance(found, term).slice(0, options.limit);
  if (shown.length > 0) context.progress(`Counting the members of ${count(shown.length, 'group')}`);
  const members = await countMembers(context, shown);
  const groups = shown.map((group, index) => ({ ...group, label: group.id, members: members[index] ?? null }));
  const [similar = []] = found.length === 0 ? await similarTo(context, [term]) : [];
  const { requests, units } = context.graph.usage();
  context.progress(`Searched in ${count(requests, 'request')} (${count(units, 'resource unit')})`);
  return { groups, more: whole ? found.length - shown.length : null, similar };
}

function noDomains(): Failure {
  return new Failure(
    'SEARCH_BASE_INVALID',
    'The groups of Microsoft Entra ID belong to no domain or container.',
    'Leave --domain out; the whole tenant is searched.',
  );
}

async function matchesOf(context: ListingContext, term: string): Promise<{ found: EntraFound[]; whole: boolean }> {
  const queries = [startingWith(term), ...holdingWords(term)];
  const answers = await context.graph.getMany(queries);
  const found = new Map<string, EntraFound>();
  let whole = true;
  for (const [index, query] of queries.entries()) {
    const { items, complete } = await readMatches(context, query, answers[index]);
    whole &&= complete;
    for (const group of items.map(readFound)) if (group !== null) found.set(group.id, group);
  }
  return { found: [...found.values()], whole };
}

/** All pages, or only the first where there are too many. */
async function readMatches(
  context: ListingContext,
  query: Query,
  first: Json | GraphProblem | undefined,
): Promise<{ items: readonly Json[]; complete: boolean }> {
  try {
    if (first === undefined || first instanceof GraphProblem) throw first ?? new Error('nothing was asked');
    if (Number(first['@odata.count']) > MOST_MATCHES) return { items: firstPage(first), complete: false };
    const { items, problem } = await readList(context, query, first);
    if (problem !== null) context.progress(`The search may have missed groups: ${problem}`);
    return { items, complete: problem === null };
  } catch (error) {
    if (!(error instanceof GraphProblem)) throw error;
    throw error.kind === 'forbidden' ? forbidden('groups', error) : unavailable(error);
  }
}

function firstPage(page: Json): Json[] {
  const value: unknown = page['value'];
  return Array.isArray(value) ? (value as Json[]) : [];
}

function startingWith(term: string): Query {
  return list(`$filter=${encode(`startswith(displayName,'${quote(term)}')`)}`);
}

/** Words of letters and digits: all else would end or break them, and Graph parts names at it in any case. */
function holdingWords(term: string): Query[] {
  const words = wordsOf(term);
  return words.length === 0 ? [] : [list(`$search=${encode(`"displayName:${words.join(' ')}"`)}`)];
}

function list(condition: string): Query {
  return { path: `/groups?${condition}&$select=${FOUND_SELECT}&$count=true&$top=999`, advanced: true };
}

/**
 * The number that Graph puts beside a list, of which one item is asked for: that costs no more than the plain number of
 * /members/$count, and its answer is JSON like all others. null where it cannot be had.
 */
async function countMembers({ graph }: ListingContext, groups: readonly EntraFound[]): Promise<(number | null)[]> {
  const answers = await graph.getMany(
    groups.map(({ id }) => ({ path: `/groups/${id}/members?$select=id&$count=true&$top=1`, advanced: true })),
  );
  return answers.map((answer) => {
    const number = answer instanceof GraphProblem ? null : answer['@odata.count'];
    return typeof number === 'number' ? number : null;
  });
}
