import type { Cause } from './cause.ts';
import type { NoticeCode } from './codes.ts';

export type Severity = 'error' | 'warning' | 'info';

/** Something the plan has to say. `code` is stable, `text` says what, why and what to do. */
export interface Notice {
  readonly code: NoticeCode;
  readonly severity: Severity;
  readonly text: string;
  /** The thing it is about: a person, a user, a directory group, a path in the organization tree. */
  readonly subject: string;
  /** Everybody it is about, where the text names only some; absent = the text and the subject say it all. */
  readonly names?: readonly string[];
  /** Line of the YAML file it hangs on, 1-based; null where none does. */
  readonly line: number | null;
  /** The account it is about, as `rescue:560961`; absent where the plan has one account, or where it is about all. */
  readonly target?: string;
  /** It is said before all others, whatever their severity; absent = it is not. */
  readonly first?: true;
  /**
   * It speaks of holds and approvals as they were when the plan was made: of an approval that stands for nothing that is
   * held (its subject is the id), or of anything else about them. Or it speaks of the file against the base of the plan.
   * Absent = it speaks of something else.
   */
  readonly about?: 'staleApproval' | 'holds' | 'base';
  /** What has caused it; absent where the plan has no base. */
  readonly cause?: Cause;
}
