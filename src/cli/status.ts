import { type Command, InvalidArgumentError } from 'commander';
import type { Cli } from './command.ts';
import { parseDuration } from '../config/duration.ts';
import { STATE_DIR } from './state-dir.ts';

const HELP = `
Reads the state folder, and nothing else: what "adsync run" has written there, and the journals of apply, retry, undo and run.
It says whether "adsync run" is at work, when the next round begins, and what is held or fails since when. Where only
"adsync apply" is used, by cron or by hand, the last run of each account is looked at. Times are UTC.

Exit codes, the first that fits: 4 "adsync run" is not at work, or overdue; 1 the last round or run failed as a whole, the file
is broken, or there is no record; 3 something is held, or single changes failed; 0 all is well.

Examples:
  adsync status                          how things stand with sync.yaml
  adsync status -f emea.yaml -f apac.yaml
  adsync status > /dev/null              the exit code alone, for monitoring
  adsync status --within 2h              exit code 4 also where no round has gone well in the last two hours
  adsync status --json | jq -r '.files[].findings[] | [.since, .code, .text] | @tsv'`;

export function statusCommand(cli: Cli): Command {
  return cli
    .command('status', 'say how things stand: is it running, what is held or failed, when is the next round')
    .option(
      '--within <duration>',
      'a round must have gone well within this time, as 2h; only with adsync run',
      duration,
    )
    .option('--json', 'for programs')
    .option(...STATE_DIR)
    .addHelpText('after', HELP)
    .action(
      cli.action(
        async (context, { within, json, stateDir }) => {
          const { showStatus } = await import('./show-status.ts');
          return showStatus(context, {
            within: typeof within === 'number' ? within : null,
            json: json === true,
            stateDir,
          });
        },
        { several: true },
      ),
    );
}

function duration(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds !== null) return milliseconds;
  throw new InvalidArgumentError('Write how long, as 90m, 2h or 1d.');
}
