import type { FailureCode } from '../core/codes.ts';
import { Failure } from '../core/failure.ts';

/** What the process ends with; part of the contract with scripts and CI jobs. */
export const EXIT = {
  /** Done; for `plan` also when changes are pending. */
  done: 0,
  /** Could not do it: bad file, no connection, wrong credentials, a group that could not be read. */
  failed: 1,
  /** `plan --detailed-exitcode`, and changes are pending or a leaver stays enabled. */
  changesPending: 2,
  /** `apply` ended, but at least one change failed, was stale or was held, or a leaver stays enabled. */
  incomplete: 3,
  /** Refused: another run holds the lock; or the plan is spent, altered, unsigned, or for another account. */
  refused: 4,
  /** A signal came during `apply` after something was changed; the change under way was finished. */
  interrupted: { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 },
} as const;

export type StopSignal = keyof typeof EXIT.interrupted;

export type InterruptedCode = (typeof EXIT.interrupted)[StopSignal];

export type ExitCode = 0 | 1 | 2 | 3 | 4 | InterruptedCode;

/** What was understood, but must not be done. */
const REFUSED: ReadonlySet<FailureCode> = new Set([
  'APPROVAL_ONLY',
  'APPROVAL_STALE',
  'LOCKED',
  'PLAN_ALTERED',
  'PLAN_FORBIDDEN',
  'PLAN_FROM_FUTURE',
  'PLAN_INCONSISTENT',
  'PLAN_OTHER_ACCOUNT',
  'PLAN_OTHER_FILE',
  'PLAN_SIGNATURE',
  'PLAN_SPENT',
  'PLAN_TOO_OLD',
  'PLAN_UNSIGNED',
  'PLAN_VERSION',
  'RUN_SIGNED_ONLY',
  'RUN_STOP_FILE',
  'RUN_TWICE',
  'WORKBOOK_ANSWER',
  'WORKBOOK_CHANGED',
  'WORKBOOK_MACROS',
  'WORKBOOK_NOTHING_APPROVED',
  'WORKBOOK_NOT_FOR_APPROVAL',
  'WORKBOOK_OTHER_PLAN',
  'WORKBOOK_PART',
  'WORKBOOK_TOO_LARGE',
]);

/** The exit code for the error that ended a command. */
export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof Failure && REFUSED.has(error.code) ? EXIT.refused : EXIT.failed;
}
