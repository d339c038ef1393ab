import { type FileState, type MonitorState, wentWell } from './state.ts';

/** An answer to a probe. */
export interface Health {
  readonly ok: boolean;
  /** One sentence a line, for people. */
  readonly lines: readonly string[];
}

/** Milliseconds that a round may be late before it is taken for stuck. A machine that wakes up from sleep needs some. */
const LATE = 5 * 60_000;
/** Milliseconds without any answer of a service or a directory after which a round is taken for stuck: no wait of ours is longer. */
const SILENT = 65 * 60_000;

/**
 * Whether the program does what it is there for. A round that fails is no reason to start adsync anew: only one that hangs, or
 * does not begin, is.
 *
 * @param now milliseconds since 1970
 */
export function liveness(state: MonitorState, now: number): Health {
  const stuck = state.files.flatMap((one) => stuckBecause(one, state, now) ?? []);
  return { ok: stuck.length === 0, lines: stuck.length === 0 ? ['ok'] : stuck };
}

function stuckBecause(one: FileState, state: MonitorState, now: number): string | null {
  const { file, underWaySince, putOffUntil, nextAt, lastCallAt } = one;
  if (underWaySince !== null) {
    const silence = now - Math.max(underWaySince, lastCallAt ?? 0, putOffUntil ?? 0);
    return silence > SILENT ? `${file}: a round has had no answer for ${minutes(silence)} minutes` : null;
  }
  const late = state.stopping || nextAt === null ? 0 : now - nextAt;
  return late > LATE ? `${file}: a round is ${minutes(late)} minutes late` : null;
}

function minutes(ms: number): string {
  return String(Math.floor(ms / 60_000));
}

/**
 * Whether it works as it should: each file is good, has had a round that went well, and the last round went well. A new
 * version of a file or of adsync is ready when this is.
 */
export function readiness(state: MonitorState): Health {
  const reasons = state.files.flatMap((one) => unreadyBecause(one) ?? []);
  const all = state.stopping ? ['adsync is ending', ...reasons] : reasons;
  return { ok: all.length === 0, lines: all.length === 0 ? ['ready'] : all };
}

function unreadyBecause({ file, broken, last }: FileState): string | null {
  if (broken) return `${file}: the file has errors; the last good one is in use`;
  if (last === null) return `${file}: no round has ended yet`;
  if (wentWell(last)) return null;
  const code = last.failure === null ? '' : ` (${last.failure.code})`;
  return `${file}: the last round ${last.end === 'failed' ? 'failed' : 'was interrupted'}${code}`;
}
