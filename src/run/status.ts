import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf } from '../core/errno.ts';
import { targetId } from '../core/target-id.ts';
import { type Finding, findingsOf } from './status-findings.ts';
import { readHistory, type Records } from './history.ts';
import { lockOwner } from './lock.ts';
import type { LockOwner } from './lock-owner.ts';
import type { RoundsState } from './rounds/events.ts';
import { readAllRounds, readRoundsState, roundsName } from './rounds/state-file.ts';
import type { RunSummary } from './run-summary.ts';

/** How things stand with one file. */
export interface FileStatus {
  /** As the user named it. */
  readonly file: string;
  readonly stateDir: string;
  /** The process of `adsync run` that has the file; null = none has. */
  readonly process: Pick<LockOwner, 'pid' | 'host' | 'since'> | null;
  /** null = `adsync run` never had this file. */
  readonly rounds: RoundsState | null;
  /** The last runs recorded in the state folder, newest first. */
  readonly runs: readonly RunSummary[];
  /** The worst first; empty = all is well. */
  readonly findings: readonly Finding[];
}

export interface StatusOptions extends Records {
  readonly file: string;
  /** Absolute. */
  readonly path: string;
  /** Milliseconds; see `Known`. */
  readonly within: number | null;
}

/** So many runs are looked at: the last one of each account is among them. */
const RUNS = 20;

/**
 * Looks into the state folder, and nowhere else: neither file nor account is read, and nothing is written.
 *
 * @throws Failure STATE_UNREADABLE
 */
export async function readStatus({ file, path, within, ...records }: StatusOptions): Promise<FileStatus> {
  const { stateDir, surroundings } = records;
  const now = surroundings.now();
  const rounds = await readRoundsState(stateDir, path);
  const isThere = rounds === null && (await isLeft(join(stateDir, 'rounds', `${roundsName(path)}.json`)));
  const others = rounds === null ? (await readAllRounds(stateDir)).map((one) => one.path) : [];
  const target = targetId('run', roundsName(path));
  const owner = await lockOwner({ stateDir, target, processes: surroundings.processes, now: () => now });
  const { runs } = await readHistory(records, RUNS);
  const known = isThere ? 'unread' : rounds;
  const findings = findingsOf({ rounds: known, others, isRunning: owner !== null, runs, now, within });
  const process = owner === null ? null : { pid: owner.pid, host: owner.host, since: owner.since };
  return { file, stateDir, process, rounds, runs, findings };
}

async function isLeft(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    (error: unknown) => errnoOf(error) !== 'ENOENT',
  );
}
