import type { GotoSettings } from '../settings.ts';

/** A key in a body: as a text or as a bare number, as `goto.requests.keys` says. */
export class Key {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Printable =
  | string
  | boolean
  | Key
  | readonly Printable[]
  | { readonly [name: string]: Printable | undefined };

/** JSON with keys of any length: JSON.stringify knows no number of 26 digits. Fields that are undefined are left out. */
export function printJson(value: Printable, keys: GotoSettings['requests']['keys']): string {
  if (value instanceof Key) return keys === 'numbers' && isNumber(value.text) ? value.text : JSON.stringify(value.text);
  if (typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map((one) => printJson(one, keys)).join(',')}]`;
  const fields = Object.entries(value).flatMap(([name, one]) =>
    one === undefined ? [] : [`${JSON.stringify(name)}:${printJson(one, keys)}`],
  );
  return `{${fields.join(',')}}`;
}

/** A number of JSON has no zero in front (RFC 8259, section 6). */
function isNumber(text: string): boolean {
  return /^(?:0|[1-9]\d*)$/.test(text);
}

function isList(value: Printable): value is readonly Printable[] {
  return Array.isArray(value);
}

/**
 * A path with its query. URLSearchParams would write a blank as `+`, which the service does not take for one.
 *
 * @param parts are encoded one by one
 */
export function pathOf(parts: readonly string[], query: Readonly<Record<string, string>> = {}): string {
  const path = parts.map((part) => `/${encodeURIComponent(part)}`).join('');
  const pairs = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}
