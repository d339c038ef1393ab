import type { Change, Plan } from './model.ts';

/** What a change rests on: it was read in so many words, or it is concluded from somebody not having been read. */
export type Evidence = 'said' | 'absence';

/** Reasons that rest on somebody not having been read: anywhere, or in the mapping that comes first. */
const ABSENCE = new Set(['LEFT', 'NOT_A_MEMBER', 'ROLE_CHANGED', 'ROLE_LOWERED']);

export function evidenceOf({ reason }: Pick<Change, 'reason'>): Evidence {
  return ABSENCE.has(reason.code) ? 'absence' : 'said';
}

/** The users whom a plan disables because somebody was not read. */
export function absentUsers({ changes }: Plan): ReadonlySet<NonNullable<Change['node']>> {
  const disables = changes.filter(
    (change) => change.operations.includes('disable') && evidenceOf(change) === 'absence',
  );
  return new Set(disables.flatMap(({ node }) => node ?? []));
}
