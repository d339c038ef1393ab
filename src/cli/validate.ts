import type { Loaded } from '../config/load.ts';
import type { DirectorySettings, Settings } from '../core/settings.ts';
import type { Cli } from './command.ts';
import type { Command } from 'commander';
import { terminalText } from '../render/escape.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

const HELP = `
Secrets and certificates that the file refers to are read; nothing is sent anywhere, and no program runs: of \${cmd:…}
only the form is looked at. Errors go to stderr, all at once; the exit code is 1 if there are any.

Examples:
  adsync validate
  adsync validate -f other.yaml
  adsync validate --json               for editors and CI jobs`;

export function validateCommand(cli: Cli): Command {
  return cli
    .command('validate', 'check the file without any network')
    .option('--json', 'what was found as JSON on stdout')
    .addHelpText('after', HELP)
    .action(cli.action((context, options) => validate(context, options['json'] === true)));
}

async function validate(context: Context, json: boolean): Promise<ExitCode> {
  const { load, printDiagnostics } = await import('./settings.ts');
  const loaded = await load(context, 'sync', { formOnly: true });
  if (json) context.terminal.stdout.writeJson(answer(loaded, context));
  else await printDiagnostics(loaded, context);
  if (!loaded.ok) return EXIT.failed;
  if (!json) context.terminal.stdout.write(`${terminalText(summary(loaded.settings))}\n`);
  return EXIT.done;
}

function answer(loaded: Loaded<unknown>, { file }: Context): object {
  return { file, valid: loaded.ok, diagnostics: loaded.ok ? loaded.warnings : loaded.diagnostics };
}

function summary({ file, directory, targets }: Settings): string {
  const all = targets.map(({ type, mappings: { length }, url }) => {
    const section = targets.length > 1 ? `${type}: ` : '';
    return `${section}${length} ${length === 1 ? 'mapping' : 'mappings'}, from ${nameOf(directory)} to ${url}`;
  });
  return `${file} is valid: ${all.join('; ')}`;
}

function nameOf(directory: DirectorySettings): string {
  if (directory.type === 'ldap') return directory.baseDN;
  return directory.type === 'entra' ? `tenant ${directory.tenantId}` : (directory.shown ?? directory.path);
}
