import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Cli } from './command.ts';
import { addFilters, isFiltered } from './history-filter.ts';
import { STATE_DIR, stateDirOf } from './state-dir.ts';

const HELP = `
Reads the journals of apply and retry on this machine, and nothing else: neither the YAML file nor the account. With one
of --person, --operation, --kind, --status, --target, --since, --until, --changes or --csv it lists single changes; an
option that is given several times lets through what fits one of its values. Times are UTC.

Examples:
  adsync history                   the last 20 runs, newest first
  adsync history 2026-11-22T0912   one run: who started it, every change with its calls, and what became of it
  adsync history --person ada      what was done to Ada, in all runs
  adsync history --status failed --status pending --since 12h
                                   who needs somebody now
  adsync history --kind out-of-licences --since 2026-11-01 --until 2026-11-30
  adsync history --changes --since 31d --limit 100000 --csv > november.csv
  adsync history --json | jq '.runs[] | select(.failed > 0)'
  adsync history --json | jq '.feed.failed'`;

/** Changes are listed by the screenful, runs by the day. */
const LIMITS = { runs: 20, changes: 100 };

export function historyCommand(cli: Cli): Command {
  const command = cli
    .command('history', 'list what was done, or show one run')
    .argument('[run]', 'a run, as the list names it; any part that fits only one will do')
    .option(
      '-n, --limit <count>',
      `how many to list; ${LIMITS.runs} runs or ${LIMITS.changes} changes by default`,
      count,
    )
    .option('--changes', 'list single changes, not runs');
  return addFilters(command)
    .option('--json', 'for programs')
    .addOption(new Option('--csv', 'the changes as a table for spreadsheets (RFC 4180, UTF-8)').conflicts('json'))
    .option(...STATE_DIR)
    .addHelpText('after', HELP)
    .action(
      cli.action(async (context, options, [run = null]) => {
        const stateDir = await stateDirOf(context, options['stateDir']);
        const json = options['json'] === true;
        const csv = options['csv'] === true;
        const limit = options['limit'] === undefined ? null : Number(options['limit']);
        if (csv || options['changes'] === true || isFiltered(options)) {
          const { showChanges } = await import('./show-changes.ts');
          const form = csv ? 'csv' : json ? 'json' : 'text';
          return showChanges(context, { stateDir, form, run, options, limit: limit ?? LIMITS.changes });
        }
        const { showHistory, showRun } = await import('./show-history.ts');
        return run === null
          ? showHistory(context, { stateDir, json, limit: limit ?? LIMITS.runs })
          : showRun(context, { stateDir, json, run });
      }),
    );
}

function count(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number from 1.');
}
