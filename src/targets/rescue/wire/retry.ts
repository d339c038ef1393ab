/** How often and how long a call is repeated: data, so that it can be read and changed in one place. */
export const RETRY = {
  attempts: 6,
  /** Milliseconds; doubles from one attempt to the next, up to `longest`, and up to half of it is left to chance. */
  first: 500,
  longest: 20_000,
  /** Milliseconds for a call with all its repetitions and waits. */
  budget: 180_000,
} as const;

/** Milliseconds to wait after attempt number `attempt` (from 1). */
export function backOff(attempt: number, random: () => number): number {
  const most = Math.min(RETRY.longest, RETRY.first * 2 ** (attempt - 1));
  return most * (0.5 + random() / 2);
}

/**
 * The Retry-After header in milliseconds; null when there is none or it cannot be read.
 *
 * @see RFC 9110, section 10.2.3: seconds or a date
 */
export function retryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
