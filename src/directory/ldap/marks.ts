import type { DirectoryReading, WantedGroup } from '../../core/people.ts';
import { askedAttributes } from '../ad/attributes.ts';
import { type AdObject, nextExpiry } from '../ad/entry.ts';
import type { ReadOptions } from '../directory.ts';
import type { Mark, MarkedReading } from '../mark.ts';
import { some } from '../wording.ts';
import type { Domain } from './domain.ts';
import { Met } from './met.ts';
import { type NoPlace, type Place, placeOf } from './place.ts';
import { readDomain } from './read-domain.ts';
import type { Root } from './root.ts';
import { unstableAttributes } from './unstable-attributes.ts';

/** Where a domain controller stood before a reading, and what the reading looked at. */
export class LdapMark implements Mark {
  readonly type = 'ldap';
  readonly until: number | null;
  readonly place: Place;
  readonly wanted: readonly WantedGroup[];
  /** By objectGUID: whatever the reading looked at, and perhaps more. */
  readonly met: ReadonlyMap<string, AdObject>;
  /** Those of them that do not show when they were changed. */
  readonly hidden: ReadonlySet<string>;

  constructor(place: Place, wanted: readonly WantedGroup[], met: Met) {
    this.until = nextExpiry(met.objects.values());
    this.place = place;
    this.wanted = wanted;
    this.met = met.objects;
    this.hidden = met.hidden;
  }
}

/**
 * Reads, and notes where the server stood before.
 *
 * @param root as it was before anything was read
 * @param name what the reading calls the directory
 */
export async function readMarked(
  domain: Omit<Domain, 'met'>,
  root: Root,
  name: string,
  wanted: readonly WantedGroup[],
  options: ReadOptions,
): Promise<MarkedReading> {
  const before = await placeBefore(domain, root, options);
  if (before.kind === 'nowhere') {
    return { reading: await readDomain(domain, name, wanted, options), mark: null, why: before.why };
  }
  const met = new Met();
  const reading = await readDomain({ ...domain, met }, name, wanted, options);
  const why = whyUnmarked(reading, met);
  return why === null ? { reading, mark: new LdapMark(before, wanted, met), why } : { reading, mark: null, why };
}

async function placeBefore(domain: Domain, root: Root, options: ReadOptions): Promise<Place | NoPlace> {
  const place = await placeOf(domain.session, root);
  if (place.kind === 'nowhere') return place;
  const unstable = await unstableAttributes(domain.session, root, askedAttributes(options.attributes ?? []));
  if (unstable.length === 0) return place;
  return {
    kind: 'nowhere',
    why: `Of some attributes nothing tells that their value stays as it is while the account that shows it is not changed: ${some(unstable)}. So only a reading tells whether something has changed.`,
  };
}

function whyUnmarked({ kind }: DirectoryReading, met: Met): string | null {
  if (kind === 'partial') return 'Not everything could be read.';
  if (met.hasDynamic) return 'Some of the accounts or groups are dynamic objects, which end by themselves.';
  if (met.isUnsteady) return 'An account or a group changed while it was being read.';
  return null;
}
