import { groupBy } from '../../core/collections.ts';
import { Failure } from '../../core/failure.ts';
import { planExitCode, type RunResult, runExitCode } from '../../plan/exit.ts';
import type { Change, Outcome, Plan } from '../../plan/model.ts';
import type { FailedInRound, HeldInRound, RoundCount, RoundFailure, RoundReport, UnreadInRound } from './events.ts';

/** What one round found, before it is compared with the round before. */
export interface Found extends Pick<RoundReport, 'exitCode' | 'end' | 'people' | 'groups' | 'counts' | 'failure'> {
  readonly held: readonly Omit<HeldInRound, 'since'>[];
  readonly failed: readonly Omit<FailedInRound, 'since'>[];
  readonly unread: readonly Omit<UnreadInRound, 'since'>[];
  /** Types of the targets that were planned: of others nothing new is known. Empty where the round did not get so far. */
  readonly seen: ReadonlySet<string>;
  /** Ids of changes that are still planned, and were not tried. */
  readonly untried: ReadonlySet<string>;
  /** Whether anything in an account was changed, or may have been. */
  readonly wrote: boolean;
  /** What the plan had to say besides, each as a sentence. */
  readonly notices: readonly string[];
}

const NOTHING: Found = {
  exitCode: 0,
  end: 'done',
  people: null,
  groups: null,
  counts: [],
  failure: null,
  held: [],
  failed: [],
  unread: [],
  seen: new Set(),
  untried: new Set(),
  wrote: false,
  notices: [],
};

/**
 * What a round found that was to change something.
 *
 * @param interruptedCode the exit code of the signal that has told it to stop
 */
export function foundByApply(result: RunResult, interruptedCode: number): Found {
  const { plan, outcomes, failure, wrote, interrupted } = result;
  const code = runExitCode(result);
  const about = plan === null ? NOTHING : foundInPlan(plan, outcomes, 'skipped');
  const end = interrupted ? 'interrupted' : failure !== null ? 'failed' : code === 0 ? 'done' : 'incomplete';
  return {
    ...about,
    // What was cut short says nothing about what it did not come to.
    ...(interrupted ? { seen: new Set<string>() } : {}),
    exitCode: code === 'interrupted' ? interruptedCode : code,
    end,
    failure: failure === null ? null : failureOf(failure, 1).failure,
    wrote,
  };
}

/** What a dry run found. */
export function foundByPlan(plan: Plan): Found {
  const exitCode = planExitCode(plan, false);
  return { ...foundInPlan(plan, [], 'planned'), exitCode, end: exitCode === 0 ? 'done' : 'incomplete' };
}

/** What a round found that was cut short before anything was written. */
export function foundNothing(end: 'interrupted', exitCode: number): Found {
  return { ...NOTHING, end, exitCode };
}

/** What a round found that an error has ended. @param exitCode as the command line would end with it */
export function failureOf(error: unknown, exitCode: number): Found & { readonly failure: RoundFailure } {
  return { ...NOTHING, end: 'failed', exitCode, failure: failureText(error) };
}

/** What is no `Failure` is a bug: it must not end the rounds of other files, nor of this one. */
function failureText(error: unknown): RoundFailure {
  if (error instanceof Failure) return { code: error.code, text: error.message, advice: error.advice };
  const text = error instanceof Error ? error.message : String(error);
  return { code: 'INTERNAL', text, advice: 'This is a bug in adsync. Please report it.' };
}

function foundInPlan(plan: Plan, outcomes: readonly Outcome[], otherwise: 'planned' | 'skipped'): Found {
  const byChange = new Map(outcomes.map((outcome) => [outcome.change, outcome]));
  const resultOf = (change: Change): RoundCount['result'] =>
    change.held === null ? (byChange.get(change.id)?.result ?? otherwise) : 'held';
  return {
    ...NOTHING,
    people: plan.directory.people,
    groups: plan.directory.groups,
    counts: countsOf(plan.changes, resultOf),
    held: heldOf(plan.changes),
    failed: plan.changes.flatMap((change) => failedOf(change, byChange.get(change.id))),
    unread: plan.notices.flatMap(({ severity, code, subject, text }) =>
      severity === 'error' ? [{ code, subject, text }] : [],
    ),
    seen: new Set(plan.targets.map(({ type }) => type)),
    untried: new Set(plan.changes.filter((change) => isUntried(resultOf(change))).map(({ id }) => id)),
    notices: plan.notices
      .filter(({ severity }) => severity !== 'info')
      .map(({ severity, code, text }) => `${severity} ${code} ${text}`),
  };
}

function isUntried(result: RoundCount['result']): boolean {
  return result === 'planned' || result === 'skipped';
}

function countsOf(changes: readonly Change[], resultOf: (change: Change) => RoundCount['result']): RoundCount[] {
  const counts = new Map<string, RoundCount>();
  for (const change of changes) {
    for (const operation of change.operations) {
      const one = { target: typeOf(change), operation, result: resultOf(change) };
      const key = [one.target, operation, one.result].join(' ');
      counts.set(key, { ...one, count: (counts.get(key)?.count ?? 0) + 1 });
    }
  }
  return [...counts.values()];
}

function heldOf(changes: readonly Change[]): Omit<HeldInRound, 'since'>[] {
  const held = changes.flatMap((change) => (change.held === null ? [] : [{ ...change.held, target: typeOf(change) }]));
  return [...groupBy(held, ({ id }) => id)].flatMap(([id, [first, ...rest]]) =>
    first === undefined ? [] : [{ id, target: first.target, limit: first.limit, people: rest.length + 1 }],
  );
}

function failedOf(change: Change, outcome: Outcome | undefined): Omit<FailedInRound, 'since'>[] {
  if (outcome?.result !== 'failed') return [];
  const { kind = 'unknown', text } = outcome;
  return [{ change: change.id, target: typeOf(change), name: change.name, kind, text }];
}

/** `rescue:560961` → `rescue` */
function typeOf({ target }: Change): string {
  return target.slice(0, target.indexOf(':'));
}
