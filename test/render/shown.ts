import type { Plan } from '../../src/plan/model.ts';
import { type PlanView, viewOf } from '../../src/plan/view/view.ts';
import type { Style } from '../../src/render/page.ts';
import { renderMarkdown } from '../../src/render/markdown.ts';
import { MOST_ROWS, renderText } from '../../src/render/text.ts';
import { RESCUE_LABELS } from '../../src/targets/rescue/labels.ts';

/** What the command of these texts says about what it leaves out. */
export const REST = 'see --excel or --json';

/** A plan as the text output shows it. */
export function textOf(plan: Plan, style: Style, most = MOST_ROWS): string {
  return renderText(
    viewOf(plan, () => RESCUE_LABELS, { most, rest: REST }),
    style,
  );
}

/** The view of a whole plan, as a workbook shows it. */
export function wholeView(plan: Plan): PlanView {
  return viewOf(plan, () => RESCUE_LABELS, { most: Infinity });
}

/** A plan as a comment of a pull request. */
export function markdownOf(plan: Plan, limit: number, link: string | null = null): string {
  return renderMarkdown(wholeView(plan), { limit, link });
}
