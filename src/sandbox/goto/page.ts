import { type Call, type GotoAnswer, GotoError } from './call.ts';
import { type FilterRow, parseFilter } from './filter.ts';

/** A row of a list: what filters and sorting look at, and what is shown. */
export interface Row {
  readonly facts: FilterRow;
  readonly show: () => Readonly<Record<string, unknown>>;
}

/**
 * Answers a list: `{ results, fromIndex, toIndex, total }`. `toIndex` is the index after the last row.
 *
 * @throws GotoError for a parameter that is not understood
 */
export function pageOf(call: Call, rows: readonly Row[]): GotoAnswer {
  const { switches, fault } = call;
  const found = sorted(call, filtered(call, rows));
  const size = pageSize(call);
  const from = number(call, 'offset', 0);
  const page = found.slice(from, from + size);
  const shown = spoilt(call, { found, page, from, size }).map(({ show }) => chosen(call, show()));
  const short = fault?.kind === 'shortPage' || fault?.kind === 'emptyPage';
  const extra = fault?.kind === 'wrongTotal' || (fault?.kind === 'changingTotal' && from > 0) ? 1 : 0;
  const results = shown.length === 0 && switches.missingResultsWhenEmpty ? undefined : shown;
  const toIndex = from + (short ? shown.length : page.length);
  return { status: 200, body: { results, fromIndex: from, toIndex, total: found.length + extra } };
}

interface Cut {
  readonly found: readonly Row[];
  readonly page: readonly Row[];
  readonly from: number;
  readonly size: number;
}

/** The rows of a page as a fault leaves them. */
function spoilt({ fault }: Call, { found, page, from, size }: Cut): readonly Row[] {
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

function filtered({ query, switches }: Call, rows: readonly Row[]): readonly Row[] {
  const text = query.get('filter');
  if (text === undefined) return rows;
  const filter = parseFilter(text, switches.filterForm);
  return rows.filter(({ facts }) => filter(facts));
}

function sorted({ query }: Call, rows: readonly Row[]): readonly Row[] {
  const [field, sign] = query.has('ascending') ? [query.get('ascending'), 1] : [query.get('descending'), -1];
  if (field === undefined) return rows;
  const compare = (one = '', other = ''): number => (one < other ? -1 : one > other ? 1 : 0);
  return [...rows].sort((one, other) => sign * compare(one.facts[field], other.facts[field]));
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
