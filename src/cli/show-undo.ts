import { runUndoPlan, type UndoWishes } from '../run/undo.ts';
import type { Context } from './context.ts';
import type { ExitCode } from './exit-codes.ts';
import { type PlanForms, showMade } from './show-plan.ts';

/** Makes the plan of an undo and puts it out in every form that was asked for. */
export async function showUndo(context: Context, options: UndoWishes & PlanForms): Promise<ExitCode> {
  return await showMade(context, { ...options, detailedExitCode: false }, (job) => runUndoPlan(job, options));
}
