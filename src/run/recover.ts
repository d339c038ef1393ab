import { Failure } from '../core/failure.ts';
import type { TargetId } from '../core/target-id.ts';
import type { Account } from '../targets/target.ts';
import type { Job } from './job.ts';
import type { SettledCall } from './journal-lines.ts';
import type { RunRecord } from './journal-read.ts';
import { markSettled, type Settled } from './mark-settled.ts';
import { settledText } from './sentences.ts';
import type { Locked } from './with-lock.ts';

/**
 * Says what became of the calls that were under way when runs broke off, as the account shows it, and notes it in their
 * journals.
 *
 * @param records runs of the account
 * @param account read after the runs broke off
 * @throws Failure when more must be read, and cannot be
 */
export async function settleRuns(
  { surroundings, reporter }: Job,
  records: readonly RunRecord[],
  account: Account,
): Promise<void> {
  for (const record of records) {
    const settled = await settle(record, account);
    reporter.say(settledText(settled));
    // Somebody who may only read is told again next time.
    await markSettled(settled, surroundings.now()).catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
    });
  }
}

/** The same for accounts that are locked; of one that could not be read nothing can be said. */
export async function settleLocked(
  job: Job,
  locked: readonly Pick<Locked, 'id' | 'broken'>[],
  accounts: ReadonlyMap<TargetId, Account>,
): Promise<void> {
  for (const { id, broken } of locked) {
    const account = accounts.get(id);
    if (account !== undefined) await settleRuns(job, broken, account);
  }
}

async function settle(record: RunRecord, account: Account): Promise<Settled> {
  const open = record.calls.filter(({ end }) => end === null).map(({ begin }) => begin);
  const ends = await account.carriedOut(open);
  const calls = open.map(({ call }, index): SettledCall => ({ call, carriedOut: ends[index] ?? 'unclear' }));
  return { record, calls };
}
