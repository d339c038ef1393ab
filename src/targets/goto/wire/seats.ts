import { Failure } from '../../../core/failure.ts';
import type { Licence, LicenceKey } from '../planner/account.ts';
import type { Result } from './calls.ts';
import { type CallFacts, mayMeanSeats } from './classify.ts';
import { refusedAgain } from './refusal.ts';

interface Explanation {
  /** The licences that the write gives. */
  readonly gains: readonly LicenceKey[];
  readonly facts: CallFacts;
  readonly readLicences: ReadLicences;
}

export type ReadLicences = () => Promise<readonly Licence[]>;

/**
 * Looks whether a refused write met a licence without a free seat. The service has published no form for that, so the
 * licences are read once more, and tell.
 */
export async function explained<Value>(
  result: Result<Value>,
  { gains, facts, readLicences }: Explanation,
): Promise<Result<Value>> {
  if (result.ok || gains.length === 0 || !mayMeanSeats(result.refusal.status)) return result;
  try {
    const noneFree = (await readLicences()).some((licence) => gains.includes(licence.key) && isFull(licence));
    return { ...result, refusal: refusedAgain(result.refusal, { ...facts, noneFree }) };
  } catch (error) {
    // The refusal stands; what exactly it means stays open.
    if (error instanceof Failure) return result;
    throw error;
  }
}

function isFull({ seats, inUse }: Licence): boolean {
  return seats !== null && inUse !== null && inUse >= seats;
}
