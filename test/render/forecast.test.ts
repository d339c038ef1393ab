import { expect, test } from '@jest/globals';
import { withForecasts } from '../../src/plan/forecast.ts';
import type { Forecast } from '../../src/plan/model.ts';
import { pageViewOf } from '../../src/plan/view/page.ts';
import { renderHtml } from '../../src/render/html.ts';
import { renderJson } from '../../src/render/json.ts';
import { renderOutcomes } from '../../src/render/outcomes.ts';
import { wholeSheetsOf } from '../../src/render/sheets.ts';
import { RESCUE_LABELS } from '../../src/targets/rescue/labels.ts';
import { variedPlan } from './sample-plan.ts';
import { markdownOf, textOf, wholeView } from './shown.ts';

const PLAIN = { color: false, columns: 0 };
const WORDS = 'about 37 calls, 4 seconds';
const planned = (forecast: Forecast): ReturnType<typeof variedPlan> => withForecasts(variedPlan(), () => forecast);

const FORMS = [
  ['text', (plan: ReturnType<typeof planned>): string => textOf(plan, PLAIN)],
  ['Markdown', (plan: ReturnType<typeof planned>): string => markdownOf(plan, 65_000)],
  ['HTML', (plan: ReturnType<typeof planned>): string => renderHtml(pageViewOf(plan, () => RESCUE_LABELS))],
  ['Excel', (plan: ReturnType<typeof planned>): string => JSON.stringify(wholeSheetsOf(wholeView(plan)))],
] as const;

test.each(FORMS)('%s says how long an apply takes, where there is something to make', (_, shown) => {
  expect(shown(planned({ calls: 37, seconds: 4 }))).toContain(WORDS);
  expect(shown(planned({ calls: 0, seconds: 0 }))).not.toContain('calls');
});

test('JSON has the numbers of each account', () => {
  expect(JSON.parse(renderJson(planned({ calls: 37, seconds: 4 })))).toMatchObject({
    targets: [{ forecast: { calls: 37, seconds: 4 } }],
  });
});

test('the last line of an apply says what it took, against the forecast', () => {
  const spent = { calls: 38, seconds: 5, forecast: { calls: 37, seconds: 4 } };

  expect(renderOutcomes(variedPlan(), [], PLAIN, { spent })).toMatch(
    /^Apply: .*\. It took 38 calls, 5 seconds; forecast: 37 calls, 4 seconds\.\n$/,
  );
});
