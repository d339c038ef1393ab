import { type HeldSets, heldSets, staleText } from '../plan/approvals.ts';
import { Failure } from '../core/failure.ts';
import type { Plan } from '../plan/model.ts';
import type { Settings } from '../core/settings.ts';
import { openDirectory } from '../directory/open.ts';
import { openHttp } from '../net/http.ts';
import { recallHolds, rememberHolds } from '../run/holds.ts';
import { recallNames } from '../run/names.ts';
import { readPast } from '../run/past.ts';
import { makePlan, type PlanRunResult } from '../run/plan-run.ts';
import { openRescue, realWorld } from '../targets/rescue/rescue.ts';
import type { Target } from '../targets/target.ts';
import type { Context } from './context.ts';
import { newProgress, type Progress, writeLine } from './progress.ts';
import { readSettings } from './settings.ts';
import { version } from './version.ts';

/** Options that `plan` and `apply` share. */
export interface PlanWishes {
  readonly refresh: boolean;
  readonly approved: readonly string[];
  /** Of whom the approved ids let through a part only; empty = everybody. */
  readonly only: readonly string[];
  readonly stateDir: string;
}

export interface Planned extends Omit<PlanRunResult, 'holds'> {
  readonly settings: Settings;
  /** Open until the work is done. */
  readonly target: Target;
}

/** Reads the directory and the account, and makes the plan. */
export async function planNow(
  context: Context,
  { settings, target, progress }: Opened,
  { refresh, approved, only, stateDir }: PlanWishes,
): Promise<Planned> {
  const directory = await openDirectory(settings.directory, context.env);
  const { signal } = context;
  const earlier = await recallHolds(stateDir, [...approved, ...settings.approve.map(({ id }) => id)]);
  const result = await makePlan({
    settings,
    directory,
    target,
    adsyncVersion: version(),
    now: new Date(),
    signal,
    refresh,
    approved,
    only,
    earlier,
    past: (account) => readPast({ stateDir, account, settings, now: new Date() }),
    knownNames: (account) => recallNames(stateDir, account),
    progress: (text) => {
      progress.show(text);
    },
  });
  progress.clear();
  sayStaleApprovals(context, result.plan, earlier);
  await rememberHolds(stateDir, result.holds).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    progress.log(error.message);
  });
  return { ...result, settings, target };
}

/** The plan itself says nothing that depends on what this machine remembers. */
function sayStaleApprovals(context: Context, { changes, notices }: Plan, earlier: HeldSets): void {
  const held = heldSets(changes);
  for (const { subject } of notices.filter(({ code }) => code === 'APPROVAL_STALE')) {
    const stood = earlier.get(subject);
    if (stood !== undefined && held.size > 0) writeLine(context, staleText(subject, held, stood));
  }
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
