import type { Command } from 'commander';
import type { Cli } from './command.ts';
import { STATE_DIR, stateDirOf } from './state-dir.ts';
import { TARGET, targetWishes } from './target-option.ts';

const HELP = `
Looks step by step whether a run could work: Node.js, the file, where secrets come from, name, connection and certificate
of each host, the proxy, the login to the directory and what may be read there, credentials and rights of each account,
clocks, the state folder and its lock. Each step that fails says what to do. It reads, and changes nothing. An account that
fails does not keep the others from being looked at. The exit code is 1 if anything fails, and 0 if there are only
warnings.

Examples:
  adsync doctor                        what a run needs, step by step
  adsync doctor --target rescue        of the accounts only this one
  adsync doctor --json | jq '.checks[] | select(.result == "fail")'`;

export function doctorCommand(cli: Cli): Command {
  return cli
    .command('doctor', 'check step by step whether a run could work')
    .option('--json', 'what was found as a document for programs')
    .option(...STATE_DIR)
    .option(...TARGET)
    .addHelpText('after', HELP)
    .action(
      cli.action(async (context, options) => {
        const { runDoctor } = await import('./run-doctor.ts');
        return runDoctor(context, {
          json: options['json'] === true,
          targets: targetWishes(options),
          stateDir: () => stateDirOf(context, options['stateDir']),
        });
      }),
    );
}
