import { withPlanMark } from '../planner/plan-mark.ts';
import type { Result } from '../wire/call.ts';
import { concernsDescription } from '../wire/service-words.ts';
import type { Written } from './outcome.ts';

/**
 * Writes a record with the mark of a saved plan in its description. The mark is an extra safety, and no reason to fail:
 * where the description is refused with it, the record is written without it.
 *
 * @param mark null = none
 * @param write told whether the entry bears the mark
 */
export async function writeMarked<Entry extends { readonly description: string }>(
  wanted: Entry,
  mark: string | null,
  write: (entry: Entry, isMarked: boolean) => Promise<Result<Written>>,
): Promise<Result<Written>> {
  if (mark !== null) {
    const written = await write({ ...wanted, description: withPlanMark(wanted.description, mark) }, true);
    if (written.ok || !concernsDescription(written.word)) return written;
  }
  return await write(wanted, false);
}
