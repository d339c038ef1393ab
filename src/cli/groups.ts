import type { Command } from 'commander';
import type { Cli } from './command.ts';
import { groupsCountCommand } from './groups-count.ts';
import { groupsSearchCommand } from './groups-search.ts';

const HELP = `
Both only read the directory; the account is not asked. A search needs a file with a directory: section, a count also
the mappings.

Examples:
  adsync groups search helpdesk        groups with "helpdesk" in their name
  adsync groups count                  the mapped groups against the ceilings`;

export function groupsCommand(cli: Cli): Command {
  const groups = cli.command('groups', 'find directory groups to map, and count those that are mapped');
  groupsSearchCommand(groups, cli);
  groupsCountCommand(groups, cli);
  return groups.addHelpText('after', HELP);
}
