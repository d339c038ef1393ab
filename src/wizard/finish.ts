import { hunksOf } from '../config/edit/diff.ts';
import { viewOf } from '../plan/view/view.ts';
import { renderDiff } from '../render/file-diff.ts';
import { renderCounts } from '../render/groups-counted.ts';
import { renderText } from '../render/text.ts';
import { labelsFrom } from '../run/chosen-targets.ts';
import { countGroups } from '../run/groups-run.ts';
import type { Job } from '../run/job.ts';
import { withTargets } from '../run/open-target.ts';
import { planFrom } from '../run/plan.ts';
import { liveSources } from '../run/sources.ts';
import { withDirectory } from '../run/with-directory.ts';
import type { Draft } from './draft.ts';
import type { Step } from './steps.ts';
import { jobOfDraft } from './tries.ts';
import { variablesIn } from './variables.ts';

export interface FinishStep extends Step {
  /** The file as messages call it. */
  readonly file: string;
  /** What the file says now; null = there is no such file. */
  readonly before: string | null;
}

/** Of each section of the plan so many rows are shown: the whole plan is a command away. */
const MOST_ROWS = 5;

export type Verdict = 'write' | 'back' | 'leave' | 'same';

/** Counts, plans, shows what would be written, and asks whether to write it. @throws Stopped */
export async function finish(draft: Draft, step: FinishStep): Promise<Verdict> {
  const { asker, shop, file, before } = step;
  const loaded = await shop.check(draft, 'sync', null);
  const faults = shop.faultsText(loaded);
  if (faults !== '') asker.show(faults);
  if (!loaded.ok) {
    asker.say('warning', 'The file would have these errors, so it cannot be written yet.');
    return 'back';
  }
  if (hasSecrets(draft, step)) {
    if (await asker.yes('Count the members of the mapped groups, and make the first plan? It only reads.', true))
      await look(draft, step);
  } else {
    asker.say('warning', 'Secrets are missing here, so neither members were counted nor a plan was made.');
  }
  const hunks = hunksOf(shop.mask(before ?? ''), shop.mask(draft.text));
  if (hunks.length === 0) {
    asker.say('step', `${file} stays as it is: nothing was changed.`);
    return 'same';
  }
  asker.show(renderDiff(file, hunks, { color: false, columns: asker.columns }, before === null));
  return await asker.choose<Verdict>({
    ask: before === null ? `Write ${file}?` : `Write these changes to ${file}?`,
    choices: [
      { value: 'write', label: 'Write it' },
      { value: 'back', label: 'Change something' },
      { value: 'leave', label: 'Leave, and write nothing' },
    ],
  });
}

function hasSecrets(draft: Draft, { shop }: Step): boolean {
  return variablesIn(draft, null).every((name) => draft.secrets.has(name) || (shop.env[name] ?? '') !== '');
}

/** As the vendor's wizard ends: the members against the ceilings, and what a first run would do. */
async function look(draft: Draft, { asker, shop }: Step): Promise<void> {
  const style = { color: false, columns: asker.columns };
  try {
    const job = await jobOfDraft(draft, ['directory', 'rescue', 'goto'], 'sync', { asker, shop });
    if (job === null) return;
    const labelsOf = labelsFrom(job.kinds);
    asker.say('step', 'Counting the members of the mapped groups.');
    const counts = await withDirectory(job, (directory, options) => countGroups(job.targets, directory, options));
    for (const one of counts) asker.show(renderCounts(shop.mask(one), labelsOf(one.target), style));
    asker.say('step', 'Making the first plan. Nothing is changed.');
    const plan = shop.mask(await firstPlan(job));
    asker.show(renderText(viewOf(plan, labelsOf, { most: MOST_ROWS, rest: 'see "adsync plan"' }), style));
  } catch (error) {
    asker.show(shop.failureText(error));
  }
}

const WISHES = { refresh: false, approved: [], only: [] };

async function firstPlan(job: Job): Promise<Awaited<ReturnType<typeof planFrom>>['plan']> {
  return await withTargets(job, async (targets) => (await planFrom(job, targets, WISHES, await liveSources(job))).plan);
}
