import type { Command } from 'commander';
import type { Cli } from './command.ts';

const HELP = `
Counts people: direct members, everybody in the groups inside as well, and who would stand in each Rescue group (those
enabled, with a login id, and kept by no earlier mapping). The exit code is 1 when a group is missing or was read only
in part, or when a ceiling is exceeded, so that a plan would be refused.

Examples:
  adsync groups count
  adsync groups count --json | jq '.mappings[] | select(.error)'`;

export function groupsCountCommand(groups: Command, cli: Cli): Command {
  return groups
    .command('count')
    .summary('count the members of the mapped groups against the ceilings')
    .description('Count the members of the mapped groups against the ceilings.')
    .option('--json', 'the counts as JSON on stdout')
    .addHelpText('after', HELP)
    .action(
      cli.action(async (context, options) => {
        const { showCounts } = await import('./show-groups.ts');
        return showCounts(context, options['json'] === true);
      }),
    );
}
