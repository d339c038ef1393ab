export type Severity = 'error' | 'warning' | 'info';

/** Something the plan has to say. `code` is stable, `text` says what, why and what to do. */
export interface Notice {
  readonly code: string;
  readonly severity: Severity;
  readonly text: string;
  /** Whom or what it is about: a person, a user, a directory group, a path in the organization tree. */
  readonly subject: string;
  /** Line of the YAML file it hangs on, 1-based; null where none does. */
  readonly line: number | null;
  /** The account it is about, as `rescue:560961`; absent where the plan has one account, or where it is about all. */
  readonly target?: string;
  /** It is said before all others, whatever their severity; absent = it is not. */
  readonly first?: true;
}
