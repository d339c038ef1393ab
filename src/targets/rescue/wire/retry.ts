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

/** Why one attempt at a call gave no usable answer. */
export type Mishap =
  | 'throttled'
  | 'polled'
  | 'busy'
  | 'error'
  | 'redirect'
  | 'page'
  | 'garbled'
  | 'unsent'
  | 'unanswered'
  | 'tooLarge';

interface Rule {
  /** Code of the Failure with which the call ends when patience is used up. */
  readonly code:
    | 'RESCUE_UNREACHABLE'
    | 'RESCUE_BUSY'
    | 'RESCUE_PAGE'
    | 'RESCUE_PROTOCOL'
    | 'RESCUE_ERROR'
    | 'RESCUE_TOO_LARGE';
  /** HTTP statuses that mean it. Every other status but 200 ends the call: another attempt would not help. */
  readonly statuses: Statuses;
  /** Whether the service may have carried the call out all the same. */
  readonly maybeDone: boolean;
  /** Whether another attempt may help. */
  readonly again: boolean;
  /** Milliseconds to wait where the service asks for a wait, but does not say how long. Absent = as after the others. */
  readonly pause?: number;
}

/**
 * What is done after each mishap. A reading is made again where `again` says so. A change that may have been carried out
 * is looked for first (`settle` of a call), and is made again only where it is not there: so a creation that ended in
 * HTTP 503 never becomes two users. Before a write or a move is made again it is looked at in any case (`recheck`).
 */
export const MISHAPS: Readonly<Record<Mishap, Rule>> = {
  throttled: { code: 'RESCUE_BUSY', statuses: [[429, 429]], maybeDone: false, again: true },
  /** The word POLLRATEEXCEEDED. Nobody has seen it here: whether it comes instead of the work is not known. */
  polled: { code: 'RESCUE_BUSY', statuses: [], maybeDone: true, again: true, pause: 60_000 },
  busy: {
    code: 'RESCUE_BUSY',
    statuses: [
      [408, 408],
      [501, 599],
    ],
    maybeDone: true,
    again: true,
  },
  /** HTTP 500, or the service's own word ERROR. */
  error: { code: 'RESCUE_ERROR', statuses: [[500, 500]], maybeDone: true, again: true },
  redirect: { code: 'RESCUE_PAGE', statuses: [[300, 399]], maybeDone: true, again: true },
  /** A web page: of a proxy, a firewall or another service. */
  page: { code: 'RESCUE_PAGE', statuses: [], maybeDone: true, again: true },
  /** Cut off, of unknown encoding, or in no form that the service uses. */
  garbled: { code: 'RESCUE_PROTOCOL', statuses: [], maybeDone: true, again: true },
  /** No connection came about. */
  unsent: { code: 'RESCUE_UNREACHABLE', statuses: [], maybeDone: false, again: true },
  /** The connection broke, or the time was up. */
  unanswered: { code: 'RESCUE_UNREACHABLE', statuses: [], maybeDone: true, again: true },
  /** The next answer would be as large. */
  tooLarge: { code: 'RESCUE_TOO_LARGE', statuses: [], maybeDone: true, again: false },
};

const NAMES = Object.keys(MISHAPS) as Mishap[];

/** The mishap that an HTTP status means; null where another attempt is of no use, and for success. */
export function mishapOf(status: number): Mishap | null {
  return NAMES.find((mishap) => isAmong(MISHAPS[mishap].statuses, status)) ?? null;
}

/** The mishap that a connection with this code of Node or undici means. */
export function connectionMishap(code: string): Mishap {
  return UNSENT.has(code) ? 'unsent' : 'unanswered';
}
