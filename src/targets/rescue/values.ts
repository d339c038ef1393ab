import { parseMarker } from '../../core/marker.ts';
import type { CallValues } from '../journal.ts';

/** What the journal keeps of a description: the link marker alone, for the rest is never changed. */
export function linkOf(description: string): CallValues {
  const marker = parseMarker(description);
  return { link: marker?.person ?? null, fingerprint: marker?.fingerprint ?? null };
}

/** Only the values that differ. */
export function differences(before: CallValues, after: CallValues): { before: CallValues; after: CallValues } {
  const keys = Object.keys(after).filter((key) => before[key] !== after[key]);
  const pick = (from: CallValues): CallValues => Object.fromEntries(keys.map((key) => [key, from[key] ?? null]));
  return { before: pick(before), after: pick(after) };
}
