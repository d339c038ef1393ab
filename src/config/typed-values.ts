import type { Share } from '../core/settings.ts';
import { parseDuration } from './duration.ts';
import { type Entry, textAt, valueAt } from './entry.ts';

/** Values of a faultless file, at a path like `limits.disable`, as what they mean. */

/** A number of users, or a share of them; null where nothing is set. */
export function shareAt(root: Entry, path: string): Share | null {
  const value = valueAt(root, path);
  if (typeof value === 'number') return { kind: 'count', count: value };
  const text = textAt(root, path);
  return text === null ? null : { kind: 'percent', percent: Number.parseFloat(text) };
}

/** A number; null where nothing is set. */
export function numberAt(root: Entry, path: string): number | null {
  const value = valueAt(root, path);
  return typeof value === 'number' ? value : null;
}

/** Milliseconds. */
export function durationAt(root: Entry, path: string, otherwise: string): number {
  return parseDuration(textAt(root, path) ?? otherwise) ?? 0;
}

/** A text that the schema has proved to be there. */
export function requiredText(root: Entry, path: string): string {
  const text = textAt(root, path);
  if (text === null) throw new Error(`${path} was to be there after the checks`);
  return text;
}
