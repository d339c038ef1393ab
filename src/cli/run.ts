import type { Command } from 'commander';
import { type Cli, type Options } from './command.ts';
import { Failure } from '../core/failure.ts';
import { LOG, LOG_FILE, LOG_KEEP, LOG_LEVEL } from './log-options.ts';
import { STATE_DIR } from './state-dir.ts';

const HELP = `
Plans and applies at the interval of the file (interval: 15m), day and night, until it is told to stop. It asks nothing; what
a limit holds waits for an approval in the file. The file and its secrets are read anew when they change. A file with
errors is said, and the last good one stays in force. After three rounds that failed the next ones are farther apart.
A directory that shows that it is as it was is read in full once in some rounds only (fullReadingEvery: 8).
SIGTERM, Ctrl-C and the file "stop" in the state folder end it: the changes under way are finished. SIGHUP reads the file anew.
Records of runs are cleared after retention (90d), as far as nothing needs them. See docs/run.md.

Examples:
  adsync run                             synchronises sync.yaml every 15 minutes, and begins at once
  adsync run --once                      one round, for cron and timers
  adsync run --wait                      the first round begins after an interval
  adsync run --dry-run --excel plans     changes nothing: each plan that differs from the one before is a workbook in plans/
  adsync run --log json --log-file adsync.log
                                         the log as JSON, on stderr and in a file that is kept small
  adsync run --listen 127.0.0.1:9464     serves health and metrics as well (docs/monitoring.md)
  adsync run --notify-test               tries the notifications of the file, and ends
  adsync run -f emea.yaml -f apac.yaml   two files, each with its own schedule; one that fails does not stop the other`;

export function runCommand(cli: Cli): Command {
  return cli
    .command('run', 'synchronise at an interval, day and night')
    .option('--once', 'make one round, and end')
    .option('--wait', 'wait for an interval before the first round')
    .option('--dry-run', 'change nothing, and write each plan into a file with the date in its name')
    .option('--excel <dir>', 'with --dry-run, the folder for workbooks; the current one by default')
    .option('--json <dir>', 'with --dry-run, the folder for plan documents, instead of workbooks or beside them')
    .option('--stop-file <file>', 'a further file that ends adsync once it is there')
    .option('--listen <host:port>', 'serve /healthz, /readyz and /metrics there, as 127.0.0.1:9464')
    .option('--notify-test', 'send a test message to everybody under "notify" in the file, and end')
    .option(...STATE_DIR)
    .option(...LOG)
    .option(...LOG_LEVEL)
    .option(...LOG_FILE)
    .option(...LOG_KEEP)
    .addHelpText('after', HELP)
    .action(
      cli.action(
        async (context, options) => {
          checkTogether(options);
          if (options['notifyTest'] === true) return (await import('./notify-test.ts')).testNotify(context);
          const { runFiles } = await import('./run-files.ts');
          return await runFiles(context, options);
        },
        { logs: true, several: true },
      ),
    );
}

/** @throws Failure DRY_RUN_MISSING */
function checkTogether({ dryRun, excel, json }: Options): void {
  if (dryRun === true || (excel === undefined && json === undefined)) return;
  throw new Failure(
    'DRY_RUN_MISSING',
    '--excel and --json write the plans of a dry run, and --dry-run is not given. Nothing was read or changed.',
    'Add --dry-run, or leave --excel and --json out.',
  );
}
