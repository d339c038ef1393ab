/** After so many failed rounds the next ones are farther apart. */
export const QUARANTINE_AFTER = 3;

/** Milliseconds. No wait grows beyond it, unless the interval itself is longer. */
export const LONGEST_WAIT = 3_600_000;

/** Milliseconds. Programs that were started together part by up to a tenth of their interval, and by no more than this. */
export const LONGEST_JITTER = 60_000;

/** Milliseconds between two tries of a round while another run works on the account. */
export const TRY_AGAIN = 30_000;

/** Milliseconds for which a round is put off at least, before it counts as failed. */
const LOCKED_LONG = 900_000;

/**
 * Milliseconds from the end of a round to the next one.
 *
 * @param interval milliseconds
 * @param failures how many rounds have failed one after the other
 * @param random 0 ≤ n < 1
 */
export function waitAfter(interval: number, failures: number, random: number): number {
  const doubled = interval * 2 ** Math.min(20, Math.max(0, failures - QUARANTINE_AFTER + 1));
  const wait = Math.min(doubled, Math.max(interval, LONGEST_WAIT));
  return wait + Math.floor(random * Math.min(wait / 10, LONGEST_JITTER));
}

/** Whether so many failed rounds set the next ones farther apart. */
export function isQuarantine(failures: number): boolean {
  return failures >= QUARANTINE_AFTER;
}

/** Milliseconds for which a round is put off because another run works on its account, before it counts as failed. */
export function patience(interval: number): number {
  return Math.max(interval, LOCKED_LONG);
}

/**
 * When a wait is over, as it looks now. Where somebody has set the clock back, nobody waits longer than was meant.
 *
 * @param due milliseconds, as the clock was when the wait began
 * @param wait milliseconds that were meant
 */
export function dueNow(due: number, wait: number, now: number): number {
  return Math.min(due, now + wait);
}
