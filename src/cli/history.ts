import { type Command, InvalidArgumentError } from 'commander';
import type { Cli } from './command.ts';
import { STATE_DIR, stateDirOf } from './state-dir.ts';

const HELP = `
Reads the journals of apply and retry on this machine, and nothing else: neither the YAML file nor the account.

Examples:
  adsync history                   the last 20 runs, newest first
  adsync history 2026-11-22T0912   one run: every change, its calls, and what became of it
  adsync history --json | jq '.runs[] | select(.failed > 0)'`;

export function historyCommand(cli: Cli): Command {
  return cli
    .command('history', 'list what was done, or show one run')
    .argument('[run]', 'a run, as the list names it; any part that fits only one will do')
    .option('-n, --limit <count>', 'how many runs to list', count, 20)
    .option('--json', 'for programs')
    .option(...STATE_DIR)
    .addHelpText('after', HELP)
    .action(
      cli.action(async (context, options, [run = null]) => {
        const { showHistory, showRun } = await import('./show-history.ts');
        const stateDir = await stateDirOf(context, options['stateDir']);
        const json = options['json'] === true;
        return run === null
          ? showHistory(context, { stateDir, json, limit: Number(options['limit']) })
          : showRun(context, { stateDir, json, run });
      }),
    );
}

function count(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number from 1.');
}
