import type { AccountReading, NodeId, UserDetails } from './rescue/planner/account.ts';
import type { Change, Outcome } from '../plan/model.ts';
import type { CallJournal } from './journal.ts';

/** What every account can do: be read, and take one change at a time. There is no way to delete anything. */
export interface Target {
  /**
   * Asks which account this is: its id, as in {@link AccountReading.account}.
   *
   * @throws Failure when it does not answer
   */
  identify(): Promise<string>;

  /**
   * Reads the whole organization tree.
   *
   * @param options.thorough also asks one by one for what {@link readDetails} cannot be asked for: groups, for example
   * @throws Failure when it cannot be read, or not be read to the end
   */
  read(options?: { readonly thorough: boolean }): Promise<AccountReading>;

  /** Asks for what the tree does not show, user by user. A user that has vanished meanwhile is left out. */
  readDetails(ids: readonly NodeId[], progress: (done: number) => void): Promise<ReadonlyMap<NodeId, UserDetails>>;

  /**
   * Readies the account for the changes of a plan that was made from `reading`.
   *
   * @param options.journal takes every call that changes something, before it is sent; null or absent = nothing is written down
   * @param options.changes all changes of the plan, for what they are to find where; absent = none but those given later
   * @param options.stop aborted when no more is to be begun: what waits for its turn is skipped then; absent = never
   * @param options.mark is left behind in everything that is changed (plan/plan-mark.ts); null or absent = nothing is
   */
  begin(reading: AccountReading, options?: BeginOptions): Applier;

  close(): Promise<void>;
}

export interface BeginOptions {
  readonly journal?: CallJournal | null;
  readonly mark?: string | null;
  readonly stop?: AbortSignal;
  readonly changes?: readonly Change[];
}

/** How a change ended. */
export interface Applied extends Outcome {
  /** Whether it failed because the service itself did (no refusal of this one change). Absent = no. */
  readonly serviceFailed?: boolean;
}

/** Executes the changes of one plan. */
export interface Applier {
  /**
   * Executes one change. Fields are written only if they still are as `change.before` says (else stale);
   * a change that is already in place is done.
   *
   * @throws Failure when nothing more can be done at all (credentials refused, service unreachable)
   */
  apply(change: Change): Promise<Applied>;
}
