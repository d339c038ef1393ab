import { Failure } from '../core/failure.ts';
import { type TargetId, targetId } from '../core/target-id.ts';
import type { AccountReading } from '../targets/rescue/planner/account.ts';
import type { Target } from '../targets/target.ts';
import type { Job } from './job.ts';
import type { SettledCall } from './journal-lines.ts';
import { listRuns, readRun, type RunRecord } from './journal-read.ts';
import { type LockOptions, lockOwner } from './lock.ts';
import { markSettled, type Settled } from './mark-settled.ts';
import { settledText } from './sentences.ts';

/** How many runs of an account are looked at: whatever is older was settled by a run that came after it. */
const LOOK_BACK = 20;

/**
 * The runs that have no end and were not looked at since: they broke off, or go on. Whoever holds the lock of their
 * account knows that they broke off.
 *
 * @throws Failure STATE_UNREADABLE
 */
export async function openRuns(stateDir: string, target: TargetId): Promise<RunRecord[]> {
  const found: RunRecord[] = [];
  let seen = 0;
  for (const run of await listRuns(stateDir)) {
    const record = await readRun(stateDir, run);
    if (record?.head.target !== target) continue;
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
 * The account's runs that broke off, for somebody who holds no lock. A plan needs nothing of what is recorded: where it
 * cannot be read, that is said, and no more.
 *
 * @throws Failure when the account does not answer
 */
export async function brokenBefore({ stateDir, surroundings, reporter }: Job, target: Target): Promise<RunRecord[]> {
  try {
    if ((await listRuns(stateDir)).length === 0) return [];
    const id = targetId(target.type, await target.identify());
    const { processes } = surroundings;
    return await brokenRuns({ stateDir, target: id, processes, now: () => surroundings.now() });
  } catch (error) {
    if (!(error instanceof Failure && error.code === 'STATE_UNREADABLE')) throw error;
    reporter.say(`${error.message} Whether a run broke off is not known; the plan is made all the same.`);
    return [];
  }
}

async function brokenRuns(options: Omit<LockOptions, 'command'>): Promise<RunRecord[]> {
  const { stateDir, target } = options;
  const open = await openRuns(stateDir, target);
  if (open.length === 0 || (await lockOwner(options)) !== null) return [];
  // They may have ended while we asked who holds the lock. Now that nobody does, they can no longer go on.
  const again = await Promise.all(open.map(({ head }) => readRun(stateDir, head.run)));
  return again.flatMap((record) => (record !== null && isOpen(record) ? [record] : []));
}

/**
 * Says what became of the calls that were under way when runs broke off, as the account shows it, and notes it in their
 * journals.
 *
 * @param reading the account, read after the runs broke off
 * @throws Failure when more must be read, and cannot be
 */
export async function settleRuns(
  { surroundings, reporter }: Job,
  records: readonly RunRecord[],
  reading: AccountReading,
  target: Target,
): Promise<void> {
  const id = targetId(target.type, reading.account);
  for (const record of records.filter(({ head }) => head.target === id)) {
    const settled = await settle(record, reading, target);
    reporter.say(settledText(settled));
    // Somebody who may only read is told again next time.
    await markSettled(settled, surroundings.now()).catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
    });
  }
}

async function settle(record: RunRecord, reading: AccountReading, target: Target): Promise<Settled> {
  const open = record.calls.filter(({ end }) => end === null).map(({ begin }) => begin);
  const ends = await target.carriedOut(open, reading);
  const calls = open.map(({ call }, index): SettledCall => ({ call, carriedOut: ends[index] ?? 'unclear' }));
  return { record, calls };
}
