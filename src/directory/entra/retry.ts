/** How often and how long a request is repeated: data, so that it can be read and changed in one place. */
export const RETRY = {
  /** Tries of one request that meets errors (500, resets, time-outs, web pages); throttling does not count. */
  tries: 5,
  /** Times a list of which something does not add up is read. */
  readings: 3,
  /** Milliseconds; doubles from one try to the next, up to `longest`, and up to half of it is left to chance. */
  first: 500,
  longest: 20_000,
} as const;

/** Milliseconds to wait after try number `tried` (from 1). */
export function backOff(tried: number, random: () => number): number {
  return Math.min(RETRY.longest, RETRY.first * 2 ** (tried - 1)) * (0.5 + random() / 2);
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
