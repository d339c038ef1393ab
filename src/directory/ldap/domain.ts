import type { Filter } from 'ldapts';
import type { DirectoryGroupId } from '../../core/people.ts';
import { type AskedAttribute, furtherAttributes } from '../ad/attributes.ts';
import { type AdObject, ATTRIBUTES, interpret, type RawEntry } from '../ad/entry.ts';
import { guidFromBytes } from '../ad/ids.ts';
import { isDeleted } from '../ad/mangled-names.ts';
import { chunked } from '../batches.ts';
import { MET, type Met } from './met.ts';
import type { Query, Session } from './session.ts';

/** A domain as one reading sees it. */
export interface Domain {
  readonly session: Session;
  /** The DN of the domain: members may stand anywhere in it. */
  readonly dn: string;
  /** Groups are looked for by name below this DN. */
  readonly base: string;
  /** The moment against which expiry dates are held. */
  readonly now: Date;
  /** Further attributes that people are to carry. */
  readonly asked: readonly AskedAttribute[];
  /** Is told of every object that the reading looks at; absent = nobody is. */
  readonly met?: Met;
}

/**
 * Searches the whole domain.
 *
 * @throws Failure when the answer is not whole
 */
export function searchDomain(
  { session, dn }: Pick<Domain, 'session' | 'dn'>,
  filter: Filter,
  attributes: readonly string[],
  more: Pick<Query, 'controls' | 'most'> = {},
): Promise<RawEntry[]> {
  return session.search({ base: dn, scope: 'sub', filter, attributes, ...more });
}

/** The objects that the filter finds below `base`, with what they mean. */
export async function findObjects(domain: Domain, filter: Filter, base = domain.dn): Promise<AdObject[]> {
  const query = { base, scope: 'sub', filter, attributes: attributesFor(domain) } as const;
  const objects = await domain.session.searchFor(query, (entry) => objectOf(domain, entry));
  return objects.filter((object) => object !== null);
}

/** The attributes that it takes to tell what an object is. */
export function attributesFor({ asked, met }: Pick<Domain, 'asked' | 'met'>): string[] {
  const own = met === undefined ? ATTRIBUTES : [...ATTRIBUTES, ...MET];
  return [...own, ...furtherAttributes(asked, own)];
}

/** What an entry means; null for a deleted object, which does not exist. */
export function objectOf({ now, asked, met }: Pick<Domain, 'now' | 'asked' | 'met'>, entry: RawEntry): AdObject | null {
  if (isDeleted(entry)) return null;
  const object = interpret(entry, now, { asked });
  met?.add(object, entry);
  return object;
}

/** What all requests give together, one request for each `size` items. */
export async function inBatches<Item, Result>(
  items: readonly Item[],
  size: number,
  request: (batch: readonly Item[]) => Promise<Iterable<Result>>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const batch of chunked(items, size)) {
    for (const result of await request(batch)) results.push(result);
  }
  return results;
}

export function idOf(entry: RawEntry): DirectoryGroupId | null {
  const value = entry.attributes.get('objectguid')?.[0];
  return Buffer.isBuffer(value) ? (guidFromBytes(value) as DirectoryGroupId | null) : null;
}

export function textOf(entry: RawEntry, attribute: string): string {
  return entry.attributes.get(attribute)?.[0]?.toString() ?? '';
}
