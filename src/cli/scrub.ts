import type { Secret } from '../core/secret.ts';

/** Shorter values would be found in every other word. */
const SHORTEST = 4;

/**
 * Replaces every secret in `text` by `***`, also in the forms that JSON and addresses give it. A second line of
 * defence: nothing that writes should hold a secret in the first place.
 */
export function scrub(text: string, secrets: readonly Secret[]): string {
  const values = secrets.flatMap((secret) => forms(secret.reveal())).toSorted((a, b) => b.length - a.length);
  return values.reduce((rest, value) => rest.replaceAll(value, '***'), text);
}

function forms(value: string): string[] {
  if (value.length < SHORTEST) return [];
  const json = JSON.stringify(value).slice(1, -1);
  const form = new URLSearchParams({ v: value }).toString().slice(2);
  return [...new Set([value, json, form, form.replaceAll('+', '%20')])];
}
