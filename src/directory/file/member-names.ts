import { normalDn } from '../ad/dn.ts';
import type { MemberRef } from '../ad/entry-source.ts';
import { isDeletedDn } from '../ad/mangled-names.ts';
import { MemberRefs } from '../ad/member-refs.ts';

/** What a `member` value of an export names. */
export interface MemberName {
  /** As it stands in the file. */
  readonly dn: string;
  /** null for a text that is no DN. */
  readonly ref: MemberRef | null;
  /** Whether it is what is left of a deleted object. */
  readonly isDeleted: boolean;
}

/** The names in all `member` values of an export. Each spelling of a DN is kept and looked at once. */
export class MemberNames {
  readonly #known = new Map<string, MemberName>();
  readonly #refs = new MemberRefs();

  of(dn: string): MemberName {
    const known = this.#known.get(dn);
    if (known !== undefined) return known;
    const key = normalDn(dn);
    const name = { dn, ref: key === null || key === '' ? null : this.#refs.of(key, dn), isDeleted: isDeletedDn(dn) };
    this.#known.set(dn, name);
    return name;
  }
}
