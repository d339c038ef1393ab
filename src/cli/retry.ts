import type { Command } from 'commander';
import { APPROVE, approvalWishes, ONLY } from './approve-option.ts';
import type { Cli } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { STATE_DIR, stateDirOf } from './state-dir.ts';
import { TARGET, targetWishes } from './target-option.ts';

const HELP = `
Looks up what the last run did not make (failed, stale, skipped, or not reached when it broke off), makes a new plan,
keeps only the changes of those users and groups and what these need, shows them, asks, and carries them out.

Examples:
  adsync retry                     shows what is left and asks
  adsync retry --yes               for CI jobs and timers: does not ask`;

export function retryCommand(cli: Cli): Command {
  return cli
    .command('retry', 'try again what the last run did not make')
    .option('-y, --yes', 'do not ask')
    .option(...STATE_DIR)
    .option('--refresh', 'ask for the details of every technician first, as in plan --refresh')
    .option(...APPROVE)
    .option(...ONLY)
    .option(...TARGET)
    .addHelpText('after', HELP)
    .action(
      cli.action(async (context, options) => {
        const wishes = { refresh: options['refresh'] === true, ...approvalWishes(options) };
        const stateDir = await stateDirOf(context, options['stateDir']);
        const { exitCodeOfRun, newApplyJob } = await import('./apply-job.ts');
        const asked = { stateDir, yes: options['yes'] === true, command: 'retry', targets: targetWishes(options) };
        const job = await newApplyJob(context, asked);
        if (job === null) return EXIT.failed;
        const { runRetry } = await import('../run/retry.ts');
        return exitCodeOfRun(await runRetry(job, wishes), context);
      }),
    );
}
