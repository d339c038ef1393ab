import type { Plan } from './model.ts';

/** The users that lose something by a plan because somebody was not read: account and id, as `rescue:560961 42`. */
export function absentUsers({ changes }: Pick<Plan, 'changes'>): ReadonlySet<string> {
  const losses = changes.filter(({ evidence }) => evidence === 'absence');
  return new Set(losses.flatMap(({ target, node }) => (node === null ? [] : [`${target} ${node}`])));
}
