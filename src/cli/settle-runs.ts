import { Failure } from '../core/failure.ts';
import type { AccountReading } from '../targets/rescue/planner/account.ts';
import type { RunRecord } from '../run/journal-read.ts';
import { markSettled } from '../run/mark-settled.ts';
import { settle } from '../run/settle.ts';
import type { Target } from '../targets/target.ts';
import type { Context } from './context.ts';
import { writeLine } from './progress.ts';
import { settledText } from './run-text.ts';

/**
 * Says what became of the calls that were under way when runs broke off, as the account shows it, and notes it in
 * their journals.
 */
export async function settleRuns(
  context: Context,
  records: readonly RunRecord[],
  account: AccountReading,
  target: Target,
): Promise<void> {
  for (const record of records.filter(({ head }) => head.account === account.account)) {
    const settled = await settle(record, account, target);
    writeLine(context, settledText(settled));
    // Somebody who may only read is told again next time.
    await markSettled(settled, new Date()).catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
    });
  }
}
