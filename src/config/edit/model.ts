/** A value to be written into a YAML file. */
export type YamlValue = string | number | boolean | readonly YamlValue[] | YamlMap | Noted;

export interface YamlMap {
  readonly [key: string]: YamlValue;
}

/** A text with a comment behind it, for ids that say nothing to people. The comment is left out where none can stand. */
export class Noted {
  readonly text: string;
  readonly note: string;

  constructor(text: string, note: string) {
    this.text = text;
    this.note = note;
  }
}

/** Keys of maps and numbers of list entries, from the top of the file. */
export type EditPath = readonly (string | number)[];

/**
 * One change of a file:
 *
 * - set     gives a key this value; maps around it are made where they are missing. A new key stands where `order` puts
 *           it among its neighbours, else behind them
 * - unset   takes a key out, with the comment lines right above it
 * - insert  puts an entry into a list, before the one that stands at `at` now; the list is made where it is missing
 * - remove  takes an entry out of a list, with the comment lines right above it
 * - move    puts an entry of a list elsewhere, with the comment lines right above it; `to` is its place afterwards
 */
export type Edit =
  | { readonly kind: 'set'; readonly path: EditPath; readonly value: YamlValue; readonly order?: readonly string[] }
  | { readonly kind: 'unset'; readonly path: EditPath }
  | { readonly kind: 'insert'; readonly path: EditPath; readonly at: number; readonly value: YamlValue }
  | { readonly kind: 'remove'; readonly path: EditPath; readonly at: number }
  | { readonly kind: 'move'; readonly path: EditPath; readonly from: number; readonly to: number };

/** Plain data, as it is read back. */
export type Data = string | number | boolean | null | readonly Data[] | { readonly [key: string]: Data };

/** What a value means, without its notes. */
export function dataOf(value: YamlValue): Data {
  if (value instanceof Noted) return value.text;
  if (isList(value)) return value.map(dataOf);
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, dataOf(one)]));
}

export function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}
