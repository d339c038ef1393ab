import type { Failure } from '../core/failure.ts';
import type { Change, Outcome, Plan } from '../plan/model.ts';
import type { Spent } from '../plan/view/spent.ts';

/** How far a run is. */
export interface Count {
  /** Changes that have ended, one way or another. */
  readonly ended: number;
  readonly of: number;
}

/**
 * Whom a run that only reads tells what it does, while it does it. Texts are whole sentences or short phrases in plain English. Names in
 * them come from outside: whoever shows them escapes them.
 */
export interface Reporter {
  /** What is being done right now; it takes the place of what was said last. null = nothing is, for the moment. */
  progress(text: string | null): void;
  /** Something for whoever looks closely. */
  detail(text: string): void;
  /** A sentence on what was found or done. */
  say(text: string): void;
}

/** Whom a run tells what it does that is to change something. */
export interface ApplyReporter extends Reporter {
  /** A sentence that is the whole answer: there is nothing to do. */
  answer(text: string): void;
  /** The plan that is about to be carried out. */
  plan(plan: Plan): Promise<void>;
  /** What of the plan that was just shown, or carried out, no undo could take back: a sentence. */
  lasting(text: string): void;
  /** Whether the plan that was just shown is to be carried out. It is only asked where the plan changes something. */
  consent(plan: Plan): Promise<boolean>;
  /** A run of one account is being recorded under this name from now on. Absent = nobody wants to know. */
  recorded?(run: string): void;
  /** One change has ended. */
  outcome(change: Change, outcome: Outcome, count: Count): void;
  /** The run was told to stop: the changes under way are being finished. */
  interrupted(): void;
  /**
   * All changes have ended: what became of them, in the order of the plan.
   *
   * @param spent what it took; null where nobody knows
   */
  ended(plan: Plan, outcomes: readonly Outcome[], spent: Spent | null): void;
  /** What went wrong with the run as a whole, though it came to its end. */
  failure(failure: Failure): void;
}
