import { Failure } from '../core/failure.ts';

/**
 * So many changes in a row that fail because of the service itself end the run. Each of them has used up its
 * repetitions by then (targets/rescue/retry.ts: six attempts or three minutes), so this is a minute or more of steady
 * failing. Refusals of single changes (an e-mail address in use) do not count: they show that the service works.
 */
export const FAILURES_IN_A_ROW = 10;

export interface Breaker {
  /** @returns why the run must be given up; null while it may go on */
  note(serviceFailed: boolean): Failure | null;
}

export function newBreaker(): Breaker {
  let row = 0;
  return {
    note(serviceFailed) {
      row = serviceFailed ? row + 1 : 0;
      if (row < FAILURES_IN_A_ROW) return null;
      return new Failure(
        'SERVICE_KEEPS_FAILING',
        `The service failed at ${FAILURES_IN_A_ROW} changes in a row, each tried several times, so the run was given up.`,
        'Look at the status of the service, and run it again later: what was made stays made.',
      );
    },
  };
}
