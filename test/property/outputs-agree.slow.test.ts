import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { approvalsOf } from '../../src/plan/approvals.ts';
import { causesOf } from '../../src/plan/cause.ts';
import { NO_PAST } from '../../src/plan/earlier-runs.ts';
import type { Change, Plan } from '../../src/plan/model.ts';
import { totalOf } from '../../src/plan/section.ts';
import type { LabelsOf } from '../../src/plan/view/labels.ts';
import { pageViewOf } from '../../src/plan/view/page.ts';
import { renewsLink } from '../../src/plan/view/renewal.ts';
import { viewOf } from '../../src/plan/view/view.ts';
import { withBase } from '../../src/plan/with-base.ts';
import { terminalText } from '../../src/render/escape.ts';
import { renderHtml } from '../../src/render/html.ts';
import { renderJson } from '../../src/render/json.ts';
import { renderMarkdown } from '../../src/render/markdown.ts';
import { renderText } from '../../src/render/text.ts';
import { writeExcel } from '../../src/render/xlsx.ts';
import { GOTO_LABELS } from '../../src/targets/goto/labels.ts';
import { RESCUE_LABELS } from '../../src/targets/rescue/labels.ts';
import { runs } from '../runs.ts';
import { fileOf, planOf as gotoPlanOf } from '../targets/goto/planner/builders.ts';
import { planOf, settingsOf } from '../targets/rescue/planner/builders.ts';
import { randomWorld as randomGoto } from './goto-world.ts';
import {
  type Told,
  type ToldChange,
  toldByDocument,
  toldByMarkdown,
  toldByPage,
  toldByText,
  toldByWorkbook,
} from './told.ts';
import { randomWorld as randomRescue } from './world.ts';

/** Whoever reads a plan in Excel and whoever reads it in a pull request decide about the same changes. */

const RUNS = runs(40);
const LABELS: LabelsOf = (type) => (type === 'goto' ? GOTO_LABELS : RESCUE_LABELS);

const rescuePlan: fc.Arbitrary<Plan> = randomRescue.map(
  ({ mappings, settings, reading, account }) => planOf(settingsOf(mappings, settings), reading, account).plan,
);

const gotoPlan: fc.Arbitrary<Plan> = randomGoto.map(({ settings, reading, account }) => {
  const file = fileOf(settings);
  const approvals = approvalsOf(file, [], []);
  const past = { earlier: new Map(), past: NO_PAST, knownNames: new Map() };
  return gotoPlanOf({ settings: file, reading, account, approvals, ...past });
});

/** One plan for both accounts. */
const bothPlan: fc.Arbitrary<Plan> = fc.tuple(rescuePlan, gotoPlan).map(([a, b]) => {
  const targets = [...a.targets, ...b.targets];
  const notices = [a, b].flatMap((plan) => plan.notices.map((one) => ({ ...one, target: plan.targets[0]?.id ?? '' })));
  return { ...a, targets, changes: [...a.changes, ...b.changes], notices, summary: totalOf(targets, notices) };
});

/** Against a file that would make some of the changes, and others besides; by chance against none. */
function maybeCompared(plans: fc.Arbitrary<Plan>): fc.Arbitrary<Plan> {
  const choice = fc.constantFrom('same', 'own', 'prevented', 'prevented and own');
  return fc
    .tuple(plans, fc.option(fc.array(choice, { minLength: 1, maxLength: 5 }), { freq: 3 }))
    .map(([plan, all]) => {
      if (all === null) return plan;
      const choiceOf = (index: number): string => all[index % all.length] ?? 'same';
      const kept = plan.changes.filter((_, index) => !choiceOf(index).includes('own'));
      const gone = plan.changes
        .filter((_, index) => choiceOf(index).includes('prevented'))
        .map((change): Change => ({ ...change, id: `${change.id}-gone`, node: `gone ${change.id}` }));
      const base = {
        changes: [...kept, ...gone],
        notices: plan.notices.filter((_, index) => choiceOf(index) === 'same'),
      };
      const elsewhere = ({ kind, held }: Change) =>
        kind === 'group' ? 'directory' : held === null ? 'unknown' : 'account';
      const about = { file: 'sync.yaml', revision: 'main', commit: 'c0ffee', sha256: null };
      return withBase(plan, about, causesOf(plan, base, elsewhere), []);
    });
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-agree-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function toldByAll(plan: Plan): Promise<Readonly<Record<string, Told>>> {
  const view = viewOf(plan, LABELS, { most: Infinity });
  const file = join(folder, 'plan.xlsx');
  await writeExcel(view, file, { digest: 'd1' });
  return {
    text: toldByText(renderText(view, { columns: Infinity, color: false })),
    markdown: toldByMarkdown(renderMarkdown(view, { limit: Infinity, link: null })),
    page: toldByPage(renderHtml(pageViewOf(plan, LABELS))),
    workbook: await toldByWorkbook(file),
  };
}

/** Those that name no single renewed link, only count them. */
const ONLY_COUNT_LINKS: readonly string[] = ['text', 'markdown'];

/** What an output should tell, by the document. */
function expected(plan: Plan, output: string): Told {
  const { counts, changes, notices, prevented } = toldByDocument(renderJson(plan));
  const renewed = plan.changes.filter(renewsLink);
  const links = new Set(renewed.map(({ id }) => id));
  const update = (counts?.['update'] ?? 0) - links.size;
  const sums: Record<string, number> = { ...counts, update, links: links.size };
  if (output !== 'text' && output !== 'markdown') sums['never met'] = strangers(plan);
  const listed = changes.filter(({ id }) => !ONLY_COUNT_LINKS.includes(output) || !links.has(id ?? ''));
  const isNothing = ONLY_COUNT_LINKS.includes(output) && changes.length === 0;
  return {
    counts: isNothing ? null : sums,
    changes: listed.map((one) => ({
      ...one,
      name: terminalText(one.name),
      does: links.has(one.id ?? '') ? 'renew link' : one.does,
    })),
    notices,
    prevented: prevented.map(terminalText),
  };
}

/** Held ones are listed with their set. */
function strangers({ changes }: Plan): number {
  return changes.filter((one) => one.risk.includes('stranger') && one.held === null && !renewsLink(one)).length;
}

/** In no order, and without what an output leaves open. */
function comparable({ counts, changes, notices, prevented }: Told, hasIds: boolean): unknown {
  const line = ({ id, does, name, held, cause }: ToldChange): string => {
    const verbs = does.split(/,? /).toSorted().join(' ');
    return [hasIds ? id : '', verbs, name, held ? 'held' : '', cause ?? ''].join('|');
  };
  const sums = counts === null ? null : Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
  return {
    counts: sums,
    changes: changes.map(line).toSorted(),
    notices,
    prevented: prevented.map((one) => one.split(/,? /).toSorted().join(' ')).toSorted(),
  };
}

/** What has been tried. */
const seen = { changes: 0, ends: 0, held: 0, notices: 0, own: 0, prevented: 0 };

test.each([
  ['a Rescue account', rescuePlan],
  ['a GoTo account', gotoPlan],
  ['both accounts', bothPlan],
])('all outputs of a plan for %s tell the same', async (_title, plans) => {
  await fc.assert(
    fc.asyncProperty(maybeCompared(plans), async (plan) => {
      const told = await toldByAll(plan);

      for (const [output, one] of Object.entries(told)) {
        const hasIds = output !== 'text';
        expect({ output, told: comparable(one, hasIds) }).toEqual({
          output,
          told: comparable(expected(plan, output), hasIds),
        });
      }
      seen.changes += plan.changes.length;
      seen.ends += plan.changes.filter(({ operations }) => /disable|suspend/.test(operations.join())).length;
      seen.held += plan.summary.held;
      seen.notices += plan.notices.length;
      seen.own += plan.changes.filter(({ cause }) => cause === 'pullRequest').length;
      seen.prevented += plan.base?.prevented.length ?? 0;
    }),
    RUNS,
  );
});

test('all of it was tried', () => {
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(RUNS.numRuns);
});
