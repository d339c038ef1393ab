import type { Command } from 'commander';
import type { Cli } from './command.ts';
import { DRY_RUN, withEntryOptions, withPositions } from './mapping-options.ts';
import { TARGET } from './target-option.ts';

const HELP = `
Changes the mappings of rescue: and the rules of goto: in the YAML file itself, for scripts and pull requests. Comments,
order and everything else stay as they are, byte for byte. The file is checked before it is written, without any network
and without secrets. A mapping is named by one of its directory groups, its Rescue group, or its number in the list.

Examples:
  adsync mapping list
  adsync mapping add --directory-group "CN=Tier 1,OU=Groups,DC=corp,DC=example" --rescue-group "Technicians/Tier 1"
  adsync mapping remove "Technicians/Tier 1"
  adsync mapping move "Technicians/Tier 1" --first`;

const ADD_HELP = `
With --rescue-group it is a mapping of rescue:, else a rule of goto:. It is put behind all others, where --first, --before
and --after do not say otherwise. A mapping that is there already, with the same options, changes nothing: exit code 0.

Examples:
  adsync mapping add --directory-group "CN=Tier 1,OU=Groups,DC=corp,DC=example" --rescue-group "Technicians/Tier 1" --dry-run
  adsync mapping add --directory-group Night --rescue-group Technicians/Night --no-full-group --before "Technicians/Tier 1"
  adsync mapping add --directory-group Sales --products Meeting,Connect --user-group Sales`;

const REMOVE_HELP = `
The comment lines right above the mapping go with it. The last mapping of a section stays: the file would not be valid.
Users are not touched; the next plan says what becomes of those whom no mapping has any more.

Examples:
  adsync mapping remove "Technicians/Tier 1" --dry-run
  adsync mapping remove Sales --target goto`;

const MOVE_HELP = `
The first mapping that has a person keeps them, so order is priority. The comment lines right above the mapping go with it.

Examples:
  adsync mapping move "Technicians/Tier 1" --first
  adsync mapping move 4 --before 2 --dry-run`;

const LIST_HELP = `
Nothing but the file is read.

Examples:
  adsync mapping list
  adsync mapping list --json | jq -r '.mappings[] | [.number, .directoryGroups[0], .rescueGroup] | @tsv'`;

export function mappingCommand(cli: Cli): Command {
  const mapping = cli.command('mapping', 'list, add, remove and move mappings and rules in the file');
  withPositions(withEntryOptions(sub(mapping, 'add', 'add a mapping or a rule to the file')))
    .option(...DRY_RUN)
    .addHelpText('after', ADD_HELP)
    .action(
      cli.action(async (context, options) => {
        const { addMapping } = await import('./change-mapping.ts');
        return addMapping(context, options);
      }),
    );
  sub(mapping, 'remove', 'take a mapping or a rule out of the file')
    .argument('<which>', 'directory group, Rescue group or number')
    .option(...TARGET)
    .option(...DRY_RUN)
    .addHelpText('after', REMOVE_HELP)
    .action(
      cli.action(async (context, options, [which = '']) => {
        const { removeMapping } = await import('./change-mapping.ts');
        return removeMapping(context, which, options);
      }),
    );
  withPositions(sub(mapping, 'move', 'give a mapping or a rule another place in its list'))
    .argument('<which>', 'directory group, Rescue group or number')
    .option(...TARGET)
    .option(...DRY_RUN)
    .addHelpText('after', MOVE_HELP)
    .action(
      cli.action(async (context, options, [which = '']) => {
        const { moveMapping } = await import('./change-mapping.ts');
        return moveMapping(context, which, options);
      }),
    );
  sub(mapping, 'list', 'list the mappings and rules of the file')
    .option(...TARGET)
    .option('--json', 'the mappings as JSON on stdout')
    .addHelpText('after', LIST_HELP)
    .action(
      cli.action(async (context, options) => {
        const { listMappings } = await import('./change-mapping.ts');
        return listMappings(context, options);
      }),
    );
  return mapping.addHelpText('after', HELP);
}

function sub(mapping: Command, name: string, summary: string): Command {
  return mapping
    .command(name)
    .summary(summary)
    .description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`);
}
