import type { Change, Value } from '../plan/model.ts';

/** Values of the fields that a call changes, by the names that the target gives them; never a secret. */
export type CallValues = Readonly<Record<string, Value>>;

/** What a call does to one node of the account. */
export interface CallWrites {
  readonly method: string;
  /** null for a creation. */
  readonly node: string | null;
  readonly before: CallValues;
  readonly after: CallValues;
}

/** A call that changes something, as it is about to be sent. */
export interface CallNote extends CallWrites {
  readonly change: Change;
}

/** Whether a call that was under way when a run broke off was carried out; unclear = the account is neither as before nor as after. */
export type CarriedOut = 'yes' | 'no' | 'unclear';

export interface CallEnd {
  /** ok = carried out; refused = not carried out; failed = given up, and whether it was carried out is open. */
  readonly class: 'ok' | 'refused' | 'failed';
  /** The service's word, or the code of the Failure. */
  readonly word: string;
  /** The node that was created; null for every other call. */
  readonly node: string | null;
}

/** Where calls that change something are written down before they are sent, and confirmed afterwards. */
export interface CallJournal {
  /**
   * Resolves when the note is safe on disk: only then may the call be sent.
   *
   * @returns takes the end of the call
   * @throws Failure when it cannot be written; then the call must not be sent
   */
  begin(note: CallNote): Promise<(end: CallEnd) => void>;
}
