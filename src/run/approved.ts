import { resolve } from 'node:path';
import { type ApprovedChanges, refuseHalves } from '../plan/approved-changes.ts';
import type { SavedPlan } from '../plan/model.ts';
import { approvingSheets } from '../render/renderers.ts';
import { labelsFrom } from './chosen-targets.ts';
import type { Job } from './job.ts';
import type { ApprovedIn } from './journal-lines.ts';

/** The changes that were approved in a workbook, and which file that was. */
export interface ApprovedThere extends ApprovedChanges {
  readonly workbook: ApprovedIn;
}

/**
 * Reads what was approved in the workbook of a saved plan. The workbook only chooses among the changes of the plan: what they
 * are, and whether they may be made, is looked at by the plan itself.
 *
 * @param path of the workbook, as the user named it
 * @throws Failure WORKBOOK_…
 */
export async function readApproved(
  { kinds, surroundings }: Job,
  saved: SavedPlan,
  path: string,
): Promise<ApprovedThere> {
  const planned = await approvingSheets(surroundings.mask(saved), labelsFrom(kinds), saved);
  const { readWorkbook } = await import('../planfile/workbook-cells.ts');
  const { approvedRows } = await import('../planfile/approved-rows.ts');
  const cells = planned
    .flatMap(({ rows }) => rows.map(({ length }) => length))
    .reduce((sum, length) => sum + length, 0);
  const { sheets, sha256 } = await readWorkbook(resolve(surroundings.cwd, path), path, cells);
  const { ids, places } = approvedRows(planned, sheets, path);
  refuseHalves(saved, { by: path, ids }, ({ id }) => places.get(id) ?? path);
  return { by: path, ids, workbook: { file: path, sha256 } };
}
