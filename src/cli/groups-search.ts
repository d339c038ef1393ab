import { type Command, InvalidArgumentError } from 'commander';
import type { Cli } from './command.ts';

const HELP = `
Looks for a part of the name, in any case: cn, sAMAccountName and displayName in Active Directory and in files; in
Entra ID the beginning of the display name, or whole words of it. No character is special: * stands for itself.
The file needs no more than its directory: section. Shows kind, direct members of any sort, mail, and the lines of the file that map the group already.

Examples:
  adsync groups search helpdesk
  adsync groups search "tier 1" --limit 5
  adsync groups search sales --domain OU=Groups       below the base of the file
  adsync groups search sales --domain emea.corp.example
  adsync groups search sales --all --json | jq -r '.groups[].label'`;

export function groupsSearchCommand(groups: Command, cli: Cli): Command {
  return groups
    .command('search')
    .summary('find directory groups by a part of their name')
    .description('Find directory groups by a part of their name.')
    .argument('<term>', 'a part of the name')
    .option('--limit <number>', 'show at most so many', wholeNumber, 20)
    .option('--all', 'show all that were found')
    .option('--domain <name>', 'a DNS domain or a DN to search below; not for Entra ID')
    .option('--json', 'the groups as JSON on stdout')
    .addHelpText('after', HELP)
    .action(
      cli.action(async (context, options, [term = '']) => {
        const { showFound } = await import('./show-groups.ts');
        return showFound(context, {
          term,
          limit: options['all'] === true ? Infinity : Number(options['limit']),
          base: typeof options['domain'] === 'string' ? options['domain'] : null,
          json: options['json'] === true,
        });
      }),
    );
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1.');
}
