import { absentUsers } from '../plan/evidence.ts';
import type { HeldSets } from '../plan/approvals.ts';
import { Failure } from '../core/failure.ts';
import type { KnownNames } from '../targets/rescue/planner/known-names.ts';
import type { AccountReading } from '../targets/rescue/planner/account.ts';
import type { DirectoryReading } from '../core/people.ts';
import type { Plan } from '../plan/model.ts';
import { planAccount } from '../targets/rescue/planner/plan.ts';
import { type TargetId, targetId } from '../core/target-id.ts';
import { NO_PAST, type Past } from '../plan/recent.ts';
import type { Settings } from '../core/settings.ts';
import type { Directory } from '../directory/directory.ts';
import type { Target } from '../targets/target.ts';

export interface PlanRun {
  readonly settings: Settings;
  readonly directory: Directory;
  readonly target: Target;
  readonly adsyncVersion: string;
  readonly now: Date;
  readonly signal: AbortSignal;
  /** Ask for the details of every user, not only where the link marker leaves them open. */
  readonly refresh: boolean;
  /** Ids of holds that may pass, beside those of the file. */
  readonly approved: readonly string[];
  /** Of whom these ids let through a part only; empty = everybody. */
  readonly only?: readonly string[];
  /** Whom holds of former plans stood for. */
  readonly earlier?: HeldSets;
  /** What earlier runs did in the account; asked for once. */
  readonly past?: (target: TargetId) => Promise<Past>;
  /** What names of mappings are known to mean for an account; absent = nothing is known. */
  readonly knownNames?: (target: TargetId) => Promise<KnownNames>;
  readonly progress: (text: string) => void;
}

export interface PlanRunResult {
  readonly plan: Plan;
  /** The account as the plan saw it. */
  readonly account: AccountReading;
  /** Everybody whom a limit would hold, by the id of the set, let through or not. */
  readonly holds: HeldSets;
}

/** How often the directory is read in all until somebody's absence is sure. */
const LOOKS = 4;

/**
 * Reads the directory and the account and makes the plan, asking for users' details until the planner has seen enough.
 *
 * Nobody is disabled for being absent from a single reading: groups are read one after the other, and who is moved from
 * one to another in between, or is missing on a server that lags behind, stands in none of them. Where the plan would do
 * so the directory is read again, until a reading misses nobody but those whom the one before it missed, too. A file
 * does not change while it is read.
 *
 * @throws Failure when the directory or the account as a whole cannot be read; DIRECTORY_UNSTEADY
 */
export async function makePlan(run: PlanRun): Promise<PlanRunResult> {
  const first = await readDirectory(run);
  const account = await readAccount(run);
  const past = await run.past?.(targetId(run.target.type, account.account));
  let made = await planFrom(first, account, run, past);
  for (let looks = 1; looks < LOOKS; looks++) {
    const absent = absentUsers(made.plan);
    if (absent.size === 0 || first.type === 'file') return made;
    run.progress(`reading the directory again, for ${absent.size} users would be disabled because they are not in it`);
    made = await planFrom(await readDirectory(run), made.account, run, past);
    if ([...absentUsers(made.plan)].every((node) => absent.has(node))) return made;
  }
  throw new Failure(
    'DIRECTORY_UNSTEADY',
    `The directory was read ${LOOKS} times, and each time other people were missing, so nothing is planned.`,
    'Try again when its groups are not being changed, and ask whether one of its servers is in trouble.',
  );
}

function readAccount({ target, refresh, progress }: PlanRun): Promise<AccountReading> {
  return target.read({ thorough: refresh, progress });
}

/** Plans, and asks for users' details until the planner has seen enough. */
async function planFrom(
  reading: DirectoryReading,
  start: AccountReading,
  run: PlanRun,
  past: Past = NO_PAST,
): Promise<PlanRunResult> {
  const { settings, adsyncVersion, now, approved, only = [], earlier = new Map() } = run;
  let account = start;
  const knownNames = await run.knownNames?.(targetId(run.target.type, start.account));
  for (;;) {
    run.signal.throwIfAborted();
    const given = { approved, only, earlier, past, ...(knownNames === undefined ? {} : { knownNames }) };
    const input = { settings, reading, account, adsyncVersion, ...given, createdAt: now.toISOString() };
    const planned = planAccount(input);
    if (planned.kind === 'plan') return { plan: planned.plan, account, holds: planned.holds };
    account = await run.target.readMore(account, planned.ids, { thorough: run.refresh, progress: run.progress });
  }
}

async function readDirectory({ settings, directory, signal, now, progress }: PlanRun): Promise<DirectoryReading> {
  const wanted = settings.rescue.mappings.map(({ directoryGroup, subgroups }) => {
    return { ref: directoryGroup, nested: subgroups !== 'ignore' };
  });
  return await directory.read(wanted, { signal, now, progress });
}
