import { type TargetId, targetId } from '../core/target-id.ts';
import type { Job } from './job.ts';
import type { RunRecord } from './journal-read.ts';
import type { HeldLock } from './held-lock.ts';
import { takeLock } from './lock.ts';
import type { LockOwner } from './lock-owner.ts';
import { type LostTarget, lostOr, type OpenTarget, type OpenTargets, withTargets } from './open-target.ts';
import { openRuns } from './broken-runs.ts';

/** An account that nobody else works on. */
export interface Locked extends OpenTarget {
  readonly id: TargetId;
  /** The account's runs that broke off, to be settled once the account is read. */
  readonly broken: readonly RunRecord[];
  /** To be called before anything is changed. @throws Failure LOCK_LOST, STATE_UNREADABLE */
  readonly checkLock: () => Promise<void>;
}

export interface LockedTargets {
  /** At least one. */
  readonly open: readonly Locked[];
  readonly lost: readonly LostTarget[];
}

/**
 * Opens the accounts for `work` alone: no other run from this state folder works on them meanwhile. The locks are taken
 * before anything else is read, so that nobody plans from what another run is about to change; always in the same
 * order, so that no two runs wait for each other.
 *
 * @param command is shown to whoever finds an account locked
 * @throws Failure LOCKED, STATE_UNREADABLE, STATE_UNWRITABLE
 */
export async function withLock<Result>(
  job: Job,
  command: string,
  work: (locked: LockedTargets) => Promise<Result>,
): Promise<Result> {
  const { stateDir, surroundings, reporter } = job;
  const { processes, signal } = surroundings;
  const onWatch = ({ pid, host }: LockOwner): void => {
    reporter.say(
      `The lock of process ${pid} on ${host} is stamped in the future, for a clock was set back. Watching for up to three minutes whether that process still works.`,
    );
  };
  return await withTargets(job, async (targets) => {
    const { open, lost } = await identified(job, targets);
    const locks = new Map<string, HeldLock>();
    try {
      for (const id of open.map((one) => one.id).sort()) {
        const now = (): Date => surroundings.now();
        locks.set(id, await takeLock({ stateDir, target: id, command, processes, now, signal, onWatch }));
      }
      const locked = await Promise.all(
        open.map(async (one): Promise<Locked> => {
          const checkLock = async (): Promise<void> => locks.get(one.id)?.check();
          return { ...one, checkLock, broken: await openRuns(stateDir, one.id) };
        }),
      );
      return await work({ open: locked, lost });
    } finally {
      for (const lock of [...locks.values()].reverse()) await lock.release();
    }
  });
}

type Identified = OpenTarget & Pick<Locked, 'id'>;

/** @throws Failure when none of the accounts answers */
async function identified(
  { reporter }: Job,
  targets: OpenTargets,
): Promise<{ readonly open: readonly Identified[]; readonly lost: readonly LostTarget[] }> {
  const open: Identified[] = [];
  const lost = [...targets.lost];
  reporter.progress('asking which account it is');
  for (const one of targets.open) {
    await lostOr(one.chosen, lost, async () => {
      open.push({ ...one, id: targetId(one.chosen.type, await one.target.identify()) });
    });
  }
  if (open.length === 0) throw lost[0]?.failure ?? new Error('no account is open');
  return { open, lost };
}
