import { badRequest, denied, type GraphAnswer, json, unsupportedQuery } from './answer.ts';
import type { GraphCall } from './call.ts';
import { parseFilter } from './filter.ts';
import type { Entity } from './objects.ts';
import { spoilPage } from './page-faults.ts';
import { openPageToken, type PageToken, sealPageToken } from './page-token.ts';
import { checkSelect } from './query.ts';
import { show, sightOf, valueOf } from './rights.ts';
import { basicProperties, filterable, type Kind } from './schema.ts';
import { parseSearch } from './search.ts';

/** What a path leads to, before the query options are applied. */
export interface Listing {
  readonly items: readonly Entity[];
  /** The kinds that can be in it. */
  readonly kinds: readonly Kind[];
  /** The group whose members it holds; null = no members. */
  readonly group: string | null;
  /** Whether it lists groups that something is a member of. */
  readonly memberOf?: true;
  /** Whether the path ends in a cast to one kind. */
  readonly cast: boolean;
}

const DEFAULT_PAGE = 100;
const LARGEST_PAGE = 999;

/** One page of a collection. */
export function listPage(listing: Listing, call: GraphCall): GraphAnswer {
  const { query, switches } = call;
  checkSelect(query.select, listing.kinds, true);
  checkBasic(listing.kinds, call);
  const size = pageSize(call);
  const items = select(listing, call);
  const token = readToken(call);
  const start = token?.position ?? 0;
  const page = token?.page ?? 0;

  const end = Math.min(items.length, start + lengthOf(page, size, call));
  const view = {
    select: query.select,
    roles: call.roles,
    typed: listing.memberOf === true || (listing.group !== null && (!listing.cast || switches.typeUnderCast)),
    switches,
  };
  const body: Record<string, unknown> = { '@odata.context': contextOf(listing, call) };
  if (page === 0 && query.count && call.eventual) body['@odata.count'] = items.length;
  const next = { page: page + 1, advanced: isAdvanced(listing, call) };
  if (end < items.length) body['@odata.nextLink'] = linkTo({ ...next, position: end }, call);
  body['value'] = items.slice(start, end).map((entity) => show(entity, view));
  const spoilt = spoilPage(body, {
    call,
    group: listing.group,
    again: linkTo({ ...next, position: start }, call),
    previous: items[start - 1] ?? items[start],
    view,
  });
  return json(spoilt);
}

/** The number behind /$count. */
export function countOf(listing: Listing, call: GraphCall): GraphAnswer {
  if (!call.eventual) throw badRequest('$count is not currently supported.');
  const count = select(listing, call).length;
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: String(count) };
}

function select(listing: Listing, call: GraphCall): readonly Entity[] {
  const { query, eventual } = call;
  const filter = query.filter === null ? null : parseFilter(query.filter);
  if (query.search !== null && !eventual) {
    throw unsupportedQuery(
      query.skipToken === null
        ? "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'"
        : 'Invalid search request.',
    );
  }
  if (needsMore(listing, call, filter?.advanced === true) && !(eventual && counts(call))) {
    throw unsupportedQuery(
      query.skipToken === null
        ? 'Unsupported Query: it needs the header ConsistencyLevel: eventual and $count=true.'
        : 'Invalid search request.',
    );
  }
  const search = query.search === null ? null : parseSearch(query.search, call.switches.searchWords);
  const found =
    filter === null && search === null
      ? listing.items
      : listing.items.filter(({ object }) => filter?.matches(object) !== false && search?.(object) !== false);
  return ordered(found, call);
}

function counts({ query, segments }: GraphCall): boolean {
  return query.count || segments.at(-1) === '$count';
}

/** Queries that Graph answers from its index only (Microsoft Graph, "Advanced query capabilities on directory objects"). */
function needsMore(listing: Listing, { query, switches }: GraphCall, filterIsAdvanced: boolean): boolean {
  if (filterIsAdvanced || (listing.cast && switches.castIsAdvanced)) return true;
  return query.orderBy !== null && (query.filter !== null || listing.group !== null);
}

function isAdvanced(listing: Listing, call: GraphCall): boolean {
  return call.eventual && (call.query.count || call.query.search !== null || needsMore(listing, call, false));
}

function ordered(items: readonly Entity[], { query }: GraphCall): readonly Entity[] {
  if (query.orderBy === null) return items;
  const { property, descending } = query.orderBy;
  if (!filterable.has(property)) throw unsupportedQuery(`Sorting by '${property}' is not supported.`);
  const sign = descending ? -1 : 1;
  function text({ object }: Entity): string {
    const value = valueOf(object, property);
    return typeof value === 'string' ? value.toLowerCase() : String(value === true);
  }
  return items.toSorted((a, b) => sign * (text(a) < text(b) ? -1 : Number(text(a) > text(b))));
}

function pageSize({ query, switches }: GraphCall): number {
  const top = query.top ?? DEFAULT_PAGE;
  if (top <= LARGEST_PAGE) return top;
  if (switches.topAboveMaximum === 'clamp') return LARGEST_PAGE;
  if (switches.topAboveMaximum === 'ignore') return DEFAULT_PAGE;
  throw badRequest(`Invalid page size specified: '${top}'. Must be between 1 and ${LARGEST_PAGE} inclusive.`);
}

function lengthOf(page: number, size: number, { switches }: GraphCall): number {
  if (switches.pages === 'short') return Math.ceil(size / 2);
  return switches.pages === 'withEmpty' && page % 2 === 0 ? 0 : size;
}

function readToken(call: GraphCall): PageToken | null {
  const { query, switches } = call;
  if (query.skipToken === null) return null;
  const token = openPageToken(query.skipToken, queryKey(call), call.now, switches.pageTokenLifetime);
  if (token.advanced && !call.eventual) throw unsupportedQuery('Invalid search request.');
  return token;
}

function linkTo(token: PageToken, call: GraphCall): string {
  const sealed = sealPageToken(token, queryKey(call), call.now, call.switches.skipToken);
  return `${call.origin}${call.path}?${[...call.query.raw, `$skiptoken=${sealed}`].join('&')}`;
}

function queryKey({ path, query }: GraphCall): string {
  return `${path}?${query.key}`;
}

function contextOf({ kinds, cast, group, memberOf }: Listing, { origin }: GraphCall): string {
  const set = memberOf === true || (group !== null && !cast) ? 'directoryObjects' : `${String(kinds[0])}s`;
  return `${origin}/v1.0/$metadata#${set}`;
}

/** For the position of the switch `beyondBasic` in which Graph refuses what User.ReadBasic.All does not cover. */
export function checkBasic(kinds: readonly Kind[], { query, roles, switches }: GraphCall): void {
  if (switches.beyondBasic !== 'refuse' || !kinds.includes('user') || sightOf('user', roles) !== 'basic') return;
  if (query.select?.some((name) => !basicProperties.has(name)) === true) throw denied();
}
