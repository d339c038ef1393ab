import type { Change, Outcome } from '../plan/model.ts';
import type { RecentChange } from '../plan/recent.ts';
import type { CallJournal, CallWrites, CarriedOut } from './journal.ts';
import type { AccountReading, NodeId } from './rescue/planner/account.ts';

/** What every account can do: be read, and take one change at a time. There is no way to delete anything. */
export interface Target {
  /** The kind of target, as in the plan: `rescue`. */
  readonly type: string;
  /** How many changes it takes at a time. */
  readonly concurrent: number;

  /**
   * Asks which account this is: its id, as in {@link AccountReading.account}.
   *
   * @throws Failure when it does not answer
   */
  identify(): Promise<string>;

  /**
   * Reads the whole account.
   *
   * @param options absent = not thoroughly, and nobody is told what is being done
   * @throws Failure when it cannot be read, or not be read to the end
   */
  read(options?: Partial<ReadOptions>): Promise<AccountReading>;

  /**
   * The reading with what must be asked for user by user; the whole account may be read once more on the way. A user that
   * has vanished meanwhile is left out.
   *
   * @param ids the users that the planner asks for
   * @throws Failure when it cannot be read
   */
  readMore(reading: AccountReading, ids: readonly NodeId[], options: ReadOptions): Promise<AccountReading>;

  /**
   * What became of calls that were under way when a run broke off, in their order.
   *
   * @param reading the account, read after the run broke off
   * @throws Failure when more must be read, and cannot be
   */
  carriedOut(calls: readonly CallWrites[], reading: AccountReading): Promise<readonly CarriedOut[]>;

  /** What a call of an earlier run did, as far as it counts against the limits. The call may be of any adsync before this one. */
  readonly effectsOf: (call: Pick<CallWrites, 'node' | 'before' | 'after'>) => readonly RecentChange[];

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

export interface ReadOptions {
  /** Whether to ask also for everything that is only asked for where the planner needs it. */
  readonly thorough: boolean;
  /** Takes what is being done, in words. */
  readonly progress: (text: string) => void;
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
