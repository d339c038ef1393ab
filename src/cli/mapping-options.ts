import { type Command, InvalidArgumentError, Option } from 'commander';
import { texts } from './command.ts';

/** The option of all commands that change the file. */
export const DRY_RUN = ['--dry-run', 'only show how the file would change'] as const;

/** Where in the list an entry is put. */
export function withPositions(command: Command): Command {
  return command
    .addOption(new Option('--first', 'before all others').conflicts(['before', 'after', 'last']))
    .addOption(new Option('--last', 'behind all others').conflicts(['before', 'after']))
    .addOption(
      new Option('--before <which>', 'before this one: directory group, Rescue group or number').conflicts('after'),
    )
    .addOption(new Option('--after <which>', 'behind this one'));
}

/** Everything that a mapping or a rule may say. */
export function withEntryOptions(command: Command): Command {
  return command
    .requiredOption(
      '--directory-group <group>',
      'DN, objectGUID or object id, or a unique name. May be given several times',
      several,
    )
    .option('--rescue-group <path>', 'Rescue: the group to feed, as Technicians/Helpdesk')
    .option('--no-full-group', 'Rescue: leave users alone who are no members; without it they are disabled')
    .addOption(
      new Option('--subgroups <how>', 'Rescue: groups inside the directory group').choices([
        'mirror',
        'flatten',
        'ignore',
      ]),
    )
    .option('--disable-limit <share>', 'Rescue: most users of the group that may be disabled, as 20 or 10%')
    .option('--mobile-license', 'Rescue: members get the mobile add-on')
    .addOption(new Option('--sso-id <source>', 'Rescue: SSO ids of this group').choices(['none', 'email', 'upn']))
    .option('--attributes <names>', 'Rescue: fields to keep in step, as name,email,status', words)
    .option('--products <names>', 'GoTo: products of goto.products, as Meeting,Connect', words)
    .addOption(new Option('--role <role>', 'GoTo: the role of members').choices(['member', 'admin', 'superAdmin']))
    .option('--permission <name>', 'GoTo: a permission of managers. May be given several times', several)
    .option('--manages <group>', 'GoTo: a user group that managers manage. May be given several times', several)
    .option('--custom-role <name>', 'GoTo: a custom role of the account')
    .option('--user-group <name>', 'GoTo: the user group in which members stand')
    .option('--language <language>', 'GoTo: the language of new users, as de_DE')
    .option('--note <text>', 'GoTo: what the rule is for')
    .option('--expires <date>', 'the last day, as 2026-12-31');
}

function several(text: string, before: unknown): string[] {
  return [...texts(before), text];
}

function words(text: string): string[] {
  const found = text.split(',').map((word) => word.trim());
  if (found.some((word) => word === '')) throw new InvalidArgumentError('Write names with commas between them.');
  return found;
}
