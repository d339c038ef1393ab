import { type Command, InvalidArgumentError } from 'commander';
import type { Cli } from './command.ts';

const HELP = `
Changes are saved to the file at once. It ends with Ctrl-C (or SIGTERM). The stand-in listens on 127.0.0.1 only.
A single command needs none of this: "url: sandbox:account.json" in the YAML file starts one for itself.

Examples:
  adsync sandbox --account account.json --init     create an empty account and serve it
  adsync sandbox --account account.json --port 8080 --log requests.jsonl`;

export function sandboxCommand(cli: Cli): Command {
  return cli
    .command('sandbox', 'serve a stand-in Rescue account for rehearsals')
    .requiredOption('--account <file>', 'the account, a JSON file')
    .option('--init', 'create the account first; refuses to overwrite one')
    .option('--port <number>', 'where to listen; any free port by default', parsePort, 0)
    .option('--log <file>', 'append every request as a line of JSON, secrets left out')
    .addHelpText('after', HELP)
    .action(
      cli.action(async (context, options) => {
        const { serveSandbox } = await import('./serve-sandbox.ts');
        return serveSandbox(context, {
          account: String(options['account']),
          init: options['init'] === true,
          port: Number(options['port']),
          log: typeof options['log'] === 'string' ? options['log'] : null,
        });
      }),
    );
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a number from 0 to 65535.');
}
