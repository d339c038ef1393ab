import type { Command } from 'commander';
import type { Cli } from './command.ts';

const HELP = `
Lists the groups of the account with the users who stand in each (enabled, and all), and which lines of the file map it:
"line 16" names the group, "below line 16" is linked to a directory group inside the mapped one, "not there yet" would be
created. The account is read and the directory is not. The file needs a directory: and a rescue: section, and no mapping.

Examples:
  adsync groups list --rescue          the paths to write as rescueGroup
  adsync groups list --rescue --json | jq -r '.groups[] | select(.lines == []) | .rescueGroup'`;

export function groupsListCommand(groups: Command, cli: Cli): Command {
  return groups
    .command('list')
    .summary('list the groups of the account, and which of them are mapped')
    .description('List the groups of the account, and which of them are mapped.')
    .requiredOption('--rescue', 'the groups of the Rescue account')
    .option('--json', 'the groups as JSON on stdout')
    .addHelpText('after', HELP)
    .action(
      cli.action(async (context, options) => {
        const { showAccountGroups } = await import('./show-groups.ts');
        return showAccountGroups(context, 'rescue', options['json'] === true);
      }),
    );
}
