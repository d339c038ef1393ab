import type { Command } from 'commander';
import { type Cli, texts } from './command.ts';
import { LOG, LOG_FILE, LOG_KEEP, LOG_LEVEL } from './log-options.ts';
import { STATE_DIR, stateDirOf } from './state-dir.ts';
import { TARGET, targetWishes } from './target-option.ts';

const HELP = `
Saves everything that a plan is made from: the mapped directory groups with everything inside them and their people, the
accounts with the details of all users, and what the state folder knows. "adsync plan --from FILE" then gives the same
plan without any network and without secrets. The snapshot holds no secret, but it names people: it is for its owner only,
and replaces an earlier snapshot and nothing else without --force. With --pseudonymise tokens stand in the place of names,
addresses and ids of people, so that it can lie in a repository; groups keep their names, as the file names them anyway.

Examples:
  adsync snapshot snapshot.json                 everything that the file needs
  adsync plan --from snapshot.json              the plan from it, offline
  adsync snapshot snapshot.json --group "Night Shift"
                                                this directory group too, to map it later
  ADSYNC_PSEUDONYM_KEY=… adsync snapshot tests/company.json --pseudonymise
                                                for a repository: nobody without the key can tell who is who`;

export function snapshotCommand(cli: Cli): Command {
  return cli
    .command('snapshot', 'save everything that a plan is made from')
    .argument('<file>', 'where the snapshot goes')
    .option(
      '--group <group>',
      'hold this directory group too, named as in the file. May be given several times',
      (text: string, before: unknown): string[] => [...texts(before), text],
    )
    .option(
      '--pseudonymise',
      'put tokens in the place of everything about people, made with ADSYNC_PSEUDONYM_KEY (at least 32 characters)',
    )
    .option('--force', 'replace a file that is no earlier snapshot')
    .option(...STATE_DIR)
    .option(...TARGET)
    .option(...LOG)
    .option(...LOG_LEVEL)
    .option(...LOG_FILE)
    .option(...LOG_KEEP)
    .addHelpText('after', HELP)
    .action(
      cli.action(async (context, options, [file = '']) => {
        const { writeSnapshot } = await import('./write-snapshot.ts');
        return writeSnapshot(context, {
          file,
          groups: texts(options['group']),
          pseudonymise: options['pseudonymise'] === true,
          force: options['force'] === true,
          targets: targetWishes(options),
          stateDir: await stateDirOf(context, options['stateDir']),
        });
      }),
    );
}
