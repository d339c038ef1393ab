import { parseMarker } from './rescue/planner/marker.ts';
import type { Change } from '../plan/model.ts';
import type { NodeId } from './rescue/planner/account.ts';
import { splitMark } from './rescue/planner/plan-mark.ts';

/** Values of the fields that a call changes, by the names of `Facts`; never a secret. */
export type CallValues = Readonly<Record<string, string | boolean | null>>;

/** What the journal keeps of a description: the link marker and the mark of a plan, for the rest is never changed. */
export function descriptionValues(description: string): CallValues {
  const marker = parseMarker(description);
  const seal = marker === null || marker.seal === null ? '' : `-${marker.seal}`;
  const fingerprint = marker === null ? null : `${marker.fingerprint}${seal}`;
  return { link: marker?.person ?? null, fingerprint, mark: splitMark(description).mark };
}

/** A call that changes something, as it is about to be sent. */
export interface CallNote {
  readonly change: Change;
  readonly method: string;
  /** null for a creation. */
  readonly node: NodeId | null;
  readonly before: CallValues;
  readonly after: CallValues;
}

export interface CallEnd {
  /** ok = carried out; refused = not carried out; failed = given up, and whether it was carried out is open. */
  readonly class: 'ok' | 'refused' | 'failed';
  /** The service's word, or the code of the Failure. */
  readonly word: string;
  /** The node that was created; null for every other call. */
  readonly node: NodeId | null;
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
