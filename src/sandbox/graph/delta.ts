import { denied, type GraphAnswer, json, unsupportedQuery } from './answer.ts';
import type { GraphCall } from './call.ts';
import { type DeltaState, refuseDelta } from './delta-book.ts';
import {
  changesBetween,
  type DeltaEntry,
  NOTHING,
  replayOf,
  type Snapshot,
  snapshotOf,
  type Tracking,
} from './delta-state.ts';
import { spoilPage } from './page-faults.ts';
import { checkSelect } from './query.ts';
import { sightOf } from './rights.ts';
import { schema } from './schema.ts';

/** The names of the function in a path. */
export const DELTA: ReadonlySet<string> = new Set([
  'delta',
  'delta()',
  'microsoft.graph.delta',
  'microsoft.graph.delta()',
]);

/**
 * What has changed in a collection (Microsoft Graph, "Use delta query to track changes"): a first request without a
 * token tells everything, one with `$deltaToken=latest` nothing; each round ends with a deltaLink for the next one.
 */
export function deltaPage(kind: Tracking['kind'], call: GraphCall): GraphAnswer {
  const { query, switches, deltas, now } = call;
  refuseDelta(switches);
  if (sightOf(kind, call.roles) !== 'all') throw denied();
  const { deltaToken, skipToken } = query;
  const token = skipToken ?? (deltaToken?.toLowerCase() === 'latest' ? null : deltaToken);
  if (token !== null) return pageOf(stateAfter(deltas.open(token, kind, now, switches.deltaTokenLifetime), call), call);
  const tracking = trackingOf(kind, call);
  const current = snapshotOf(tracking, call.tenant, switches);
  const after = deltas.visible(tracking, current, now, switches.deltaLag) ?? current;
  const pages = deltaToken === null ? pagesOf(changesBetween(NOTHING, after, switches), call) : [];
  return pageOf({ kind: 'pages', tracking, pages, after }, call);
}

/** @throws GraphError for what change tracking does not take */
function trackingOf(kind: Tracking['kind'], { query }: GraphCall): Tracking {
  const { top, orderBy, filter, search } = query;
  if (top !== null || orderBy !== null || search !== null || filter !== null || query.count) {
    throw unsupportedQuery('This query option is not supported with change tracking.');
  }
  const isMembers = (name: string): boolean => kind === 'group' && name === 'members';
  const select = query.select?.filter((name) => !isMembers(name)) ?? [...schema[kind].keys()];
  checkSelect(select, [kind], true);
  return { kind, select, members: query.select === null ? kind === 'group' : query.select.some(isMembers) };
}

/** The pages that are left to tell. */
function stateAfter(state: DeltaState, call: GraphCall): Extract<DeltaState, { readonly kind: 'pages' }> {
  if (state.kind === 'pages') return state;
  const { tracking, then } = state;
  const { switches, deltas, now } = call;
  const current = snapshotOf(tracking, call.tenant, switches);
  const after = deltas.visible(tracking, current, now, switches.deltaLag) ?? then;
  const changes = changesBetween(then, after, switches);
  const entries = switches.deltaReplays ? [...replayOf(after), ...changes, ...changes] : changes;
  return { kind: 'pages', tracking, pages: pagesOf(entries, call), after };
}

/** A group with many members is told in several parts, on several pages. */
function pagesOf(entries: readonly DeltaEntry[], { switches }: GraphCall): (readonly DeltaEntry[])[] {
  const size = Math.max(1, switches.deltaPage);
  const parts = entries.flatMap((entry) =>
    chunked(entry.members, size).map((members): DeltaEntry => ({ ...entry, members })),
  );
  const pages = chunked(parts, switches.pages === 'short' ? Math.ceil(size / 2) : size);
  return switches.pages === 'withEmpty' ? pages.flatMap((page) => [[], page]) : pages;
}

/** At least one, which may be empty. */
function chunked<One>(list: readonly One[], size: number): (readonly One[])[] {
  const count = Math.max(1, Math.ceil(list.length / size));
  return Array.from({ length: count }, (_, index) => list.slice(index * size, (index + 1) * size));
}

function pageOf(
  { tracking, pages, after }: Extract<DeltaState, { readonly kind: 'pages' }>,
  call: GraphCall,
): GraphAnswer {
  const { origin, path, deltas, now } = call;
  const [page = [], ...rest] = pages;
  const left = (some: typeof pages): string =>
    `${origin}${path}?$skiptoken=${deltas.issue({ kind: 'pages', tracking, pages: some, after }, now)}`;
  const body = {
    '@odata.context': `${origin}/v1.0/$metadata#${tracking.kind}s`,
    ...(rest.length > 0 ? { '@odata.nextLink': left(rest) } : { '@odata.deltaLink': linkSince(tracking, after, call) }),
    value: page.map((entry) => shownIn(entry)),
  };
  const view = { select: [], roles: call.roles, typed: false, switches: call.switches };
  return json(spoilPage(body, { call, group: null, again: left(pages), previous: undefined, view }));
}

function linkSince(tracking: Tracking, then: Snapshot, { origin, path, deltas, now }: GraphCall): string {
  return `${origin}${path}?$deltatoken=${deltas.issue({ kind: 'since', tracking, then }, now)}`;
}

function shownIn({ removed, shown, members }: DeltaEntry): Record<string, unknown> {
  if (removed !== null) return { ...shown, '@removed': { reason: removed } };
  if (members.length === 0) return shown;
  const changes = members.map(({ id, kind, removed: left }) => ({
    '@odata.type': `#microsoft.graph.${kind}`,
    id,
    ...(left && { '@removed': { reason: 'deleted' } }),
  }));
  return { ...shown, 'members@delta': changes };
}
