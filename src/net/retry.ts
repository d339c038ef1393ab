/**
 * How patiently a service is asked again: data. Each service has its own (targets/rescue/wire/retry.ts,
 * directory/entra/retry.ts), which also says after what it is asked again.
 */
export interface RetryPolicy {
  /** Times that one thing is asked for, the first time included. */
  readonly attempts: number;
  /** Milliseconds. The wait doubles from one attempt to the next, up to `longest`; up to half of it is left to chance. */
  readonly first: number;
  readonly longest: number;
  /** What a wait that the service asks for (Retry-After) does to ours: the longer one counts, or ours is dropped. */
  readonly asked: 'longer counts' | 'replaces ours';
}

/** HTTP statuses from one to another, both included. */
export type Statuses = readonly (readonly [from: number, to: number])[];

export function isAmong(statuses: Statuses, status: number): boolean {
  return statuses.some(([from, to]) => status >= from && status <= to);
}

/**
 * Milliseconds to wait after an attempt.
 *
 * @param attempt its number, from 1
 * @param asked milliseconds that the service asks for; null = it does not say
 */
export function waitAfter(
  { first, longest, asked: rule }: RetryPolicy,
  attempt: number,
  asked: number | null,
  random: () => number,
): number {
  const ours = Math.min(longest, first * 2 ** (attempt - 1)) * (0.5 + random() / 2);
  if (asked === null) return ours;
  return rule === 'replaces ours' ? asked : Math.max(ours, asked);
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
