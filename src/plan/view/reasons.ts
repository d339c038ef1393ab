import type { Change, Plan, Reason } from '../model.ts';
import type { Labels } from './labels.ts';
import { lineWords } from './words.ts';

/** Why something changes: the sentence, the way through the directory groups, and the place in the file. */
export interface ReasonRow {
  readonly text: string;
  /** Names of the directory groups from the mapped one to the one that holds the person. */
  readonly path: readonly string[];
  /** `sync.yaml:27`; null where no line is involved. */
  readonly where: string | null;
}

/** Why one field changes. */
export interface FieldReason {
  /** The target's word for the field, as in the differences of the row. */
  readonly field: string;
  readonly reason: ReasonRow;
}

/** A reason as people read it. */
export function reasonRow(plan: Pick<Plan, 'config'>, { text, path, line }: Reason): ReasonRow {
  return { text, path, where: lineWords(plan, line) };
}

/** Why each field of a change changes, in the order of the target's fields; those that it has no word for come first. */
export function fieldReasons(
  plan: Pick<Plan, 'config'>,
  { because }: Pick<Change, 'because'>,
  { fields, group }: Pick<Labels, 'fields' | 'group'>,
): FieldReason[] {
  const rank = (name: string): number => fields.findIndex(({ field }) => field === name);
  const words = (name: string): string => (name === 'group' ? group : (fields[rank(name)]?.label ?? name));
  return Object.entries(because)
    .toSorted(([a], [b]) => rank(a) - rank(b))
    .map(([name, reason]) => ({ field: words(name), reason: reasonRow(plan, reason) }));
}
