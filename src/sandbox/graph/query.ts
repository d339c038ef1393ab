import { badRequest, GraphError, unsupportedQuery } from './answer.ts';
import { type Kind, notInLists, schema } from './schema.ts';

/** The query options of one request. */
export interface QueryOptions {
  readonly select: readonly string[] | null;
  readonly top: number | null;
  readonly count: boolean;
  readonly filter: string | null;
  readonly search: string | null;
  readonly orderBy: { readonly property: string; readonly descending: boolean } | null;
  readonly skipToken: string | null;
  /** Of change tracking; `latest` = from now on. */
  readonly deltaToken: string | null;
  /** As sent, without the page token: what a nextLink repeats. */
  readonly raw: readonly string[];
  /** Name and value of all but the page token: what a page token is good for. */
  readonly key: string;
}

const known = new Set([
  '$select',
  '$top',
  '$count',
  '$filter',
  '$search',
  '$orderby',
  '$skiptoken',
  '$deltatoken',
  '$format',
]);

/** @throws GraphError 400 */
export function parseQuery(search: string): QueryOptions {
  const pairs = search
    .replace(/^\?/, '')
    .split('&')
    .filter((pair) => pair !== '');
  const values = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(search)) {
    const lower = name.toLowerCase();
    if (lower === '$skip') throw unsupportedQuery("'$skip' is not supported by the service.");
    if (lower.startsWith('$') && !known.has(lower)) throw badRequest(`The query parameter '${name}' is not supported.`);
    if (values.has(lower)) throw badRequest(`Query option '${name}' was specified more than once.`);
    values.set(lower, value);
  }
  const raw = pairs.filter((pair) => !/^(?:\$|%24)skiptoken=/i.test(pair));
  const key = JSON.stringify([...values].filter(([name]) => name !== '$skiptoken').toSorted());
  const select = values.get('$select');
  return {
    select: select === undefined ? null : select.split(',').map((name) => name.trim()),
    top: topOf(values.get('$top')),
    count: values.get('$count')?.toLowerCase() === 'true',
    filter: values.get('$filter') ?? null,
    search: values.get('$search') ?? null,
    orderBy: orderOf(values.get('$orderby')),
    skipToken: values.get('$skiptoken') ?? null,
    deltaToken: values.get('$deltatoken') ?? null,
    raw,
    key,
  };
}

function topOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^\d{1,9}$/.test(text) && Number(text) > 0) return Number(text);
  throw badRequest(`Invalid value '${text}' for $top query option found.`);
}

function orderOf(text: string | undefined): QueryOptions['orderBy'] {
  if (text === undefined) return null;
  const match = /^(\w+)(?: (asc|desc))?$/i.exec(text.trim());
  if (match?.[1] === undefined) throw badRequest(`Invalid $orderby expression '${text}'.`);
  return { property: match[1], descending: match[2]?.toLowerCase() === 'desc' };
}

/**
 * Checks $select against what the listed kinds of objects have.
 *
 * @throws GraphError 400 for unknown names, 501 for those that exist but cannot be listed
 */
export function checkSelect(select: readonly string[] | null, kinds: readonly Kind[], isList: boolean): void {
  for (const name of select ?? []) {
    if (isList && kinds.includes('user') && notInLists.has(name)) {
      throw new GraphError(501, 'NotImplemented', `The property '${name}' cannot be selected here.`);
    }
    if (kinds.some((kind) => schema[kind].has(name))) continue;
    const type = kinds.length === 1 ? String(kinds[0]) : 'directoryObject';
    throw badRequest(
      `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.${type}'.`,
    );
  }
}
