import { Command, CommanderError, Option } from 'commander';
import type { Body, Cli, Conventions } from './command.ts';
import { COMMANDS } from './commands.ts';
import type { Host } from './context.ts';
import { guardedHost } from './guarded-host.ts';
import { EXIT, type ExitCode, exitCodeOf } from './exit-codes.ts';
import { logWishes } from './log-options.ts';
import { newContext } from './new-context.ts';
import { refuseOddValues } from './option-values.ts';
import { VERSION } from '../../generated/version.ts';

const EXAMPLES = `
Examples:
  adsync validate                      check sync.yaml without any network
  adsync validate -f other.yaml
  adsync COMMAND --help                options and examples of one command

Exit codes: 0 done, 1 could not do it, 2 changes are pending (plan --detailed-exitcode),
3 some changes were not made, 4 refused, 129/130/143 interrupted while applying.`;

/**
 * Runs one command line.
 *
 * @param argv as in `process.argv`: the first two entries are skipped
 * @param unguarded is written to by nobody else
 * @returns the exit code; everything there is to say was written to the host
 */
export async function runCli(argv: readonly string[], unguarded: Host): Promise<ExitCode> {
  const host = guardedHost(unguarded);
  // Before the options are known, errors are shown as without any.
  let context = newContext(host, { file: '', color: true, verbose: false, quiet: false });
  let code: ExitCode = EXIT.done;

  const program = newProgram(host);
  const cli: Cli = {
    command: (name, summary) => program.command(name).summary(summary).description(sentence(summary)),
    action:
      (body: Body, { logs = false }: Conventions = {}) =>
      async (...given) => {
        const command = given.at(-1) as Command;
        const options = command.optsWithGlobals();
        const files = [options['file']].flat().map(String);
        context = newContext(host, {
          file: files.at(-1) ?? '',
          files,
          color: options['color'] === true,
          verbose: options['verbose'] === true,
          quiet: options['quiet'] === true,
        });
        const wishes = logWishes(command, logs);
        if (wishes !== null) context = (await import('./with-log.ts')).withLog(context, wishes);
        code = await body(context, command.opts(), command.args);
      },
  };
  for (const define of COMMANDS) define(cli);
  refuseOddValues(program);

  try {
    await program.parseAsync(argv);
    return code;
  } catch (error) {
    // The parser has said what it had to say, be it help or what is wrong with the command line.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.failed;
    const { printError } = await import('./errors.ts');
    printError(error, context);
    return exitCodeOf(error);
  }
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

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
    .option('-f, --file <path>', 'the YAML file; run takes several', collect, 'sync.yaml')
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
