import { UNSENT } from '../../../net/connection-faults.ts';
import { isAmong, type RetryPolicy, type Statuses } from '../../../net/retry.ts';

/** How patiently a call to the service is made again. */
export const RETRY = {
  attempts: 6,
  first: 500,
  longest: 20_000,
  asked: 'longer counts',
  /** Milliseconds for a call with all its repetitions and waits. */
  budget: 180_000,
} as const satisfies RetryPolicy & { budget: number };

/** Times that a list is read whose pages do not fit together, because somebody works in the account meanwhile. */
export const READINGS = 3;

/** Why one attempt at a call gave no usable answer. */
export type Mishap =
  | 'throttled'
  | 'busy'
  | 'error'
  | 'redirect'
  | 'page'
  | 'garbled'
  | 'unsent'
  | 'unanswered'
  | 'tooLarge';

interface Rule {
  /** Code of the Failure with which a reading ends when patience is used up. */
  readonly code: 'GOTO_UNREACHABLE' | 'GOTO_BUSY' | 'GOTO_PAGE' | 'GOTO_PROTOCOL' | 'GOTO_ERROR' | 'GOTO_TOO_LARGE';
  /** HTTP statuses that mean it. All others are answers: 200 to 299 done, the rest refused. */
  readonly statuses: Statuses;
  /** Whether the service may have carried the call out all the same. */
  readonly maybeDone: boolean;
  /** Whether another attempt may help. */
  readonly again: boolean;
}

/**
 * What is done after each mishap. A reading is made again where `again` says so, and so is a change that sets what is then
 * there (PUT, and the calls for role sets, groups and attributes): twice is the same as once. An addition that may have
 * been carried out is looked for first, and is made again only where it is not there: so one that ended in HTTP 502 never
 * becomes two users.
 */
export const MISHAPS: Readonly<Record<Mishap, Rule>> = {
  throttled: { code: 'GOTO_BUSY', statuses: [[429, 429]], maybeDone: false, again: true },
  busy: {
    code: 'GOTO_BUSY',
    statuses: [
      [408, 408],
      [501, 599],
    ],
    maybeDone: true,
    again: true,
  },
  error: { code: 'GOTO_ERROR', statuses: [[500, 500]], maybeDone: true, again: true },
  redirect: { code: 'GOTO_PAGE', statuses: [[300, 399]], maybeDone: true, again: true },
  /** A web page instead of JSON: of a proxy, a firewall or another service. */
  page: { code: 'GOTO_PAGE', statuses: [], maybeDone: true, again: true },
  /** Cut off, or in no form that the service uses. */
  garbled: { code: 'GOTO_PROTOCOL', statuses: [], maybeDone: true, again: true },
  /** No connection came about. */
  unsent: { code: 'GOTO_UNREACHABLE', statuses: [], maybeDone: false, again: true },
  /** The connection broke, or the time was up. */
  unanswered: { code: 'GOTO_UNREACHABLE', statuses: [], maybeDone: true, again: true },
  /** The next answer would be as large. */
  tooLarge: { code: 'GOTO_TOO_LARGE', statuses: [], maybeDone: true, again: false },
};

const NAMES = Object.keys(MISHAPS) as Mishap[];

/** The mishap that an HTTP status means; null for answers. */
export function mishapOf(status: number): Mishap | null {
  return NAMES.find((mishap) => isAmong(MISHAPS[mishap].statuses, status)) ?? null;
}

/** The mishap that a connection with this code of Node or undici means. */
export function connectionMishap(code: string): Mishap {
  return UNSENT.has(code) ? 'unsent' : 'unanswered';
}
