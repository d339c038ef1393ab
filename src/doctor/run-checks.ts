import type { Check, Checked, Found } from '../core/check.ts';
import { Failure } from '../core/failure.ts';

export interface RunChecksOptions {
  readonly signal: AbortSignal;
  /** Milliseconds of a clock that only goes forward. */
  readonly elapsed: () => number;
  /** Called before each check. */
  readonly begin: (check: Pick<Check, 'id' | 'title'>) => void;
  /** Called with each check that has ended, in the order of the list. */
  readonly ended: (checked: Checked) => void;
}

/**
 * Runs checks one after the other. One that fails skips those that need it, and no others: what is wrong with one account
 * says nothing of the next.
 *
 * @throws the signal's reason when it is aborted; whatever is no Failure, for that is a fault of adsync
 */
export async function runChecks(checks: readonly Check[], options: RunChecksOptions): Promise<readonly Checked[]> {
  const { signal, elapsed, begin, ended } = options;
  const lost = new Set<string>();
  const all: Checked[] = [];
  const note = ({ id, title }: Pick<Check, 'id' | 'title'>, found: Found | null, ms: number, skipped = ''): void => {
    if (found === null || found.result === 'fail' || found.stops === true) lost.add(id);
    const { result, text, remedy } = found ?? { result: 'skipped', text: skipped, remedy: null };
    all.push({ id, title, result, text, remedy, ms });
    ended({ id, title, result, text, remedy, ms });
  };
  for (const check of checks) {
    signal.throwIfAborted();
    const cause = check.needs.find((need) => lost.has(need));
    if (cause !== undefined) {
      note(check, null, 0, `Not looked at, since ${cause} comes first.`);
      continue;
    }
    begin(check);
    const start = elapsed();
    const found = await foundBy(check, signal);
    note(check, found, Math.round(elapsed() - start));
    for (const one of found.more ?? []) note(one, one, 0);
  }
  return all;
}

async function foundBy(check: Check, signal: AbortSignal): Promise<Found> {
  try {
    return await check.run(signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Failure) return { result: 'fail', text: error.message, remedy: error.advice };
    throw error;
  }
}
