import type { Plan, TargetSection } from '../model.ts';
import type { Labels, LabelsOf } from './labels.ts';

/** One account of a plan, with the words of its target: the only place of the view where a plan is asked for its targets. */
export interface PlannedTarget extends TargetSection {
  readonly labels: Labels;
}

/** The accounts of a plan, in its order. */
export function targetsOf({ targets }: Pick<Plan, 'targets'>, labelsOf: LabelsOf): PlannedTarget[] {
  return targets.map((section) => ({ ...section, labels: labelsOf(section.type) }));
}
