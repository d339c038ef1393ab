import type { NodeId } from '../targets/rescue/planner/account.ts';
import type { Plan, Reason } from './model.ts';
import type { Evidence } from '../targets/rescue/planner/wanted.ts';

/** Reasons that rest on somebody not having been read: anywhere, or in the mapping that comes first. */
const ABSENCE = new Set(['LEFT', 'NOT_A_MEMBER', 'ROLE_CHANGED', 'ROLE_LOWERED']);

/** What a change rests on, as its reason says. */
export function evidenceOf({ code }: Pick<Reason, 'code'>): Evidence {
  return ABSENCE.has(code) ? 'absence' : 'said';
}

/** The users whom a plan disables because somebody was not read. */
export function absentUsers({ changes }: Plan): ReadonlySet<NodeId> {
  const disables = changes.filter(
    ({ operations, reason }) => operations.includes('disable') && evidenceOf(reason) === 'absence',
  );
  return new Set(disables.flatMap(({ node }) => node ?? []));
}
