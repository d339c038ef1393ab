import { append } from '../core/collections.ts';
import { Failure } from '../core/failure.ts';
import { type Feed, feedOf, feedStart } from './feed.ts';
import { JOURNAL_FORMAT } from './journal-lines.ts';
import { type ForeignRun, isForeign, listRuns, readJournal, type RunRecord } from './journal-read.ts';
import { lockOwner } from './lock.ts';
import { type RunSummary, summaryOfRun } from './run-summary.ts';
import { mayReach } from './run-time.ts';
import type { Surroundings } from './surroundings.ts';

/** What the history is read from: records alone, neither the YAML file nor the account. */
export interface Records {
  readonly stateDir: string;
  readonly surroundings: Pick<Surroundings, 'adsyncVersion' | 'now' | 'processes'>;
}

export interface History {
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  /** Those that this version does not read. */
  readonly foreign: readonly ForeignRun[];
  readonly feed: Feed;
}

/**
 * The last runs.
 *
 * @param limit how many journals are looked at
 * @throws Failure STATE_UNREADABLE
 */
export async function readHistory(records: Records, limit: number): Promise<History> {
  const now = records.surroundings.now();
  const runs: RunSummary[] = [];
  const foreign: ForeignRun[] = [];
  const recent: RunRecord[] = [];
  for (const [index, run] of (await listRuns(records.stateDir)).entries()) {
    const isRecent = mayReach(run, feedStart(now));
    if (index >= limit && !isRecent) break;
    const found = await readJournal(records.stateDir, run);
    if (found === null) continue;
    if (isForeign(found)) append(foreign, index < limit ? [found] : []);
    else {
      if (index < limit) runs.push(await summarize(found, records));
      if (isRecent) recent.push(found);
    }
  }
  return { runs, foreign, feed: feedOf(recent, now) };
}

/**
 * One run with every change.
 *
 * @param part of the run's name that fits no other
 * @throws Failure RUN_UNKNOWN, RUN_AMBIGUOUS, RUN_FORMAT, STATE_UNREADABLE
 */
export async function readOneRun(records: Records, part: string): Promise<{ record: RunRecord; summary: RunSummary }> {
  const { stateDir, surroundings } = records;
  const record = await readJournal(stateDir, await findRun(stateDir, part));
  if (record === null) throw unknownRun(part, stateDir);
  if (isForeign(record)) throw otherFormat(record, surroundings.adsyncVersion);
  return { record, summary: await summarize(record, records) };
}

async function findRun(stateDir: string, part: string): Promise<string> {
  const found = (await listRuns(stateDir)).filter((name) => name.includes(part));
  const [first] = found;
  if (first === undefined) throw unknownRun(part, stateDir);
  if (found.length === 1 || found.includes(part)) return found.includes(part) ? part : first;
  const some = found.slice(0, 5).join(', ');
  throw new Failure('RUN_AMBIGUOUS', `${part} fits ${found.length} runs: ${some}.`, 'Give more of the name.');
}

export function unknownRun(part: string, stateDir: string): Failure {
  return new Failure(
    'RUN_UNKNOWN',
    `There is no run ${part} in ${stateDir}.`,
    'See adsync history for the runs there are.',
  );
}

/** The failure for a run that only another version reads; `ours` is the version of this adsync. */
export function otherFormat({ run, path, format, adsyncVersion }: ForeignRun, ours: string): Failure {
  const text = `The run ${run} was recorded by adsync ${adsyncVersion} as ${format}; this is adsync ${ours}, which reads ${JOURNAL_FORMAT}.`;
  return new Failure('RUN_FORMAT', text, `Use that version, or read ${path} itself: a line is a JSON object.`);
}

async function summarize(record: RunRecord, { stateDir, surroundings }: Records): Promise<RunSummary> {
  const isOpen = record.close === null && record.settled === null;
  const { processes } = surroundings;
  const options = { stateDir, target: record.head.target, processes, now: () => surroundings.now() };
  const owner = isOpen ? await lockOwner(options) : null;
  return summaryOfRun(record, owner !== null);
}
