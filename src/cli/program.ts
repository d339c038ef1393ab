import { Command, Option } from 'commander';
import { VERSION } from '../../generated/version.ts';
import type { Host } from './context.ts';
import { FILE_NAME } from './find-file.ts';

const EXAMPLES = `
Examples:
  adsync validate                      check sync.yaml without any network
  adsync validate -f other.yaml
  adsync COMMAND --help                options and examples of one command

Without --file, sync.yaml is looked for in this folder and in those above it, up to the folder with .git. Every option can
be set by a variable: --state-dir by ADSYNC_STATE_DIR, --json by ADSYNC_JSON=1; not those that agree to something (--yes,
--approve, --only, --approved, --force). The command line goes before the environment.

Exit codes: 0 done, 1 could not do it, 2 changes are pending (plan --detailed-exitcode),
3 some changes were not made, 4 refused, 129/130/143 interrupted while applying.`;

/** Every value of an option that may be given several times; the default counts only where it is not given. */
function collect(value: string, before: unknown): string[] {
  return Array.isArray(before) ? [...before.map(String), value] : [value];
}

/** The program with the options that all commands have, and no command yet. */
export function newProgram(host: Pick<Host, 'stdout' | 'stderr'>): Command {
  return new Command('adsync')
    .description(
      'Keeps the people of Active Directory or Entra ID in step with LogMeIn Rescue and GoTo: plan, review, apply.',
    )
    .version(VERSION, '-V, --version', 'print the version')
    .option(
      '-f, --file <path>',
      'the YAML file; - for standard input. run, status and service take several',
      collect,
      FILE_NAME,
    )
    .option('-C, --chdir <dir>', 'change to this folder first')
    .option('--allow-commands', 'run the programs that the file names for its secrets: ${cmd:…}')
    .option('--no-input', 'ask nobody: what would be asked is refused, with what to do instead')
    .option('--color', 'colours also where there is no terminal, as with FORCE_COLOR=1')
    .option('--no-color', 'no colours, as with NO_COLOR=1')
    .option('-v, --verbose', 'say more on stderr')
    .addOption(new Option('-q, --quiet', 'only errors on stderr').conflicts('verbose'))
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText('after', EXAMPLES)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => {
        host.stdout.write(text);
      },
      writeErr: (text) => {
        host.stderr.write(text);
      },
      getOutHelpWidth: () => host.stdout.columns || 100,
      getErrHelpWidth: () => host.stderr.columns || 100,
    });
}
