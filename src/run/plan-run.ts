import { absentUsers } from '../core/absent.ts';
import type { HeldSets } from '../core/approvals.ts';
import { Failure } from '../core/failure.ts';
import type { KnownNames } from '../core/known-names.ts';
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
  /** What names of mappings are known to mean for an account; absent = nothing is known. */
  readonly knownNames?: (account: string) => Promise<KnownNames>;
  readonly progress: (text: string) => void;
}

export interface PlanRunResult {
  readonly plan: Plan;
  /** The account as the plan saw it. */
  readonly account: AccountReading;
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
  let made = await planFrom(first, await readAccount(run), run);
  for (let looks = 1; looks < LOOKS; looks++) {
    const absent = absentUsers(made.plan);
    if (absent.size === 0 || first.type === 'file') return made;
    run.progress(`reading the directory again, for ${absent.size} users would be disabled because they are not in it`);
    made = await planFrom(await readDirectory(run), made.account, run);
    if ([...absentUsers(made.plan)].every((node) => absent.has(node))) return made;
  }
  throw new Failure(
    'DIRECTORY_UNSTEADY',
    `The directory was read ${LOOKS} times, and each time other people were missing, so nothing is planned.`,
    'Try again when its groups are not being changed, and ask whether one of its servers is in trouble.',
  );
}

async function readAccount(run: PlanRun): Promise<AccountReading> {
  const { settings, target } = run;
  run.progress('reading the organization tree of the account');
  const account = await target.read();
  if (!run.refresh) return account;
  const roles = new Set(settings.rescue.mappings.map(({ role }) => role));
  const users = account.users.filter(({ role, email }) => roles.has(role) && email !== '');
  return await addDetails(
    run,
    account,
    users.map(({ id }) => id),
  );
}

/** Plans, and asks for users' details until the planner has seen enough. */
async function planFrom(reading: DirectoryReading, start: AccountReading, run: PlanRun): Promise<PlanRunResult> {
  const { settings, adsyncVersion, now, approved, earlier = new Map() } = run;
  let account = start;
  const knownNames = await run.knownNames?.(start.account);
  for (;;) {
    run.signal.throwIfAborted();
    const input = { settings, reading, account, adsyncVersion, approved, earlier, createdAt: now.toISOString() };
    const planned = planAccount(knownNames === undefined ? input : { ...input, knownNames });
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
