import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf } from '../core/errno.ts';
import { fileNameOf, type TargetId } from '../core/target-id.ts';

/** The file that says that older journals of an account were cleared (`adsync run`, `retention`). */
export function clearedMark(stateDir: string, target: TargetId): string {
  return join(stateDir, 'runs', `cleared.${fileNameOf(target)}`);
}

/** Whether older journals of an account are no longer there. Where that cannot be told, they may have been cleared. */
export async function wasCleared(stateDir: string, target: TargetId): Promise<boolean> {
  return await access(clearedMark(stateDir, target)).then(
    () => true,
    (cause: unknown) => errnoOf(cause) !== 'ENOENT',
  );
}
