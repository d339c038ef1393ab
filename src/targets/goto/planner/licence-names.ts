import { compareText } from '../../../core/text.ts';
import type { Product } from '../settings.ts';
import type { LicenceKey } from './account.ts';

/** The licences of an account by the names that the file gives them. */
export interface LicenceNames {
  /** `Meeting`, or `licence 7000000000000000001` for a licence that the file does not name. */
  nameOf(key: string): string;
  /** null for a name that the file does not have. */
  keyOf(name: string): LicenceKey | null;
  isNamed(key: string): boolean;
  /** The names of licences, sorted by code points. */
  namesOf(keys: readonly string[]): string[];
}

const UNNAMED = 'licence ';

export function licenceNames(products: readonly Product[]): LicenceNames {
  const names = new Map(products.map(({ name, licence }) => [licence, name]));
  const keys = new Map(products.map(({ name, licence }) => [name, licence as LicenceKey]));
  const nameOf = (key: string): string => names.get(key) ?? `${UNNAMED}${key}`;
  return {
    nameOf,
    keyOf: (name) => keys.get(name) ?? null,
    isNamed: (key) => names.has(key),
    namesOf: (all) => all.map(nameOf).sort(compareText),
  };
}

/** The key in the name of a licence that the file does not name; null for every other name. */
export function unnamedKey(name: string): string | null {
  return name.startsWith(UNNAMED) ? name.slice(UNNAMED.length) : null;
}
