import type { StepCode } from '../../core/codes.ts';
import type { PersonId } from '../../core/people.ts';

/*
 * Why something becomes of somebody, as a planner tells it: a chain of steps from the directory to the decision. The planner
 * builds it from what its passes have decided. It decides nothing anew.
 */

/** One step of a chain. */
export interface Step {
  readonly code: StepCode;
  /** A sentence. Text of others stands in it as it is. */
  readonly text: string;
  /** Line of the file that it hangs on, 1-based; null where none does. */
  readonly line: number | null;
  /** Names of the directory groups from the mapped one to the one that holds the person; empty where none is meant. */
  readonly path: readonly string[];
  readonly steps: readonly Step[];
  /** The id of the change that it is about; absent for steps that are about none. */
  readonly change?: string;
}

/** Whom an explanation is about. At least one of the two is known. */
export interface Subject {
  readonly person: PersonId | null;
  /** The account's own id of a user. */
  readonly node: string | null;
}

/** A user of the account, with everything by which people look for it. */
export interface KnownUser {
  readonly node: string;
  readonly name: string;
  readonly email: string;
  /** The group of the account in which it stands, as text; null where it stands in none. */
  readonly group: string | null;
  /** Further ids by which it is known, as its SSO id. */
  readonly aliases: readonly string[];
  /** The person that the planner found for it, or that its link names; null where there is none. */
  readonly person: PersonId | null;
}

/** Where a person should stand by the file and the directory: what a test of the file would expect. */
export interface Placement {
  readonly group: string;
  readonly role: string | null;
  readonly line: number;
  readonly path: readonly string[];
}

/** A value that somebody should have, and the line that says so. */
export interface ExpectedValue {
  readonly field: string;
  readonly value: string | boolean | readonly string[];
  readonly line: number | null;
}

/**
 * What becomes of somebody in one account:
 *
 * - changes  the plan has changes for them
 * - inStep   the user is as it should be
 * - left     the user differs, or may differ, and stays as it is
 * - nothing  there is no user, and none is planned
 */
export interface Decision {
  readonly kind: 'changes' | 'inStep' | 'left' | 'nothing';
  readonly text: string;
  /** Ids of changes of the plan, in the order in which they are made. */
  readonly changes: readonly string[];
}

/** The chain for one subject in one account. */
export interface Explained {
  /** The users of the account that it is about: more than one where the person has users of several roles. */
  readonly users: readonly KnownUser[];
  readonly steps: readonly Step[];
  /** null where no mapping or rule has the person, or has a place for them. */
  readonly placement: Placement | null;
  readonly expected: readonly ExpectedValue[];
  readonly decision: Decision;
}

/** Tells about everybody of one account, from one run of its passes. */
export interface Explainer {
  readonly users: readonly KnownUser[];
  /** PURE. */
  explain(subject: Subject): Explained;
}

/** A step; what is left out is empty. */
export function step(code: StepCode, text: string, more: Partial<Omit<Step, 'code' | 'text'>> = {}): Step {
  return { code, text, line: null, path: [], steps: [], ...more };
}
