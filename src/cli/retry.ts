import type { Command } from 'commander';
import { APPROVE, approvalWishes, ONLY } from './approve-option.ts';
import type { Cli } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { LOG, LOG_FILE, LOG_KEEP, LOG_LEVEL } from './log-options.ts';
import { STATE_DIR, stateDirOf } from './state-dir.ts';
import { TARGET, targetWishes } from './target-option.ts';
import { KIND, kindWishes } from './word-option.ts';

const HELP = `
Looks up what the last run did not make (failed, stale, skipped, or not reached when it broke off), makes a new plan,
keeps only the changes of those users and groups and what these need, shows them, asks, and carries them out. With --kind
it keeps only those that failed in this way; the others stay for later.

Examples:
  adsync retry                     shows what is left and asks
  adsync retry --yes               for CI jobs and timers: does not ask
  adsync retry --kind out-of-licences --kind transient
                                   after licences were bought, and the service works again
  adsync retry --target rescue     this section of the file only, where it has several`;

export function retryCommand(cli: Cli): Command {
  return cli
    .command('retry', 'try again what the last run did not make')
    .option('-y, --yes', 'do not ask')
    .option('--json', 'print what became of it as one document for programs; needs --yes')
    .option(...KIND)
    .option(...STATE_DIR)
    .option('--refresh', 'ask for the details of every user of a mapped role first, as in plan --refresh')
    .option(...APPROVE)
    .option(...ONLY)
    .option(...TARGET)
    .option(...LOG)
    .option(...LOG_LEVEL)
    .option(...LOG_FILE)
    .option(...LOG_KEEP)
    .addHelpText('after', HELP)
    .action(
      cli.action(async (context, options) => {
        const wishes = { refresh: options['refresh'] === true, ...approvalWishes(options) };
        const json = options['json'] === true;
        const stateDir = await stateDirOf(context, options['stateDir']);
        const { endRun, newApplyJob } = await import('./apply-job.ts');
        const rest = 'adsync plan --excel FILE shows all that is left';
        const asked = {
          stateDir,
          yes: options['yes'] === true,
          json,
          command: 'retry',
          rest,
          targets: targetWishes(options),
        };
        const job = await newApplyJob(context, asked);
        if (job === null) return EXIT.failed;
        const { runRetry } = await import('../run/retry.ts');
        return await endRun(await runRetry(job, { ...wishes, kinds: kindWishes(options) }), context, job, json);
      }),
    );
}
