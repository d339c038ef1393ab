import type { Command } from 'commander';
import type { Cli } from './command.ts';
import { STATE_DIR, stateDirOf } from './state-dir.ts';
import { TARGET, targetWishes } from './target-option.ts';

const HELP = `
Looks step by step whether a run could work: Node.js, the file, where secrets come from, name, connection and certificate
of each host, the proxy, the login to the directory and what may be read there, credentials and rights of each account,
clocks, the state folder and its lock. Each step that fails says what to do. It reads, and changes nothing but with
--probe. An account that fails does not keep the others from being looked at. The exit code is 1 if anything fails, and 0 if
there are only warnings.

With --record it also asks the accounts whatever can be read, says one by one what their answers say to the open questions
about the services, shows what it would keep, and asks before it writes FILE. Tokens stand in the place of names, addresses,
descriptions and numbers. The file can stand as rescue.profile in the YAML file.

With --probe it tries on one Rescue user what no reading tells, as how long a description may be. It writes the description
of that user, reads it, and puts it back, and asks for a yes of its own before each of five steps; so it needs a terminal.
The user must be a disabled technician without a mark of adsync, with a short plain description.

Examples:
  adsync doctor                        what a run needs, step by step
  adsync doctor --target rescue        of the accounts only this one
  adsync doctor --record rescue.json   and record how the accounts answer, after a look at it
  adsync doctor --probe --probe-user 400011   try on this user what only a write tells
  adsync doctor --json | jq '.checks[] | select(.result == "fail")'`;

export function doctorCommand(cli: Cli): Command {
  return cli
    .command('doctor', 'check step by step whether a run could work')
    .option('--json', 'what was found as a document for programs')
    .option('--record <file>', 'record how the accounts answer, without names, and say what that says')
    .option('--yes', 'keep the recording without asking')
    .option('--force', 'replace a file that is no earlier recording')
    .option('--probe', 'try on one user what only a write tells, with a question before each step')
    .option('--probe-user <user>', 'number or address of the disabled user on which --probe tries it')
    .option(...STATE_DIR)
    .option(...TARGET)
    .addHelpText('after', HELP)
    .action(
      cli.action(async (context, options) => {
        const { runDoctor } = await import('./run-doctor.ts');
        return runDoctor(context, {
          json: options['json'] === true,
          targets: targetWishes(options),
          record: typeof options['record'] === 'string' ? options['record'] : null,
          yes: options['yes'] === true,
          force: options['force'] === true,
          probe: options['probe'] === true,
          probeUser: typeof options['probeUser'] === 'string' ? options['probeUser'] : null,
          stateDir: () => stateDirOf(context, options['stateDir']),
        });
      }),
    );
}
