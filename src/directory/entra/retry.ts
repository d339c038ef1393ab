import type { RetryPolicy, Statuses } from '../../net/retry.ts';

const BACK_OFF = { first: 500, longest: 20_000 } as const;

/** After 429: time alone ends the patience (`throttled` under `directory.timeouts`). */
export const THROTTLED: RetryPolicy = { ...BACK_OFF, attempts: Infinity, asked: 'replaces ours' };

/** After other answers of Graph that may be better next time, and after a broken connection, a time-out or a web page. */
export const TROUBLED: RetryPolicy = { ...BACK_OFF, attempts: 5, asked: 'longer counts' };

/** HTTP statuses of Graph after which {@link TROUBLED} holds. 501 is lasting: it has no such call. */
export const GRAPH_TROUBLE: Statuses = [
  [408, 408],
  [500, 500],
  [502, 999],
];

/** For tokens, after these HTTP statuses and after a broken connection or a time-out. */
export const TOKENS: RetryPolicy = { ...BACK_OFF, attempts: 5, asked: 'replaces ours' };
export const TOKEN_TROUBLE: Statuses = [
  [429, 429],
  [500, 999],
];

/** For a list in which something does not add up: it is read again from its beginning. */
export const LISTS: RetryPolicy = { ...BACK_OFF, attempts: 3, asked: 'longer counts' };
