import type { Failure } from '../../src/core/failure.ts';

/** The failure a promise ends with; throws when it ends well. */
export async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  try {
    await promise;
  } catch (error) {
    return error as Failure;
  }
  throw new Error('expected a failure');
}
