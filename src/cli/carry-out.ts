import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { approve, cannotApply } from '../core/can-apply.ts';
import { applyExitCode } from '../core/exit.ts';
import { Failure } from '../core/failure.ts';
import type { Outcome, Plan } from '../core/model.ts';
import { loadPlan } from '../planfile/load.ts';
import { spend } from '../planfile/ledger.ts';
import { renderOutcomes } from '../render/outcomes.ts';
import { renderText } from '../render/text.ts';
import { applyPlan } from '../run/apply-run.ts';
import type { Context } from './context.ts';
import { printError } from './errors.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { newProgress, writeLine } from './progress.ts';
import { interruptedCode } from './signals.ts';
import { type Opened, type Planned, type PlanWishes, withPlan, withTarget } from './with-plan.ts';

export interface ApplyOptions extends PlanWishes {
  readonly yes: boolean;
  /** A saved plan to be applied as it is; null = make one now. */
  readonly plan: string | null;
  /** Where it is noted that a plan is spent; null = `.adsync` beside the YAML file. */
  readonly stateDir: string | null;
}

/**
 * Plans, shows the plan, asks, executes it and says what became of it.
 *
 * @throws Failure when nobody can be asked, or the plan cannot be made
 */
export async function carryOut(context: Context, options: ApplyOptions): Promise<ExitCode> {
  const { yes } = options;
  if (!yes && !canAsk(context)) {
    throw new Failure(
      'CONSENT_MISSING',
      'There is no terminal to ask at, so nothing was read or changed.',
      'Look at the plan with "adsync plan", then run "adsync apply --yes".',
    );
  }
  const { plan } = options;
  const done =
    plan === null
      ? await withPlan(context, options, (planned) => execute(planned, options, context))
      : await withTarget(context, (opened) => executeSaved(plan, opened, options, context));
  return done ?? EXIT.failed;
}

/** A saved plan is applied as it was reviewed, or not at all: the directory is not even looked at. */
async function executeSaved(
  path: string,
  { settings, target, progress }: Opened,
  options: ApplyOptions,
  context: Context,
): Promise<ExitCode> {
  const saved = await loadPlan(resolve(context.cwd, path));
  progress.show('reading the organization tree of the account');
  const account = await target.read();
  progress.clear();
  const obstacle = cannotApply(saved, { settings, account, now: new Date() });
  if (obstacle !== null) throw obstacle;
  const plan = approve(saved, options.approved);
  const stateDir = resolve(context.cwd, options.stateDir ?? join(dirname(context.file), '.adsync'));
  return await execute({ plan, account, settings, target }, options, context, () =>
    spend(plan.planId, stateDir, new Date()),
  );
}

async function execute(
  { plan, account, settings, target }: Planned,
  { yes }: ApplyOptions,
  context: Context,
  beforeFirst: () => Promise<void> = () => Promise.resolve(),
): Promise<ExitCode> {
  const { stdout } = context.terminal;
  const style = { color: stdout.color, columns: stdout.columns };
  stdout.write(renderText(plan, style));
  if (plan.changes.length === 0) return applyExitCode(plan, []);
  if (!yes && !(await consent(plan, context))) {
    writeLine(context, 'Nothing was changed.');
    return EXIT.failed;
  }

  await beforeFirst();
  const progress = newProgress(context);
  let settled = 0;
  const { outcomes, failure } = await applyPlan({
    plan,
    account,
    target,
    concurrent: settings.rescue.requests.concurrent,
    signal: context.signal,
    onOutcome(change, { result, text }) {
      settled += 1;
      progress.show(`${settled} of ${plan.changes.length}: ${change.name} ${result}${text === '' ? '' : `: ${text}`}`);
    },
  });
  progress.clear();
  stdout.write(`\n${renderOutcomes(plan, outcomes, style)}`);
  if (failure !== null) printError(failure, context);
  return exitCodeOf(plan, outcomes, failure, context);
}

function exitCodeOf(plan: Plan, outcomes: readonly Outcome[], failure: Failure | null, context: Context): ExitCode {
  const wrote = outcomes.some(({ result }) => result === 'done');
  const interrupted = interruptedCode(context.signal);
  if (interrupted !== null) {
    writeLine(context, 'Interrupted. The changes under way were finished; run apply again for the rest.');
    return wrote ? interrupted : EXIT.failed;
  }
  if (failure !== null && !wrote) return EXIT.failed;
  return applyExitCode(plan, outcomes);
}

function canAsk({ terminal }: Context): boolean {
  return terminal.stdin.isTTY && terminal.stderr.isTTY;
}

/** Only the whole word counts: an answer typed ahead by accident changes nobody's access. */
async function consent(plan: Plan, context: Context): Promise<boolean> {
  const { stdin, stderr } = context.terminal;
  const count = plan.changes.length;
  stderr.write(`\nMake ${count === 1 ? 'this change' : `these ${count} changes`} in the account? Type yes to go on: `);
  // Without `terminal` the interface leaves Ctrl-C to the process.
  const lines = createInterface({ input: stdin.stream, terminal: false, signal: context.signal });
  try {
    for await (const line of lines) return line.trim().toLowerCase() === 'yes';
    stderr.write('\n');
    return false;
  } finally {
    lines.close();
  }
}
