/**
 * How a check of `adsync doctor` ended:
 *
 * - ok       what a run needs is there
 * - warn     a run can work, and somebody should look at this
 * - fail     a run cannot work
 * - skipped  it was not looked at, since an earlier check that it needs has failed
 */
export type CheckResult = 'ok' | 'warn' | 'fail' | 'skipped';

/** What one check has found. */
export interface Found {
  readonly result: Exclude<CheckResult, 'skipped'>;
  /** Whole sentences. Names in it come from outside. */
  readonly text: string;
  /** What to do about it; null where there is nothing to do. */
  readonly remedy: string | null;
  /** Whether checks that need this one are skipped, although it did not fail. Absent = no. */
  readonly stops?: true;
  /** What was found on the way, as checks of their own. Absent = nothing. */
  readonly more?: readonly (Found & Pick<Check, 'id' | 'title'>)[];
}

/** One step of the way that a run goes. It only reads. */
export interface Check {
  /** Stable: `rescue.access`, `tls.dc1.corp.example:636`. */
  readonly id: string;
  /** A few words for a list. */
  readonly title: string;
  /** Ids of checks without which this one says nothing: one that failed or was skipped skips this one. */
  readonly needs: readonly string[];
  /** @throws Failure, which makes the check fail; the signal's reason */
  run(signal: AbortSignal): Promise<Found>;
}

/** A check that has ended. */
export interface Checked extends Pick<Check, 'id' | 'title'>, Pick<Found, 'text' | 'remedy'> {
  readonly result: CheckResult;
  /** Milliseconds; 0 for one that was skipped. */
  readonly ms: number;
}

export function fine(text: string): Found {
  return { result: 'ok', text, remedy: null };
}

export function doubtful(text: string, remedy: string): Found {
  return { result: 'warn', text, remedy };
}

export function broken(text: string, remedy: string): Found {
  return { result: 'fail', text, remedy };
}
