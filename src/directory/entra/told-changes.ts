import type { Secret } from '../../core/secret.ts';
import { parseGuid } from '../guid.ts';
import type { Since } from '../mark.ts';
import { isOwn, type ListingContext } from './graph-list.ts';
import { isJson, type Json } from './json.ts';

/** With so many pages of changes a reading is no dearer. */
export const MOST_PAGES = 20;

/**
 * Looks at every object that has changed since a link was given, and stops at the first that matters. One object may come
 * several times, on any page.
 *
 * @param look gives the reason why the object matters, a sentence; null = it does not
 * @returns `same` when all changes were told, and none matters
 * @throws GraphProblem; Failure
 */
export async function lookAtChanges(
  { graph, graphUrl }: Pick<ListingContext, 'graph' | 'graphUrl'>,
  link: Secret,
  look: (entry: Json, id: string) => string | null,
): Promise<Since> {
  const links = new Set<string>();
  let next: unknown = link.reveal();
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    if (!isOwn(next, graphUrl)) return unknown('a link to them leads elsewhere');
    if (links.has(next)) return unknown('their pages go in a circle');
    links.add(next);
    const body = await graph.get({ path: next, advanced: false });
    const value = body['value'];
    if (!Array.isArray(value)) return unknown('a page of them holds no list');
    for (const entry of value as readonly unknown[]) {
      const id = isJson(entry) ? parseGuid(String(entry['id'])) : null;
      if (id === null || !isJson(entry)) return unknown('one of them has no id');
      const why = look(entry, id);
      if (why !== null) return { kind: 'changed', why };
    }
    next = body['@odata.nextLink'] ?? null;
    if (next === null)
      return isOwn(body['@odata.deltaLink'], graphUrl) ? { kind: 'same' } : unknown('they have no end');
  }
  return { kind: 'changed', why: 'Too much has changed in the tenant to look at it piece by piece.' };
}

/** @param what the end of a sentence about the changes */
function unknown(what: string): Since {
  return { kind: 'unknown', why: `Microsoft Graph does not tell the changes well: ${what}.` };
}
