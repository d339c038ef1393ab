import type { Plan } from './model.ts';

/** The users that a plan disables because somebody was not read: account and id, as `rescue:560961 42`. */
export function absentUsers({ changes }: Pick<Plan, 'changes'>): ReadonlySet<string> {
  const disables = changes.filter(
    ({ operations, evidence }) => operations.includes('disable') && evidence === 'absence',
  );
  return new Set(disables.flatMap(({ target, node }) => (node === null ? [] : [`${target} ${node}`])));
}
