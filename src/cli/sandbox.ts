import { type Command, InvalidArgumentError } from 'commander';
import type { Cli } from './command.ts';

const HELP = `
Changes of an account are saved to its file at once. The stand-ins listen on 127.0.0.1 only and end with Ctrl-C (or
SIGTERM). A single command needs no server for an account: "url: sandbox:account.json" starts one for itself.
GoTo is served at one address, for "url:" and "authUrl:"; --init gives the account a super admin, two licences
(Meeting and Connect), a user group and a custom role. Where nothing is known of the service, "switches" in the file of
an account choose how it behaves, and "faults" what goes wrong. None of this was tried against the live services.
The stand-in Graph is served over https by an authority of its own, which is written to a file for "ca:".

Examples:
  adsync sandbox --account account.json --init     create an empty account and serve it
  adsync sandbox --account account.json --port 8080 --log requests.jsonl
  adsync sandbox --goto goto.json --init           create a GoTo account and serve it
  adsync sandbox --graph                           serve Entra ID with the example people
  adsync sandbox --graph --tenant tenant.json --account account.json`;

export function sandboxCommand(cli: Cli): Command {
  return cli
    .command('sandbox', 'serve stand-ins of a Rescue account, a GoTo account and Entra ID, for rehearsals')
    .option('--account <file>', 'serve the Rescue account in this JSON file')
    .option('--goto <file>', 'serve the GoTo account in this JSON file')
    .option('--init', 'create the accounts first; refuses to overwrite one')
    .option('--port <number>', 'where to listen for the Rescue account; any free port by default', parsePort, 0)
    .option('--goto-port <number>', 'where to listen for GoTo; any free port by default', parsePort, 0)
    .option('--graph', 'serve Microsoft Graph and its authority')
    .option('--tenant <file>', 'the people and groups of Graph, a JSON file; the example people by default')
    .option('--graph-port <number>', 'where to listen for Graph; any free port by default', parsePort, 0)
    .option('--ca <file>', 'where to write the authority to trust (PEM)', 'graph-ca.pem')
    .option('--log <file>', 'append every request as a line of JSON, secrets left out')
    .addHelpText('after', HELP)
    .action(
      cli.action(async (context, options) => {
        const { serveSandbox } = await import('./serve-sandbox.ts');
        const text = (name: string): string | null => (typeof options[name] === 'string' ? options[name] : null);
        const account = text('account');
        const goto = text('goto');
        const init = options['init'] === true;
        return serveSandbox(context, {
          account: account === null ? null : { file: account, init, port: Number(options['port']) },
          goto: goto === null ? null : { file: goto, init, port: Number(options['gotoPort']) },
          graph:
            options['graph'] === true
              ? { tenant: text('tenant'), ca: String(options['ca']), port: Number(options['graphPort']) }
              : null,
          log: text('log'),
        });
      }),
    );
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a number from 0 to 65535.');
}
