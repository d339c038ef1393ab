import type { DirectoryReading, PersonId } from '../../../core/people.ts';
import { formatPath } from '../../../core/path.ts';
import { walkGroups } from '../../../core/walk-groups.ts';
import { type Step, step } from '../../../plan/explain/chain.ts';
import type { RescueSettings } from '../settings.ts';
import { namesOf } from './parts.ts';
import type { Assignments, PlacedPerson } from './assignments.ts';
import type { MappingRead } from './read-mappings.ts';

/** What the assignments say of a person: whether they work, have ended, or nothing can be decided. */
export function placedOf({ people, ended, undecided }: Assignments, id: PersonId): PlacedPerson | null {
  return people.get(id) ?? ended.get(id) ?? undecided.get(id) ?? null;
}

/** One step for each mapping of the file: what it says of the person, and why it does not apply where it does not. */
export function mappingSteps(id: PersonId, assignments: Assignments, reading: DirectoryReading): Step[] {
  const placed = placedOf(assignments, id);
  return assignments.mapped.map((one) => {
    const { code, text, path = [], steps = [] } = verdict(id, one, placed, assignments, reading);
    const { rescueGroup, line } = one.mapping;
    return step(code, `${namesOf(one.mapping, 'and').trim()} → ${formatPath(rescueGroup)}: ${text}`, {
      line,
      path,
      steps,
    });
  });
}

/** One step for each mapping of the file that has expired. */
export function expiredSteps({ expired = [] }: Pick<RescueSettings, 'expired'>): Step[] {
  return expired.map((mapping) => {
    const { rescueGroup, line, expires = '' } = mapping;
    const text = `has nobody any more: its last day was ${expires}`;
    return step('EXPIRED', `${namesOf(mapping, 'and').trim()} → ${formatPath(rescueGroup)}: ${text}`, { line });
  });
}

type Verdict = Pick<Step, 'code' | 'text'> & Partial<Pick<Step, 'path' | 'steps'>>;

function verdict(
  id: PersonId,
  { mapping, membership, unread, roots }: MappingRead,
  placed: PlacedPerson | null,
  assignments: Assignments,
  reading: DirectoryReading,
): Verdict {
  const placement = membership.placements.get(id);
  if (placement !== undefined && placed?.mapping === mapping) {
    return { code: 'GIVES', text: 'has them', path: placement.path, steps: shortcomings(id, placed, assignments) };
  }
  if (placement !== undefined) {
    const first = placed === null ? '' : `, and the mapping at line ${placed.mapping.line} comes first and keeps them`;
    return { code: 'COMES_LATER', text: `has them as well${first}`, path: placement.path };
  }
  if (unread !== null) return { code: 'NOT_READ', text: `may have them, for it was not read to the end: ${unread}` };
  if (mapping.subgroups !== 'ignore' || roots.length === 0) return { code: 'NO_MEMBER', text: NO_MEMBER };
  const nested = [...walkGroups(reading, roots, true)].find(({ group }) => group.people.includes(id));
  if (nested !== undefined) {
    const text = 'has them only in a group inside, and takes direct members only (subgroups: ignore)';
    return { code: 'DIRECT_ONLY', text, path: nested.path };
  }
  return { code: 'NO_MEMBER', text: 'they are no direct member, and others do not count (subgroups: ignore)' };
}

const NO_MEMBER = 'they are no member, nor in a group inside';

function shortcomings(id: PersonId, { placement }: PlacedPerson, { undecided }: Assignments): Step[] {
  const place = formatPath(placement.group);
  if (undecided.get(id)?.why !== 'noGroup') return [];
  return [step('NO_PLACE', `${place} cannot be found or created, or belongs to another directory group`)];
}
