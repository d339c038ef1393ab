import type { SavedPlan } from './model.ts';

type Saved = Pick<SavedPlan, 'savedId' | 'createdAt'>;

/**
 * Which saving of a plan it is. The same situation gives the same plan id again, after somebody has undone by hand what
 * a plan did, for example; that is a new plan all the same, so its own random id counts.
 */
export function savingOf({ savedId, createdAt }: Saved): string {
  return `${savedId.slice(0, 12)} ${new Date(createdAt).toISOString().slice(0, 19)}Z`;
}

/** What a saved plan leaves behind in everything that it changes: `[adsync-plan 4f0e8b6a2f6f 2026-11-26T09:00:00Z]`. */
export function planMark(plan: Saved): string {
  return `[adsync-plan ${savingOf(plan)}]`;
}
