import type { Answered } from './observation.ts';

/** One open question that only a write answers. */
export interface ProbeStep {
  /** Stable. Where the stand-in has a switch for it, the name of the switch. */
  readonly id: string;
  readonly question: string;
  /** What would be written, and why, in a sentence. It names nobody. */
  readonly says: string;
}

/** What stands in a user before anything is tried on it. */
export interface ProbedUser {
  /** The account's own id. */
  readonly account: string;
  /** Its number, name and address. They come from the service. */
  readonly node: string;
  readonly name: string;
  readonly email: string;
  /** The text that is written over and put back. */
  readonly description: string;
}

/** What a target takes from whoever lets it try something. */
export interface Probing {
  /** The user as the customer has named it: a number or an address. */
  readonly user: string;
  /** Aborted = nothing new is tried; what was written is put back all the same. */
  readonly stop: AbortSignal;
  /** Resolves when nobody else works on the account any more. @throws Failure LOCKED, STATE_UNREADABLE, STATE_UNWRITABLE */
  lock(account: string): Promise<void>;
  /** Shows the user, and has it named a second time. */
  confirm(user: ProbedUser): Promise<boolean>;
  /** Whether somebody agrees to this very step. */
  agree(step: ProbeStep): Promise<boolean>;
  /** Resolves when it is safe on disk what stands there, and the lock still holds: only then may a call be sent that writes. */
  beforeWrite(user: ProbedUser): Promise<void>;
  /** Everything was put back, and that is proved. */
  restored(): Promise<void>;
}

/** What has come out. */
export interface Probed {
  /** One for each open question, also for those that nobody agreed to. */
  readonly answers: readonly Answered[];
  /** What stands in the user now and was not put back, and how to mend it by hand; null = everything is as before. */
  readonly harm: { readonly text: string; readonly remedy: string } | null;
}
