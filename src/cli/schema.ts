import { dirname, join, resolve } from 'node:path';
import { Argument, type Command } from 'commander';
import type { Cli } from './command.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';

/** Not secret: whoever may read the folder. */
const READABLE = 0o644;

const HELP = `
sync describes the YAML file: an editor with a YAML language server completes and checks the file by it. --write puts it
beside the file (see --file) as sync.schema.json; the first line of the file names it:
# yaml-language-server: $schema=sync.schema.json
plan describes what "adsync plan --json" prints, and apply what "adsync apply --yes --json" and "adsync retry --yes --json"
print. explain describes what "adsync explain --json" prints, cases the files of "adsync test", snapshot the file that
"adsync snapshot" writes, log a line of --log json, and doctor what "adsync doctor --json" prints.

Examples:
  adsync schema --write                sync.schema.json beside sync.yaml
  adsync schema --write -f it/rescue.yaml
  adsync schema plan > plan.schema.json`;

export function schemaCommand(cli: Cli): Command {
  return cli
    .command('schema', 'print a JSON Schema')
    .addArgument(
      new Argument('[name]', 'which one')
        .choices(['sync', 'plan', 'apply', 'explain', 'cases', 'snapshot', 'log', 'doctor'])
        .default('sync'),
    )
    .option('--write', 'write it beside the YAML file instead, in place of an earlier one')
    .addHelpText('after', HELP)
    .action(
      cli.action(async (context, options, [name = 'sync']) => {
        const schema = await schemaText(name);
        if (options['write'] === true) await writeBeside(context, name, schema);
        else context.terminal.stdout.write(schema);
        return EXIT.done;
      }),
    );
}

/** @throws Failure OUTPUT_… */
async function writeBeside(context: Context, name: string, schema: string): Promise<void> {
  const { mustBeWritable } = await import('../files/replaceable.ts');
  const { writeAtomically } = await import('../files/atomic.ts');
  const shown = join(dirname(context.file), `${name}.schema.json`);
  const path = resolve(context.cwd, shown);
  await mustBeWritable(path, shown, 'schema', false);
  await writeAtomically(path, (file) => file.writeFile(schema), READABLE);
  if (!context.quiet) context.terminal.stderr.write(`The schema was written to ${shown}.\n`);
}

async function schemaText(name: string): Promise<string> {
  const { SCHEMA_TEXTS } = await import('../../generated/schema-texts.ts');
  return SCHEMA_TEXTS[name as keyof typeof SCHEMA_TEXTS];
}
