import type { Settings } from '../core/settings.ts';
import { openDirectory } from '../directory/open.ts';
import { openHttp } from '../net/http.ts';
import { makePlan, type PlanRunResult } from '../run/plan-run.ts';
import { openRescue, realWorld } from '../targets/rescue/rescue.ts';
import type { Target } from '../targets/target.ts';
import type { Context } from './context.ts';
import { newProgress, type Progress } from './progress.ts';
import { readSettings } from './settings.ts';
import { version } from './version.ts';

/** Options that `plan` and `apply` share. */
export interface PlanWishes {
  readonly refresh: boolean;
  readonly approved: readonly string[];
}

export interface Planned extends PlanRunResult {
  readonly settings: Settings;
  /** Open until the work is done. */
  readonly target: Target;
}

/**
 * Reads the file, the directory and the account, makes the plan and gives it to `work`; the connections are closed
 * afterwards, whatever happens.
 *
 * @returns what `work` returns; null when the file has errors, which are printed then
 */
export async function withPlan<Result>(
  context: Context,
  wishes: PlanWishes,
  work: (planned: Planned) => Promise<Result>,
): Promise<Result | null> {
  return withTarget(context, async (opened) => work(await planNow(context, opened, wishes)));
}

/** Reads the directory and the account, and makes the plan. */
export async function planNow(
  context: Context,
  { settings, target, progress }: Opened,
  { refresh, approved }: PlanWishes,
): Promise<Planned> {
  const directory = await openDirectory(settings.directory, context.env);
  const { signal } = context;
  const result = await makePlan({
    settings,
    directory,
    target,
    adsyncVersion: version(),
    now: new Date(),
    signal,
    refresh,
    approved,
    progress: (text) => {
      progress.show(text);
    },
  });
  progress.clear();
  return { ...result, settings, target };
}

export interface Opened {
  readonly settings: Settings;
  readonly target: Target;
  readonly progress: Progress;
}

/** Reads the file, opens the account for `work`, and closes it afterwards, whatever happens. */
export async function withTarget<Result>(
  context: Context,
  work: (opened: Opened) => Promise<Result>,
): Promise<Result | null> {
  const settings = await readSettings(context);
  if (settings === null) return null;

  const progress = newProgress(context);
  const { signal } = context;
  const log = (text: string): void => {
    progress.log(text);
  };
  const http = openHttp({ ca: settings.rescue.ca, env: context.env });
  try {
    const target = await openRescue(settings.rescue, realWorld({ signal, log, fetch: http.fetch }));
    try {
      return await work({ settings, target, progress });
    } finally {
      progress.clear();
      await target.close();
    }
  } finally {
    await http.close();
  }
}
