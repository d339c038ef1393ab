import type { Plan } from '../model.ts';
import { type Filter, filtersOf } from './filters.ts';
import type { LabelsOf } from './labels.ts';
import { targetsOf } from './targets.ts';
import { type Tree, treesOf } from './tree.ts';
import { type PlanView, viewOf } from './view.ts';

/** The view of a whole plan for outputs that can be looked through: with where everybody stands, and with filters. */
export interface PageView extends PlanView {
  readonly trees: readonly Tree[];
  readonly filters: readonly Filter[];
}

/** Makes the view of a page; the labels are those of the plan's targets. */
export function pageViewOf(plan: Plan, labelsOf: LabelsOf): PageView {
  const view = viewOf(plan, labelsOf, { most: Infinity });
  return { ...view, trees: treesOf(plan, view.rows, targetsOf(plan, labelsOf)), filters: filtersOf(view.rows) };
}
