import type { Command } from 'commander';
import { APPROVE, approvalWishes, ONLY } from './approve-option.ts';
import type { Cli, Options } from './command.ts';
import { Failure } from '../core/failure.ts';
import { EXIT } from './exit-codes.ts';
import { LOG, LOG_FILE, LOG_KEEP, LOG_LEVEL } from './log-options.ts';
import { STATE_DIR, stateDirOf } from './state-dir.ts';
import { TARGET, targetWishes } from './target-option.ts';

const HELP = `
Makes a plan, shows it, asks, and carries it out; or carries out a saved one, once, while the YAML file is the same and
the plan is no older than maxPlanAge (24h). Nothing is ever deleted. A change that fails does not stop the
others; what could not be done is listed at the end, and the exit code is 3. Ctrl-C finishes the changes under way.
With ADSYNC_PLAN_KEY in the environment only plans are applied that plan --out has signed with the same key.

Examples:
  adsync apply                     shows the plan and asks
  adsync apply --yes               for CI jobs and timers: does not ask
  adsync apply plan.json           exactly what was reviewed; what has changed since is stale, and left alone
  adsync apply --approve d12-4f0e8b6a2f6f41c09b3d7a5e8c1f2d60
                                   lets this held set through, and no other
  adsync apply --approve d12-4f0e8b6a2f6f41c09b3d7a5e8c1f2d60 --only ada@corp.example,bob@corp.example
                                   lets these two of the set through
  adsync apply plan.json --approved plan.xlsx
                                   only the rows that say yes in the column Approve of the workbook; held ones, too
  adsync apply plan.json --target rescue
                                   this account of the plan only; the others can be applied later
  adsync apply --yes --json | jq -r '.outcomes[] | select(.result == "failed") | .text'
                                   the outcome for programs, with the plan; see adsync schema apply`;

export function applyCommand(cli: Cli): Command {
  return cli
    .command('apply', 'carry out what plan shows')
    .argument('[plan]', 'a plan saved with plan --out, applied exactly as it was reviewed')
    .option('-y, --yes', 'do not ask')
    .option('--json', 'print what became of it as one document for programs; needs --yes')
    .option(...STATE_DIR)
    .option('--refresh', 'ask for the details of every user of a mapped role first, as in plan --refresh')
    .option(...APPROVE)
    .option(...ONLY)
    .option(
      '--approved <file>',
      'of a saved plan, make only what is approved in its workbook (plan --out with --excel)',
    )
    .option(...TARGET)
    .option(...LOG)
    .option(...LOG_LEVEL)
    .option(...LOG_FILE)
    .option(...LOG_KEEP)
    .addHelpText('after', HELP)
    .action(
      cli.action(async (context, options, [plan = null]) => {
        const workbook = workbookOf(options, plan);
        const wishes = { refresh: options['refresh'] === true, ...approvalWishes(options) };
        const json = options['json'] === true;
        const stateDir = await stateDirOf(context, options['stateDir']);
        const { endRun, newApplyJob } = await import('./apply-job.ts');
        const rest = plan === null ? 'adsync plan --excel FILE shows all' : `${plan} holds all`;
        const asked = {
          stateDir,
          yes: options['yes'] === true,
          json,
          command: 'apply',
          rest,
          targets: targetWishes(options),
        };
        const job = await newApplyJob(context, asked);
        if (job === null) return EXIT.failed;
        const { runApply } = await import('../run/apply.ts');
        const { runApplySaved } = await import('../run/apply-saved.ts');
        const result = plan === null ? await runApply(job, wishes) : await runApplySaved(job, plan, wishes, workbook);
        return await endRun(result, context, job, json);
      }),
    );
}

/** @throws Failure APPROVED_NEEDS_PLAN, APPROVED_OR_APPROVE */
function workbookOf(options: Options, plan: string | null): string | null {
  const { approved, approve, only } = options;
  if (typeof approved !== 'string') return null;
  if (plan === null) {
    throw new Failure(
      'APPROVED_NEEDS_PLAN',
      `--approved names ${approved}, in which the changes of a saved plan were approved, and no plan is named.`,
      `Name the plan that was saved with the workbook: adsync apply plan.json --approved ${approved}`,
    );
  }
  if (approve === undefined && only === undefined) return approved;
  throw new Failure(
    'APPROVED_OR_APPROVE',
    `--approved names ${approved}, in which held changes are approved as well, and --approve is given besides.`,
    'Leave --approve and --only out, and approve the held rows in the workbook.',
  );
}
