import type { Command } from 'commander';
import type { Cli } from './command.ts';
import { groupsCountCommand } from './groups-count.ts';
import { groupsListCommand } from './groups-list.ts';
import { groupsSearchCommand } from './groups-search.ts';

const HELP = `
All of them only read. Search and count ask the directory, list asks the account. A search needs a file with a directory:
section, a list also the account's, a count also the mappings.

Examples:
  adsync groups search helpdesk        groups with "helpdesk" in their name
  adsync groups list --rescue          the groups of the account
  adsync groups count                  the mapped groups against the ceilings`;

export function groupsCommand(cli: Cli): Command {
  const groups = cli.command(
    'groups',
    'find directory groups to map, list those of the account, and count those that are mapped',
  );
  groupsSearchCommand(groups, cli);
  groupsListCommand(groups, cli);
  groupsCountCommand(groups, cli);
  return groups.addHelpText('after', HELP);
}
