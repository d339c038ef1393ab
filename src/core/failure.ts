import type { FailureCode } from './codes.ts';

/** A place in the YAML file, 1-based. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * A reason why the work as a whole cannot be done (no connection, wrong password, half an account).
 * What can be said about a single group or user is a `Notice` or an `Outcome` instead.
 */
export class Failure extends Error {
  /** Stable, upper case: LDAP_UNREACHABLE, RESCUE_TOKEN_REFUSED, … */
  readonly code: FailureCode;
  /** What the user can do about it. */
  readonly advice: string;

  constructor(code: FailureCode, message: string, advice: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Failure';
    this.code = code;
    this.advice = advice;
  }
}
