import { Argument, type Command } from 'commander';
import { Failure } from '../core/failure.ts';
import type { Cli } from './command.ts';
import { EXIT } from './exit-codes.ts';

const HELP = `
sync describes the YAML file: give it to your editor (first line of the file:
# yaml-language-server: $schema=sync.schema.json). plan describes what "adsync plan --json" prints, and apply what
"adsync apply --yes --json" and "adsync retry --yes --json" print.

Examples:
  adsync schema > sync.schema.json
  adsync schema plan`;

export function schemaCommand(cli: Cli): Command {
  return cli
    .command('schema', 'print a JSON Schema')
    .addArgument(new Argument('[name]', 'which one').choices(['sync', 'plan', 'apply']).default('sync'))
    .addHelpText('after', HELP)
    .action(
      cli.action(async (context, _options, [name = 'sync']) => {
        context.terminal.stdout.write(await readSchema(name));
        return EXIT.done;
      }),
    );
}

/** The schemas lie beside src/ and dist/. */
async function readSchema(name: string): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  try {
    return await readFile(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8');
  } catch (cause) {
    const message = `The schema "${name}" is missing in this installation.`;
    throw new Failure('SCHEMA_MISSING', message, 'Install adsync again.', { cause });
  }
}
