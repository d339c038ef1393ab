import { counted } from '../core/counted.ts';
import { Failure } from '../core/failure.ts';
import { isMade } from '../plan/exit.ts';
import type { FailureKind } from '../plan/model.ts';
import { isAbout } from '../plan/not-made.ts';
import type { ChangeLine } from './journal-lines.ts';
import type { RunRecord } from './journal-read.ts';
import { timeText } from './sentences.ts';

/** A change that was planned and not made. */
export interface Undone {
  readonly change: ChangeLine;
  /** Why it failed; `unknown` where nobody said. null = it did not fail: stale, skipped, or not reached. */
  readonly kind: FailureKind | null;
}

/**
 * What a run left undone, with what the runs before it left undone that it was not about.
 *
 * @param before newest first; each but the last one was itself about a part only
 * @throws Failure RUN_DAMAGED
 */
export function leftUndone(run: RunRecord, before: readonly RunRecord[]): Undone[] {
  return [...before.toReversed(), run].reduce<Undone[]>((earlier, one) => {
    const triedAgain = isAbout(one.changes);
    return [...earlier.filter(({ change }) => !triedAgain(change)), ...undoneBy(one, earlier)];
  }, []);
}

function undoneBy(run: RunRecord, earlier: readonly Undone[]): Undone[] {
  const { head, changes, outcomes } = run;
  if (changes.length < head.changes) {
    const text = `The journal of the run of ${timeText(head.at)} is damaged: it names ${changes.length} of ${counted(head.changes, 'change')}, so what that run left undone is not known.`;
    throw new Failure('RUN_DAMAGED', text, 'Use adsync apply: it plans everything that is left.');
  }
  return changes.flatMap((change): Undone[] => {
    const outcome = outcomes.get(change.id);
    // What was not approved was not to be made: a retry must not make it either.
    if (change.notApproved === true || (outcome !== undefined && isMade(outcome))) return [];
    if (outcome?.result === 'failed') return [{ change, kind: outcome.kind ?? 'unknown' }];
    // What was not tried has failed before for the reason that it had then.
    const known = earlier.find((one) => isAbout([one.change])(change));
    return [{ change, kind: known?.kind ?? null }];
  });
}

/** Of the given kinds; all of it where none is given. */
export function ofKinds(undone: readonly Undone[], kinds: readonly FailureKind[]): Undone[] {
  return kinds.length === 0 ? [...undone] : undone.filter(({ kind }) => kind !== null && kinds.includes(kind));
}

/** How many failed in which way: `2 out-of-licences, 1 unknown`; empty where nothing failed. */
export function kindsLeft(undone: readonly Undone[]): string {
  const kinds = new Set(undone.flatMap(({ kind }) => kind ?? []));
  return [...kinds].map((kind) => `${ofKinds(undone, [kind]).length} ${kind}`).join(', ');
}
