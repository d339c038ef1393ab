import { join } from 'node:path';
import type { Plan } from '../../plan/model.ts';
import { jsonText } from '../../render/escape.ts';
import { inBatches, jsonPieces } from '../../render/json-pieces.ts';
import { RENDERERS } from '../../render/renderers.ts';
import { writeAtomically, writePieces } from '../../files/atomic.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { writeFailure } from '../../files/write-failure.ts';
import { labelsFrom } from '../chosen-targets.ts';
import type { Job } from '../job.ts';
import { runPlan } from '../plan.ts';

/** Where the plans of a dry run go to, in each form; at least one. Folders are absolute. */
export type DryRun = readonly { readonly form: 'excel' | 'json'; readonly folder: string }[];

/** What the last dry run has written, so that no folder is filled with the same plan over and over. */
export interface LastDryPlan {
  planId: string | null;
}

/**
 * Makes a plan and writes it into files with the date in their names. A plan that is the same as the one before is not
 * written again.
 *
 * @param name of the files, without date and ending
 * @throws Failure when the plan cannot be made; OUTPUT_…
 */
export async function dryRound(job: Job, dryRun: DryRun, name: string, last: LastDryPlan): Promise<Plan> {
  const plan = await runPlan(job, { refresh: false, approved: [], only: [] });
  const { reporter, surroundings, kinds } = job;
  if (plan.planId === last.planId) {
    reporter.detail('The plan is the same as the one before, and is not written again.');
    return plan;
  }
  const stamp = `${surroundings.now().toISOString().slice(0, 19).replaceAll(':', '')}Z`;
  const masked = surroundings.mask(plan);
  for (const { form, folder } of dryRun) {
    await makeFolder(folder, 0o700).catch((cause: unknown) => {
      throw writeFailure(folder, cause);
    });
    const path = join(folder, `${name}-${stamp}.${form === 'excel' ? 'xlsx' : 'json'}`);
    if (form === 'excel') await RENDERERS.xlsx(masked, labelsFrom(kinds), path);
    else await writeJson(masked, path);
    reporter.say(`The plan was written to ${path}.`);
  }
  last.planId = plan.planId;
  return plan;
}

async function writeJson(plan: Plan, path: string): Promise<void> {
  const { planHead, planLists } = await import('../../render/json.ts');
  const pieces = [...inBatches(jsonPieces(planHead(plan), planLists(plan)))];
  // It lists people, as a saved plan does.
  await writeAtomically(path, (file) => writePieces(file, pieces.map(jsonText)), 0o600);
}
