import type { AdObject, RawEntry } from '../ad/entry.ts';

/** Read besides what {@link Met} needs to know of an object. */
export const MET = ['uSNChanged'] as const;

/** Everything that one reading has looked at: what becomes of it later may change the reading. */
export class Met {
  /** By objectGUID, as it was read last. */
  readonly objects = new Map<string, AdObject>();
  #hidden = 0;
  #dynamic = 0;

  add(object: AdObject, { attributes }: RawEntry): void {
    if (object.id !== null) this.objects.set(object.id, object);
    if (!attributes.has('usnchanged')) this.#hidden++;
    const classes = attributes.get('objectclass') ?? [];
    if (classes.some((name) => name.toString().toLowerCase() === 'dynamicobject')) this.#dynamic++;
  }

  /** Whether each of them shows that it was changed. */
  get showsChanges(): boolean {
    return this.#hidden === 0;
  }

  /** Whether one of them ends by itself (RFC 2589). */
  get hasDynamic(): boolean {
    return this.#dynamic > 0;
  }
}
