import type { HeldSets } from '../core/approvals.ts';
import type { AccountReading, DirectoryReading, NodeId, Plan } from '../core/model.ts';
import { planAccount, withDetails } from '../core/plan.ts';
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
  /** Whom holds of former plans stood for. */
  readonly earlier?: HeldSets;
  readonly progress: (text: string) => void;
}

export interface PlanRunResult {
  readonly plan: Plan;
  /** The account as the plan saw it. */
  readonly account: AccountReading;
}

/**
 * Reads the directory and the account and makes the plan, asking for users' details until the planner has seen enough.
 *
 * @throws Failure when the directory or the account as a whole cannot be read
 */
export async function makePlan(run: PlanRun): Promise<PlanRunResult> {
  const { settings, target, adsyncVersion, now } = run;
  const reading = await readDirectory(run);
  run.progress('reading the organization tree of the account');
  let account = await target.read();
  if (run.refresh) {
    const roles = new Set(settings.rescue.mappings.map(({ role }) => role));
    const users = account.users.filter(({ role, email }) => roles.has(role) && email !== '');
    account = await addDetails(
      run,
      account,
      users.map(({ id }) => id),
    );
  }
  for (;;) {
    run.signal.throwIfAborted();
    const { approved, earlier = new Map() } = run;
    const input = { settings, reading, account, adsyncVersion, approved, earlier, createdAt: now.toISOString() };
    const planned = planAccount(input);
    if (planned.kind === 'plan') return { plan: planned.plan, account };
    account = await addDetails(run, account, planned.ids);
  }
}

async function readDirectory({ settings, directory, signal, now, progress }: PlanRun): Promise<DirectoryReading> {
  const wanted = settings.rescue.mappings.map(({ directoryGroup, subgroups }) => {
    return { ref: directoryGroup, nested: subgroups !== 'ignore' };
  });
  return await directory.read(wanted, { signal, now, progress });
}

async function addDetails(run: PlanRun, account: AccountReading, ids: readonly NodeId[]): Promise<AccountReading> {
  const details = await run.target.readDetails(ids, (done) => {
    run.progress(`reading details of users: ${done} of ${ids.length}`);
  });
  return withDetails(account, ids, details);
}
