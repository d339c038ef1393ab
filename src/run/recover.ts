import type { AccountReading } from '../targets/rescue/planner/account.ts';
import type { Target } from '../targets/target.ts';
import type { SettledCall } from './journal-lines.ts';
import { listRuns, readRun, type RunRecord } from './journal-read.ts';
import { type LockOptions, lockOwner } from './lock.ts';

/** A run that broke off, and what became of the calls that were under way. */
export interface Settled {
  readonly record: RunRecord;
  readonly calls: readonly SettledCall[];
}

/** How many runs of an account are looked at: whatever is older was settled by a run that came after it. */
const LOOK_BACK = 20;

/**
 * The runs that have no end and were not looked at since: they broke off, or go on. Whoever holds the lock of their
 * account knows that they broke off.
 *
 * @throws Failure STATE_UNREADABLE
 */
export async function openRuns(stateDir: string, account: string): Promise<RunRecord[]> {
  const found: RunRecord[] = [];
  let seen = 0;
  for (const run of await listRuns(stateDir)) {
    const record = await readRun(stateDir, run);
    if (record?.head.account !== account) continue;
    if (isOpen(record)) found.push(record);
    seen += 1;
    if (seen === LOOK_BACK) break;
  }
  return found;
}

function isOpen({ close, settled }: RunRecord): boolean {
  return close === null && settled === null;
}

/**
 * The runs of an account that broke off and were not looked at since, for somebody who holds no lock.
 *
 * @throws Failure STATE_UNREADABLE
 */
export async function brokenRuns(world: Omit<LockOptions, 'command'>): Promise<RunRecord[]> {
  const { stateDir, account } = world;
  const open = await openRuns(stateDir, account);
  if (open.length === 0 || (await lockOwner(world)) !== null) return [];
  // They may have ended while we asked who holds the lock. Now that nobody does, they can no longer go on.
  const again = await Promise.all(open.map(({ head }) => readRun(stateDir, head.run)));
  return again.flatMap((record) => (record !== null && isOpen(record) ? [record] : []));
}

/**
 * Compares the calls that were under way when a run broke off with the account as it is.
 *
 * @param reading the account, read after the run broke off
 * @throws Failure when details of users cannot be read
 */
export async function settle(record: RunRecord, reading: AccountReading, target: Target): Promise<Settled> {
  const open = record.calls.filter(({ end }) => end === null).map(({ begin }) => begin);
  const ends = await target.carriedOut(open, reading);
  const calls = open.map(({ call }, index): SettledCall => ({ call, carriedOut: ends[index] ?? 'unclear' }));
  return { record, calls };
}
