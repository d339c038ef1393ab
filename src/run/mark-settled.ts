import { open } from 'node:fs/promises';
import type { SettledCall, SettledLine } from './journal-lines.ts';
import type { RunRecord } from './journal-read.ts';
import { unwritable } from './state-dir.ts';

/** A run that broke off, and what became of the calls that were under way. */
export interface Settled {
  readonly record: RunRecord;
  readonly calls: readonly SettledCall[];
}

/**
 * Notes in the journal of a run that broke off what became of its open calls, so that nobody looks again.
 *
 * @throws Failure STATE_UNWRITABLE
 */
export async function markSettled({ record, calls }: Settled, now: Date): Promise<void> {
  const line: SettledLine = { type: 'settled', at: now.toISOString(), calls };
  try {
    const file = await open(record.path, 'a');
    try {
      // The last line may be torn: ours begins on a line of its own.
      await file.appendFile(`\n${JSON.stringify(line)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw unwritable(record.path, cause);
  }
}
