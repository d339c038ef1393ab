import type { AccountReading, Change, NodeId, Outcome, UserDetails } from '../core/model.ts';

/** What every account can do: be read, and take one change at a time. There is no way to delete anything. */
export interface Target {
  /**
   * Reads the whole organization tree.
   *
   * @throws Failure when it cannot be read, or not be read to the end
   */
  read(): Promise<AccountReading>;

  /** Asks for what the tree does not show, user by user. A user that has vanished meanwhile is left out. */
  readDetails(ids: readonly NodeId[], progress: (done: number) => void): Promise<ReadonlyMap<NodeId, UserDetails>>;

  /** Readies the account for the changes of a plan that was made from `reading`. */
  begin(reading: AccountReading): Applier;

  close(): Promise<void>;
}

/** Executes the changes of one plan. */
export interface Applier {
  /**
   * Executes one change. Fields are written only if they still are as `change.before` says (else stale);
   * a change that is already in place is done.
   *
   * @throws Failure when nothing more can be done at all (credentials refused, service unreachable)
   */
  apply(change: Change): Promise<Outcome>;
}
