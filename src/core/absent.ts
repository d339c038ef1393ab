import type { NodeId, Plan } from './model.ts';

/** Reasons that rest on somebody not having been read: anywhere, or in the mapping that comes first. */
const ABSENCE = new Set(['LEFT', 'NOT_A_MEMBER', 'ROLE_CHANGED', 'ROLE_LOWERED']);

/** The users whom a plan disables because somebody was not read. */
export function absentUsers({ changes }: Plan): ReadonlySet<NodeId> {
  const disables = changes.filter(
    ({ operations, reason }) => operations.includes('disable') && ABSENCE.has(reason.code),
  );
  return new Set(disables.flatMap(({ node }) => node ?? []));
}
