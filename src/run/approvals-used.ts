import type { Plan } from '../plan/model.ts';

/** The ids of the held sets of which a plan lets something through, sorted. */
export function approvalsUsed({ changes }: Pick<Plan, 'changes'>): string[] {
  const free = changes.filter(({ held }) => held === null);
  return [...new Set(free.flatMap(({ letThrough }) => letThrough.map(({ id }) => id)))].sort();
}
