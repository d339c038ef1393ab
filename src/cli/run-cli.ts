import { type Command, CommanderError } from 'commander';
import type { Body, Cli, Conventions } from './command.ts';
import { COMMANDS } from './commands.ts';
import type { Context, Host } from './context.ts';
import { type FromEnvironment, takeFromEnvironment, takeMandatory } from './environment.ts';
import { EXIT, type ExitCode, exitCodeOf } from './exit-codes.ts';
import { hostIn } from './global-options.ts';
import { guardedHost } from './guarded-host.ts';
import { newContext } from './new-context.ts';
import { openContext } from './open-context.ts';
import { refuseOddValues } from './option-values.ts';
import { newProgram } from './program.ts';

export { newProgram } from './program.ts';

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
  let context = newContext(host, NO_OPTIONS);
  let environment: FromEnvironment = { taken: [], misspelt: [] };
  const ended: { code: ExitCode } = { code: EXIT.done };

  const program = newProgram(host);
  const cli: Cli = {
    command: (name, summary) => program.command(name).summary(summary).description(sentence(summary)),
    action:
      (body: Body, { logs = false }: Conventions = {}) =>
      async (...given) => {
        const command = given.at(-1) as Command;
        environment = takeFromEnvironment(command, host.env);
        const here = hostIn(host, command.optsWithGlobals()['chdir']);
        context = await openContext(command, here, logs);
        warnOfMisspelt(environment, context);
        ended.code = await body(context, command.opts(), command.args);
      },
  };
  for (const define of COMMANDS) define(cli);
  refuseOddValues(program);
  takeEarly(program, host);

  try {
    await program.parseAsync(argv);
    if (ended.code === EXIT.failed) sayTaken(environment, host);
    return ended.code;
  } catch (error) {
    // The parser has said what it had to say, be it help or what is wrong with the command line.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.failed;
    const { printError } = await import('./errors.ts');
    printError(error, context);
    sayTaken(environment, host);
    return exitCodeOf(error);
  }
}

const NO_OPTIONS = { file: '', color: null, verbose: false, quiet: false };

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** The parser looks for options that a command cannot do without before it runs the command. */
function takeEarly(command: Command, host: Host): void {
  command.hook('preSubcommand', (_command, inner) => {
    takeMandatory(inner, host.env);
  });
  command.commands.forEach((inner) => {
    takeEarly(inner, host);
  });
}

function warnOfMisspelt({ misspelt }: FromEnvironment, { quiet, terminal }: Context): void {
  if (quiet) return;
  for (const { name, near } of misspelt) {
    terminal.stderr.write(`warning ENV_UNKNOWN ${name} is no variable of adsync. Did you mean ${near}?\n`);
  }
}

/** Whoever looks for the mistake on the command line would not find it. */
function sayTaken({ taken }: FromEnvironment, { stderr }: Host): void {
  if (taken.length > 0) stderr.write(`  Options from the environment: ${taken.join(', ')}.\n`);
}
