import type { Change, Outcome } from '../../core/model.ts';
import { refusalText } from './words.ts';

/** How one change ended, before its id is put to it. */
export type End = Pick<Outcome, 'result' | 'text'>;

export const DONE: End = done('');

/** @param text what is to be said about it all the same, in a sentence */
export function done(text: string): End {
  return { result: 'done', text };
}

export function failed(text: string): End {
  return { result: 'failed', text };
}

export function skipped(text: string): End {
  return { result: 'skipped', text };
}

/** The plan no longer fits; making a new one is the way out. */
export function stale(text: string): End {
  return { result: 'stale', text };
}

export function refusedWith(word: string): End {
  return failed(refusalText(word));
}

export function outcomeOf(change: Change, { result, text }: End): Outcome {
  return { change: change.id, result, text };
}
