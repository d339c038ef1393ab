import type { Command } from 'commander';
import type { Cli } from './command.ts';

const HELP = `
Asks for the directory, the account, the groups and the options, and tries the credentials on the spot; all of it only
reads. Before it ends it counts members against the ceilings and shows what a first run would do. A file that is there is
changed in place: comments and order stay. Secrets are never written: the file gets \${NAME}, and .env.example the names.
Ctrl-C or Esc at any point leaves nothing written. Without a terminal: adsync mapping. A rehearsal needs no account:
"Another address", then the address that adsync sandbox prints.

Examples:
  adsync init
  adsync init -f customers/north.yaml
  adsync init --from-account           propose directory groups with the names of the account's groups`;

export function initCommand(cli: Cli): Command {
  return cli
    .command('init', 'make sync.yaml step by step, or change it, and try it on the spot')
    .option('--from-account', 'read the Rescue account first, and propose pairs of equal names')
    .addHelpText('after', HELP)
    .action(
      cli.action(
        async (context, options) => {
          const { showInit } = await import('./show-init.ts');
          return showInit(context, options['fromAccount'] === true);
        },
        { here: true },
      ),
    );
}
