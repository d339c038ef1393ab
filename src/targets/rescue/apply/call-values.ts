import type { CallValues } from '../../journal.ts';

/** Only the values that differ. */
export function differences(before: CallValues, after: CallValues): { before: CallValues; after: CallValues } {
  const keys = Object.keys(after).filter((key) => before[key] !== after[key]);
  const pick = (from: CallValues): CallValues => Object.fromEntries(keys.map((key) => [key, from[key] ?? null]));
  return { before: pick(before), after: pick(after) };
}
