import { Failure } from '../core/failure.ts';
import { terminalText } from '../render/escape.ts';
import { type ForeignRun, isForeign, listRuns, readJournal, type RunRecord } from './journal-read.ts';
import { JOURNAL_FORMAT } from './journal-lines.ts';
import { lockOwner } from './lock.ts';
import { type RunSummary, summaryOfRun } from './run-summary.ts';
import type { Context } from '../cli/context.ts';
import { EXIT, type ExitCode } from '../cli/exit-codes.ts';
import { historyLines, runDetails, runLines } from '../cli/history-text.ts';
import { realProcesses } from '../cli/processes.ts';
import { writeLine } from '../cli/progress.ts';
import { foreignText } from './sentences.ts';
import { version } from '../cli/version.ts';

export interface HistoryOptions {
  readonly stateDir: string;
  readonly json: boolean;
  readonly limit: number;
}

/** Lists the runs, newest first. @throws Failure STATE_UNREADABLE */
export async function showHistory(context: Context, { stateDir, json, limit }: HistoryOptions): Promise<ExitCode> {
  const summaries: RunSummary[] = [];
  for (const run of (await listRuns(stateDir)).slice(0, limit)) {
    const found = await readJournal(stateDir, run);
    if (found === null) continue;
    if (isForeign(found)) writeLine(context, foreignText(found));
    else summaries.push(await summarize(stateDir, found));
  }
  if (json) context.terminal.stdout.writeJson({ format: 'adsync.history/1', runs: summaries });
  else if (summaries.length === 0) print(context, [`No runs in ${terminalText(stateDir)}.`]);
  else print(context, historyLines(context.mask(summaries)));
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
  const record = await readJournal(stateDir, await findRun(stateDir, run));
  if (record === null) throw unknownRun(run, stateDir);
  if (isForeign(record)) throw otherFormat(record);
  const summary = await summarize(stateDir, record);
  if (json) context.terminal.stdout.writeJson({ format: 'adsync.run/1', ...summary, ...runDetails(record) });
  else print(context, runLines(record, summary));
  return EXIT.done;
}

async function findRun(stateDir: string, part: string): Promise<string> {
  const found = (await listRuns(stateDir)).filter((name) => name.includes(part));
  const [first] = found;
  if (first === undefined) throw unknownRun(part, stateDir);
  if (found.length === 1 || found.includes(part)) return found.includes(part) ? part : first;
  const some = found.slice(0, 5).join(', ');
  throw new Failure('RUN_AMBIGUOUS', `${part} fits ${found.length} runs: ${some}.`, 'Give more of the name.');
}

function unknownRun(part: string, stateDir: string): Failure {
  return new Failure(
    'RUN_UNKNOWN',
    `There is no run ${part} in ${stateDir}.`,
    'See adsync history for the runs there are.',
  );
}

function otherFormat({ run, path, format, adsyncVersion }: ForeignRun): Failure {
  const text = `The run ${run} was recorded by adsync ${adsyncVersion} as ${format}; this is adsync ${version()}, which reads ${JOURNAL_FORMAT}.`;
  return new Failure('RUN_FORMAT', text, `Use that version, or read ${path} itself: a line is a JSON object.`);
}

async function summarize(stateDir: string, record: RunRecord): Promise<RunSummary> {
  const { account } = record.head;
  const isOpen = record.close === null && record.settled === null;
  const now = (): Date => new Date();
  const owner = isOpen ? await lockOwner({ stateDir, account, processes: realProcesses(), now }) : null;
  return summaryOfRun(record, owner !== null);
}

function print({ terminal }: Context, lines: readonly string[]): void {
  terminal.stdout.write(`${lines.join('\n')}\n`);
}
