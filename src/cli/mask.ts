import type { Secret } from '../core/secret.ts';
import { terminalText } from '../render/escape.ts';

/** Shorter values would be found in every other word, and are no secret to anybody who counts. */
const SHORTEST = 4;
/** From here on a value stands in no text by accident. */
const LONG = 8;
/** Lines of a secret of several lines (a key in PEM form) that could stand alone. */
const LONG_LINE = 24;

/**
 * Words, and lists of them, in documents that are ids, digests, dates and words of our own: they come from no free text, and whoever reads
 * the document depends on them.
 */
const KEPT: ReadonlySet<string> = new Set([
  ...[
    'format',
    'planId',
    'createdAt',
    'adsyncVersion',
    'sha256',
    'id',
    'needs',
    'node',
    'fromNode',
    'toNode',
    'risk',
    'stage',
    'evidence',
    'parent',
  ],
  ...[
    'change',
    'person',
    'link',
    'marker',
    'account',
    'target',
    'type',
    'kind',
    'role',
    'operations',
    'status',
    'limit',
    'code',
  ],
  ...['severity', 'run', 'plan', 'command', 'approved', 'startedAt', 'endedAt', 'at', 'end', 'result', 'method'],
  ...['word', 'class', 'carriedOut', 'failure', 'kinds', 'since', 'commit'],
]);

/** Blots secrets out. */
export interface Masker {
  /** Of a text. */
  text(text: string): string;
  /** Of every text in a value, however deep; numbers, keys, and the ids and words of {@link KEPT} stay as they are. */
  value<Value>(value: Value): Value;
}

/**
 * A secret of 8 characters and more is replaced by `***` wherever it stands, also in the forms that JSON, addresses, HTML,
 * Base64 and our own escaping give it. A shorter one is replaced where it stands alone, between blanks, quotation marks and the like.
 */
export function newMasker(secrets: readonly Secret[]): Masker {
  const forms = [...new Set(secrets.flatMap((secret) => formsOf(secret.reveal())))];
  const patterns = forms.toSorted((a, b) => b.length - a.length).map(patternOf);
  const looks = looksFor(forms);
  const text = (given: string): string => {
    if (!looks.some((look) => look.test(given))) return given;
    return patterns.reduce<string>((rest, pattern) => rest.replaceAll(pattern, () => '***'), given);
  };
  function masked(value: unknown): unknown {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return maskedList(value);
    if (typeof value !== 'object' || value === null) return value;
    return maskedObject(value as Readonly<Record<string, unknown>>);
  }
  // What holds no secret stays the same value, so that a large plan is not there twice.
  function maskedObject(given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    let others: Record<string, unknown> | null = null;
    for (const key of Object.keys(given)) {
      const one = given[key];
      const other = KEPT.has(key) && !isDocument(one) ? one : masked(one);
      if (other !== one) (others ??= { ...given })[key] = other;
    }
    return others ?? given;
  }
  function maskedList(list: readonly unknown[]): readonly unknown[] {
    let others: unknown[] | null = null;
    for (const [index, one] of list.entries()) {
      const other = masked(one);
      if (other !== one) (others ??= [...list])[index] = other;
    }
    return others ?? list;
  }
  return { text, value: (value) => masked(value) as typeof value };
}

/** A whole plan may stand under the key at which others have its id. */
function isDocument(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function formsOf(secret: string): string[] {
  const lines = secret.split(/\r?\n/);
  const whole = lines.length === 1 ? [] : lines.filter((line) => line.length >= LONG_LINE && !line.startsWith('-----'));
  return [secret, ...whole].flatMap((value) => {
    if (value.length < SHORTEST) return [];
    const json = JSON.stringify(value).slice(1, -1);
    const form = new URLSearchParams({ v: value }).toString().slice(2);
    // A lone half of a character has no form in an address.
    const part = encodeURIComponent(Buffer.from(value).toString());
    const addresses = [form, form.replaceAll('+', '%20'), part, new URL(`http://h/?${part}`).search.slice(1)];
    const all = [value, json, ...addresses, ...addresses.map(inLowerHex), ...htmlFormsOf(value), terminalText(value)];
    return [...all, Buffer.from(value).toString('base64')];
  });
}

function inLowerHex(text: string): string {
  return text.replace(/%[\dA-F]{2}/g, (found) => found.toLowerCase());
}

/** Error pages of servers repeat what they were sent, in the one or the other way of writing quotation marks. */
function htmlFormsOf(value: string): string[] {
  const most = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const quoted = most.replaceAll('"', '&quot;');
  const apostrophes = ['&#39;', '&#039;', '&#x27;', '&apos;'].map((one) => quoted.replaceAll("'", () => one));
  return [most, most.replaceAll('"', '&#34;').replaceAll("'", '&#39;'), quoted, ...apostrophes];
}

function patternOf(form: string): string | RegExp {
  if (form.length >= LONG) return form;
  // A hyphen joins: `1234-4f0e8b` is an id.
  return new RegExp(`(?<![\\p{L}\\p{N}_-])${literalOf(form)}(?![\\p{L}\\p{N}_-])`, 'gu');
}

/** Enough of a form to tell that a text hardly holds it. */
const BEGINNING = 32;
/** Forms that one expression looks for: the engine takes no expression of some hundred thousand characters. */
const AT_ONCE = 500;

/**
 * Of the millions of texts in a large plan hardly one holds a secret, and one look tells. It may find too much, but never too
 * little: a text that holds a form holds its beginning. Secrets may be whole certificates, and there may be thousands of them
 * where a program gives a new one every hour.
 */
function looksFor(forms: readonly string[]): RegExp[] {
  const beginnings = [...new Set(forms.map((form) => form.slice(0, BEGINNING)))];
  const count = Math.ceil(beginnings.length / AT_ONCE);
  return Array.from({ length: count }, (_, index) => {
    const own = beginnings.slice(index * AT_ONCE, (index + 1) * AT_ONCE);
    return new RegExp(own.map(literalOf).join('|'));
  });
}

function literalOf(form: string): string {
  return form.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
