import pLimit from 'p-limit';
import { Failure } from '../core/failure.ts';
import type { Change, Outcome, Plan } from '../plan/model.ts';
import { type ApprovedChanges, leftOut } from '../plan/approved-changes.ts';
import { isMade } from '../plan/exit.ts';
import { phasesOf } from '../plan/order.ts';
import type { Applier, BeginOptions } from '../targets/target.ts';
import { newBreaker } from './breaker.ts';
import type { RunJournal } from './journal.ts';

export interface ApplyRun {
  readonly plan: Plan;
  /** How many changes may be under way at a time. */
  readonly concurrent: number;
  /** Readies the account as the plan saw it. */
  readonly begin: (options: BeginOptions) => Applier;
  /** When it is aborted, changes under way are finished and no other is begun. */
  readonly signal: AbortSignal;
  /** Whether a change has to wait for the end of a freeze that has begun since the plan was made. Absent = none has to. */
  readonly waits?: (change: Change) => boolean;
  readonly onOutcome: (change: Change, outcome: Outcome) => void;
  /** Takes every call before it is sent, and every outcome; null = nothing is written down. It is closed by the caller. */
  readonly journal?: RunJournal | null;
  /** What a saved plan leaves behind in everything it changes; null = nothing. */
  readonly mark?: string | null;
  /** What is made of the plan; null = all of it. */
  readonly approved?: ApprovedChanges | null;
}

export interface ApplyRunResult {
  /** One for every change of the plan, in the plan's order. */
  readonly outcomes: readonly Outcome[];
  /** Why the run was given up before its end; null when it was not. */
  readonly failure: Failure | null;
}

/** Executes a plan phase by phase (plan/order.ts). A change that fails does not stop the others, except those that need it. */
export async function applyPlan(run: ApplyRun): Promise<ApplyRunResult> {
  const results = new Map<string, Outcome>();
  const givenUp = new AbortController();
  const applier = run.begin({
    journal: run.journal ?? null,
    mark: run.mark ?? null,
    changes: run.plan.changes,
    stop: AbortSignal.any([run.signal, givenUp.signal]),
  });
  const breaker = newBreaker();
  let failure: Failure | null = null;

  function giveUp(why: Failure | null): void {
    failure ??= why;
    if (failure !== null) givenUp.abort();
  }

  async function execute(change: Change): Promise<Outcome> {
    const obstacle = obstacleTo(change, results, run, failure);
    if (obstacle !== null) return { change: change.id, result: 'skipped', text: obstacle };
    if (change.blocked !== undefined) return { change: change.id, result: 'failed', ...change.blocked };
    try {
      const { serviceFailed = false, ...outcome } = await applier.apply(change);
      if (outcome.result !== 'skipped') giveUp(breaker.note(serviceFailed));
      return outcome;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      giveUp(error);
      return { change: change.id, result: 'failed', text: error.message };
    }
  }

  for (const outcome of leftOut(run.plan, run.approved ?? null)) {
    results.set(outcome.change, outcome);
    run.journal?.outcome(outcome);
  }
  const phases = phasesOf(run.plan.changes);
  for (const phase of [...new Set(phases.values())].sort((a, b) => a - b)) {
    const changes = run.plan.changes.filter(({ id }) => phases.get(id) === phase && !results.has(id));
    await runPhase(changes, run.concurrent, execute, (change, outcome) => {
      results.set(change.id, outcome);
      run.journal?.outcome(outcome);
      run.onOutcome(change, outcome);
    });
  }
  return { outcomes: run.plan.changes.flatMap(({ id }) => results.get(id) ?? []), failure };
}

/** Runs the changes of one phase side by side; each waits for those it needs. */
async function runPhase(
  changes: readonly Change[],
  concurrent: number,
  execute: (change: Change) => Promise<Outcome>,
  settle: (change: Change, outcome: Outcome) => void,
): Promise<void> {
  const limit = pLimit(concurrent);
  const byId = new Map(changes.map((change) => [change.id, change]));
  const running = new Map<string, Promise<void>>();
  function start(change: Change): Promise<void> {
    const known = running.get(change.id);
    if (known !== undefined) return known;
    const needed = change.needs.flatMap((id) => byId.get(id) ?? []);
    const promise = Promise.all(needed.map(start)).then(() =>
      limit(async () => {
        settle(change, await execute(change));
      }),
    );
    running.set(change.id, promise);
    return promise;
  }
  await Promise.all(changes.map(start));
}

const NOT_TRIED = { result: 'skipped' } as const;

function obstacleTo(
  change: Change,
  results: ReadonlyMap<string, Outcome>,
  run: ApplyRun,
  failure: Failure | null,
): string | null {
  if (failure !== null) return 'the run was given up before';
  if (run.signal.aborted) return 'the run was interrupted before';
  if (change.held !== null) return `held by ${change.held.limit}`;
  if (run.waits?.(change) === true) return 'held by a freeze of the file, which has begun since';
  const missing = change.needs.find((id) => !isMade(results.get(id) ?? NOT_TRIED));
  if (missing === undefined) return null;
  const name = run.plan.changes.find(({ id }) => id === missing)?.name ?? missing;
  return `needs a change that was not made: ${name}`;
}
