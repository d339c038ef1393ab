import type { Labels } from '../plan/view/labels.ts';
import { RESCUE_LABELS } from './rescue/labels.ts';

const LABELS: ReadonlyMap<string, Labels> = new Map([['rescue', RESCUE_LABELS]]);

/** What a type of target calls its things, for the outputs. */
export function labelsOf(type: string): Labels {
  const labels = LABELS.get(type);
  if (labels === undefined) throw new Error(`There are no labels for targets of the type ${type}.`);
  return labels;
}
