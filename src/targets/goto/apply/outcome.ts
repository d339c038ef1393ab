import type { FailureKind } from '../../../plan/model.ts';
import type { Applied } from '../../target.ts';
import type { GotoChange } from '../planner/change.ts';
import type { Refusal } from '../wire/calls.ts';

/** How one change ended, without its id. */
export type End = Omit<Applied, 'change'>;

export const DONE: End = { result: 'done', text: '' };

/** All that adsync can do is done; the rest is up to the person. */
export function pending(text: string): End {
  return { result: 'pending', text };
}

export function failed(kind: FailureKind, text: string): End {
  return { result: 'failed', text, kind };
}

export function skipped(text: string): End {
  return { result: 'skipped', text };
}

/** The plan no longer fits; a new plan is the way out. */
export function stale(text: string): End {
  return { result: 'stale', text: `${text} Make a new plan.` };
}

export const GONE: End = stale('The user is not in the account any more.');

/** @param done what was made before, in a sentence; empty = nothing */
export function refusedWith({ kind, text }: Refusal, done = ''): End {
  const end = failed(kind, [text, done].join(' ').trim());
  return kind === 'transient' || kind === 'rate-limited' ? { ...end, serviceFailed: true } : end;
}

export function outcomeOf({ id }: GotoChange, end: End): Applied {
  return { change: id, ...end };
}
