import type { Settings } from '../core/settings.ts';
import { chooseTargets } from '../run/chosen-targets.ts';
import type { Job } from '../run/job.ts';
import { loadKinds } from '../targets/registry.ts';
import type { Context } from './context.ts';
import { surroundingsOf } from './surroundings.ts';

/**
 * What every run is given, but for its reporter and where it is recorded.
 *
 * @param only sections of the file that the run is about; empty = all
 * @throws Failure TARGET_NOT_IN_FILE
 */
export async function jobOf(
  context: Context,
  settings: Settings,
  only: readonly string[],
): Promise<Pick<Job, 'settings' | 'kinds' | 'targets' | 'surroundings'>> {
  const kinds = await loadKinds();
  const surroundings = surroundingsOf(context);
  return { settings, kinds, targets: chooseTargets(settings, kinds, only, surroundings.now()), surroundings };
}
