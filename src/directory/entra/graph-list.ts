import { waitAfter } from '../../net/retry.ts';
import type { Graph } from './graph.ts';
import { GraphProblem } from './graph-problem.ts';
import type { Query } from './graph-queries.ts';
import { isJson, type Json } from './json.ts';
import type { EntraWorld } from './outside-world.ts';
import { LISTS } from './retry.ts';

/** A list, read page by page. */
export interface Listing {
  readonly items: readonly Json[];
  /** Why it may not be whole, as the end of a sentence; null when its completeness is proved. */
  readonly problem: string | null;
}

export interface ListingContext {
  readonly graph: Graph;
  /** All pages must come from this address: the token goes with every request. */
  readonly graphUrl: string;
  readonly world: Pick<EntraWorld, 'random' | 'sleep'>;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

/** So many pages in a row may be empty. Empty pages are legal, but a service must not go on with them for ever. */
const EMPTY_PAGES = 50;

/** Something about a list does not add up. The message is the end of a sentence. */
class Doubt extends Error {}

/**
 * Reads a list to its end, and again from its beginning when something does not add up: the number of items, an item
 * met twice, a page without a list, a link that leads elsewhere or in a circle, an expired page token.
 *
 * @param query must ask for $count: a list that stops early looks exactly like a group that members left
 * @param first the first page, where it is there already
 * @throws GraphProblem other than an expired token; Failure
 */
export async function readList(context: ListingContext, query: Query, first: Json | null): Promise<Listing> {
  const { world, signal, progress } = context;
  let page = first;
  let items: Json[] = [];
  for (let reading = 1; ; reading += 1) {
    items = [];
    try {
      await readPages(context, query, page, items);
      return { items, problem: null };
    } catch (error) {
      if (!(error instanceof Doubt) && !(error instanceof GraphProblem && error.kind === 'expired')) throw error;
      if (reading === LISTS.attempts) return { items, problem: `${error.message}, ${reading} times in a row` };
      progress(`A list is read again: ${error.message}`);
      await world.sleep(waitAfter(LISTS, reading, null, world.random), signal);
      page = null;
    }
  }
}

async function readPages(
  { graph, graphUrl, progress }: ListingContext,
  query: Query,
  first: Json | null,
  items: Json[],
): Promise<void> {
  const seen = new Set<string>();
  const links = new Set<string>();
  let page = first ?? (await graph.get(query));
  const count = page['@odata.count'];
  let empty = 0;
  for (;;) {
    const value = itemsOf(page);
    empty = value.length === 0 ? empty + 1 : 0;
    for (const item of value) {
      const id = String(item['id']).toLowerCase();
      if (seen.has(id)) throw new Doubt(`the object ${id} came twice`);
      seen.add(id);
      items.push(item);
    }
    const link = page['@odata.nextLink'];
    if (link === undefined || link === null) break;
    if (!isOwn(link, graphUrl)) throw new Doubt('a page names a next one on another host');
    if (links.has(link)) throw new Doubt('the pages go in a circle');
    if (empty > EMPTY_PAGES) throw new Doubt(`${empty} pages in a row hold nothing`);
    links.add(link);
    progress(`Reading on after ${items.length.toLocaleString('en')} of ${String(count)}`);
    page = await graph.get({ path: link, advanced: query.advanced });
  }
  if (typeof count !== 'number') throw new Doubt('Microsoft Graph does not say how many there are');
  if (count !== items.length) throw new Doubt(`${items.length} came, but there are ${count}`);
}

function itemsOf(page: Json): Json[] {
  const value = page['value'];
  if (!Array.isArray(value)) throw new Doubt('a page holds no list');
  return value.map((item: unknown) => {
    if (!isJson(item) || typeof item['id'] !== 'string') throw new Doubt('a page holds something without an id');
    return item;
  });
}

/**
 * Same scheme, host and port, below the version. The Graph client finds the host in its own way, from the first `https://` on; in
 * this one spelling it finds the same.
 */
export function isOwn(link: unknown, graphUrl: string): link is string {
  if (typeof link !== 'string' || !link.startsWith('https://') || !URL.canParse(link)) return false;
  const { origin, pathname, username, password } = new URL(link);
  const isPlain = username === '' && password === '';
  return origin === new URL(graphUrl).origin && pathname.startsWith('/v1.0/') && isPlain;
}
