import { terminalText } from '../render/escape.ts';
import { readHistory, readOneRun } from '../run/history.ts';
import { foreignText } from '../run/sentences.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { historyLines } from './history-text.ts';
import { writeLine } from './progress.ts';
import { runDetails } from './run-details.ts';
import { runLines } from './run-text.ts';
import { sayFeed } from './say-feed.ts';
import { surroundingsOf } from './surroundings.ts';

export interface HistoryOptions {
  readonly stateDir: string;
  readonly json: boolean;
  readonly limit: number;
}

/** Lists the runs, newest first. @throws Failure STATE_UNREADABLE */
export async function showHistory(context: Context, { stateDir, json, limit }: HistoryOptions): Promise<ExitCode> {
  const { runs, foreign, feed } = await readHistory({ stateDir, surroundings: surroundingsOf(context) }, limit);
  for (const one of foreign) writeLine(context, foreignText(one));
  if (!json && runs.length > 0) sayFeed(context, feed);
  if (json) context.terminal.stdout.writeJson({ format: 'adsync.history/1', feed, runs });
  else if (runs.length === 0) print(context, [`No runs in ${terminalText(stateDir)}.`]);
  else print(context, historyLines(context.mask(runs)));
  return EXIT.done;
}

export interface RunOptions {
  readonly stateDir: string;
  readonly json: boolean;
  /** Any part of the run's name that fits no other. */
  readonly run: string;
}

/** Shows one run with every change. @throws Failure RUN_UNKNOWN, RUN_AMBIGUOUS, RUN_FORMAT, STATE_UNREADABLE */
export async function showRun(context: Context, { stateDir, json, run }: RunOptions): Promise<ExitCode> {
  const { record, summary } = await readOneRun({ stateDir, surroundings: surroundingsOf(context) }, run);
  if (json) context.terminal.stdout.writeJson({ format: 'adsync.run/1', ...summary, ...runDetails(record) });
  else print(context, runLines(record, summary));
  return EXIT.done;
}

function print({ terminal }: Context, lines: readonly string[]): void {
  terminal.stdout.write(`${lines.join('\n')}\n`);
}
