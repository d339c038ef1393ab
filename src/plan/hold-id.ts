import { canonicalJson, digest } from '../core/digest.ts';

export { HOLD_ID, HOLD_ID_EXAMPLE } from './hold-id-form.ts';

/** Hex digits of the digest that stand in an id: 4 bits each. */
const DIGITS = 32;

/**
 * The id of a held set.
 *
 * @param letter what the set is about, see hold-id-form.ts
 * @param count how many users or groups are in it
 * @param parts everything that makes the set this set, as plain data: equal parts give equal ids
 */
export function holdId(letter: string, count: number, parts: unknown): string {
  return `${letter}${count}-${digest(canonicalJson(parts)).slice(0, DIGITS)}`;
}
