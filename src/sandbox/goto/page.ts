import { type Call, type GotoAnswer, GotoError } from './call.ts';
import { type Filter, type FilterRow, parseFilter } from './filter.ts';

/** How the things of a list are looked at, and shown. */
export interface Kind<Item> {
  /** What filters and sorting look at. */
  readonly facts: (item: Item) => FilterRow;
  readonly show: (item: Item) => Readonly<Record<string, unknown>>;
}

/**
 * Answers a list: `{ results, fromIndex, toIndex, total }`. `toIndex` is the index after the last row.
 *
 * @throws GotoError for a parameter that is not understood
 */
export function pageOf<Item>(call: Call, items: readonly Item[], { facts, show }: Kind<Item>): GotoAnswer {
  const { switches, fault } = call;
  const found = sorted(call, filtered(call, items, facts), facts);
  const size = pageSize(call);
  const from = number(call, 'offset', 0);
  const page = found.slice(from, from + size);
  const shown = spoilt(call, { found, page, from, size }).map((item) => chosen(call, show(item)));
  const short = fault?.kind === 'shortPage' || fault?.kind === 'emptyPage';
  const extra = fault?.kind === 'wrongTotal' || (fault?.kind === 'changingTotal' && from > 0) ? 1 : 0;
  const results = shown.length === 0 && switches.missingResultsWhenEmpty ? undefined : shown;
  const toIndex = from + (short ? shown.length : page.length);
  return { status: 200, body: { results, fromIndex: from, toIndex, total: found.length + extra } };
}

interface Cut<Item> {
  readonly found: readonly Item[];
  readonly page: readonly Item[];
  readonly from: number;
  readonly size: number;
}

/** The rows of a page as a fault leaves them. */
function spoilt<Item>({ fault }: Call, { found, page, from, size }: Cut<Item>): readonly Item[] {
  switch (fault?.kind) {
    case 'emptyPage':
      return [];
    case 'shortPage':
    case 'lostRow':
      return page.slice(0, -1);
    case 'repeatedPage':
      return from === 0 ? page : found.slice(Math.max(0, from - size), from);
    default:
      return page;
  }
}

/** The filter of a call; null = everything is asked for. */
export function filterIn({ query, switches }: Call): Filter | null {
  const text = query.get('filter');
  return text === undefined ? null : parseFilter(text, switches.filterForm);
}

function filtered<Item>(call: Call, items: readonly Item[], facts: Kind<Item>['facts']): readonly Item[] {
  const filter = filterIn(call);
  return filter === null ? items : items.filter((item) => filter.has(facts(item)));
}

function sorted<Item>({ query }: Call, items: readonly Item[], facts: Kind<Item>['facts']): readonly Item[] {
  const [field, sign] = query.has('ascending') ? [query.get('ascending'), 1] : [query.get('descending'), -1];
  if (field === undefined) return items;
  const compare = (one = '', other = ''): number => (one < other ? -1 : one > other ? 1 : 0);
  return [...items].sort((one, other) => sign * compare(facts(one)[field], facts(other)[field]));
}

function pageSize(call: Call): number {
  const { pageSizeDefault, pageSizeMax, pageSizeOver } = call.switches;
  const asked = number(call, 'pageSize', pageSizeDefault);
  if (asked < 1 || (asked > pageSizeMax && pageSizeOver === 'refuse'))
    throw new GotoError(400, 'query.invalid', 'pageSize');
  return Math.min(asked, pageSizeMax);
}

function number({ query }: Call, name: string, otherwise: number): number {
  const text = query.get(name);
  if (text === undefined) return otherwise;
  if (!/^\d{1,9}$/.test(text)) throw new GotoError(400, 'query.invalid', name);
  return Number(text);
}

/** Only the fields that the client asked for, under either name of the parameter. */
function chosen({ query }: Call, row: Readonly<Record<string, unknown>>): unknown {
  const names = (query.get('attributeNames') ?? query.get('attributes'))?.split(',');
  if (names === undefined) return row;
  return Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name)));
}
