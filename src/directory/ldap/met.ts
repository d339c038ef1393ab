import { isDeepStrictEqual } from 'node:util';
import type { AdObject, RawEntry } from '../ad/entry.ts';

/** Read besides what {@link Met} needs to know of an object. */
export const MET = ['uSNChanged'] as const;

/** Everything that one reading has looked at: what becomes of it later may change the reading. */
export class Met {
  /** By objectGUID, as it was read last. */
  readonly objects = new Map<string, AdObject>();
  /** Those that do not show when they were changed, by objectGUID: only a look at them tells. */
  readonly hidden = new Set<string>();
  #dynamic = 0;
  #isUnsteady = false;

  add(object: AdObject, { attributes }: RawEntry): void {
    if (object.id === null) return;
    const before = this.objects.get(object.id);
    if (before !== undefined && !isDeepStrictEqual(object, before)) this.#isUnsteady = true;
    this.objects.set(object.id, object);
    if (!attributes.has('usnchanged')) this.hidden.add(object.id);
    const classes = attributes.get('objectclass') ?? [];
    if (classes.some((name) => name.toString().toLowerCase() === 'dynamicobject')) this.#dynamic++;
  }

  /** Whether one of them was another one at a second look: the reading may rest on the first. */
  get isUnsteady(): boolean {
    return this.#isUnsteady;
  }

  /** Whether one of them ends by itself (RFC 2589). */
  get hasDynamic(): boolean {
    return this.#dynamic > 0;
  }
}
