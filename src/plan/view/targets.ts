import type { Operation, Plan, TargetSection } from '../model.ts';
import type { Labels, LabelsOf } from './labels.ts';
import { COUNTED } from './operations.ts';

/** One account of a plan, with the words of its target: the only place of the view where a plan is asked for its targets. */
export interface PlannedTarget extends TargetSection {
  readonly labels: Labels;
}

/**
 * Puts before a text which account it is about: `rescue:560961: Technicians/Day`. Where a plan has one account nothing can
 * be mixed up, and the text stays as it is.
 *
 * @param id of the account; undefined for a text that is about all of them
 */
export function ofAccount(id: string | undefined, text: string, { length }: readonly unknown[]): string {
  return length > 1 && id !== undefined ? `${id}: ${text}` : text;
}

/** The accounts of a plan, in its order. */
export function targetsOf({ targets }: Pick<Plan, 'targets'>, labelsOf: LabelsOf): PlannedTarget[] {
  return targets.map((section) => ({ ...section, labels: labelsOf(section.type) }));
}

/** What any of the targets can do, in the order in which it is counted. */
export function operationsOf(targets: readonly PlannedTarget[]): Operation[] {
  const known = new Set(targets.flatMap(({ labels }) => labels.operations));
  return COUNTED.filter((operation) => known.has(operation));
}
