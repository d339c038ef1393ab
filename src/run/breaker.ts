import { Failure } from '../core/failure.ts';

/**
 * So many changes in a row that fail because of the service itself end the run. Each of them has used up its
 * repetitions by then (targets/rescue/wire/retry.ts: six attempts or three minutes), so this is a minute or more of steady
 * failing. Refusals of single changes (an e-mail address in use) do not count: they show that the service works.
 */
export const FAILURES_IN_A_ROW = 10;

/** A service that lets one change through now and then fails all the same: so many of the last so many end the run, too. */
export const FAILURES_OF_LATEST = { failures: 20, latest: 40 } as const;

export interface Breaker {
  /** @returns why the run must be given up; null while it may go on */
  note(serviceFailed: boolean): Failure | null;
}

export function newBreaker(): Breaker {
  let row = 0;
  let latest: boolean[] = [];
  return {
    note(serviceFailed) {
      row = serviceFailed ? row + 1 : 0;
      latest = [...latest, serviceFailed].slice(-FAILURES_OF_LATEST.latest);
      if (row >= FAILURES_IN_A_ROW) return keepsFailing(`${row} changes in a row`);
      const failures = latest.filter((failed) => failed).length;
      return failures < FAILURES_OF_LATEST.failures
        ? null
        : keepsFailing(`${failures} of the last ${latest.length} changes`);
    },
  };
}

function keepsFailing(counts: string): Failure {
  return new Failure(
    'SERVICE_KEEPS_FAILING',
    `The service failed at ${counts}, each tried several times, so the run was given up.`,
    'Look at the status of the service, and run it again later: what was made stays made.',
  );
}
