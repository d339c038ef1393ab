import type { MemberRef } from './entry-source.ts';

/**
 * The references of one reading. Groups share their members: a million `member` values name some ten thousand people. So
 * lists hold references to one object for each of these.
 */
export class MemberRefs {
  readonly #byKey = new Map<string, MemberRef>();

  /** @param dn as the first value of the object has it */
  of(key: string, dn: string): MemberRef {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const ref = { number: this.#byKey.size, key, dn };
    this.#byKey.set(key, ref);
    return ref;
  }
}
