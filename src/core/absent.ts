import type { NodeId, Plan } from './model.ts';

/** Reasons that rest on somebody not having been read. */
const ABSENCE = new Set(['LEFT', 'NOT_A_MEMBER']);

/** The users whom a plan disables because nobody who was read accounts for them. */
export function absentUsers({ changes }: Plan): ReadonlySet<NodeId> {
  const disables = changes.filter(
    ({ operations, reason }) => operations.includes('disable') && ABSENCE.has(reason.code),
  );
  return new Set(disables.flatMap(({ node }) => node ?? []));
}
