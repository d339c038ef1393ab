import type { StateDir } from '../run/state-dir.ts';
import { runUndoPlan, type UndoWishes } from '../run/undo.ts';
import type { Context } from './context.ts';
import type { ExitCode } from './exit-codes.ts';
import { type ShownOptions, showMade } from './show-plan.ts';

export interface ShowUndoOptions extends UndoWishes, Omit<ShownOptions, 'detailedExitCode'> {
  readonly stateDir: StateDir;
}

/** Makes the plan of an undo and puts it out in every form that was asked for. */
export async function showUndo(context: Context, options: ShowUndoOptions): Promise<ExitCode> {
  const { stateDir } = options;
  return await showMade(context, { ...options, detailedExitCode: false }, (job) =>
    runUndoPlan({ ...job, stateDir }, options),
  );
}
