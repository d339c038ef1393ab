import type { RescueChange } from '../planner/change.ts';
import type { Outcome } from '../../../plan/model.ts';
import type { Result } from '../wire/call.ts';
import { isDeleted, refusalText } from '../wire/service-words.ts';

/** How one change ended, without its id. */
export type End = Pick<Outcome, 'result' | 'text'>;

export const DONE: End = done('');

/** @param text a remark on it, in a sentence; empty = none */
export function done(text: string): End {
  return { result: 'done', text };
}

export function failed(text: string): End {
  return { result: 'failed', text };
}

export function skipped(text: string): End {
  return { result: 'skipped', text };
}

/** The plan no longer fits; a new plan is the way out. */
export function stale(text: string): End {
  return { result: 'stale', text };
}

export function refusedWith(word: string): End {
  return isDeleted(word) ? gone('user') : failed(refusalText(word));
}

/** written; or not written (any more), because the record is neither as it was found nor as it was to be, or is gone. */
export type Written = 'written' | 'changed' | 'gone';

/** The end of a write of a whole record; DONE when it is written. */
export function endOfWrite(written: Result<Written>, what: 'user' | 'group'): End {
  if (!written.ok) return refusedWith(written.word);
  if (written.value === 'written') return DONE;
  if (written.value === 'gone') return gone(what);
  return stale(`Somebody else has changed the ${what} while it was being written, so that is kept. Make a new plan.`);
}

export function gone(what: 'user' | 'group'): End {
  return stale(`The ${what} is not in the account any more. Make a new plan.`);
}

export function outcomeOf(change: RescueChange, { result, text }: End): Outcome {
  return { change: change.id, result, text };
}
