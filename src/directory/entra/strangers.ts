import type { Since } from '../mark.ts';
import { groupsHolding } from './change-queries.ts';
import { BATCH, type Graph } from './graph.ts';
import { GraphProblem } from './graph-problem.ts';
import { field, type Json, valuesOf } from './json.ts';
import { parseGuid } from '../guid.ts';

/** Somebody, or a group, that has changed and that the reading did not meet. */
export type Strangers = ReadonlyMap<string, 'users' | 'groups'>;

/**
 * Whether a group that was read holds one of them: whoever was deleted and is restored is a member at once, and no group
 * tells of it.
 *
 * @param read ids of the groups that were read
 * @param cost round trips of a reading: this must cost less
 * @throws Failure
 */
export async function lookAtStrangers(
  graph: Graph,
  strangers: Strangers,
  read: ReadonlySet<string>,
  cost: number,
): Promise<Since> {
  if (strangers.size === 0) return { kind: 'same' };
  if (strangers.size > BATCH * Math.max(1, cost - 1)) {
    return { kind: 'changed', why: 'So many others have changed in the tenant that a reading costs no more.' };
  }
  const answers = await graph.getMany([...strangers].map(([id, collection]) => groupsHolding(collection, id)));
  if (answers.some((answer) => !(answer instanceof GraphProblem) && holds(answer, read))) {
    return { kind: 'changed', why: 'Somebody or a group is back in a group that was read.' };
  }
  // One that does not exist any more is in no group.
  const untold = answers.some((answer) => answer instanceof GraphProblem && answer.kind !== 'notFound');
  return untold
    ? { kind: 'unknown', why: 'Microsoft Graph does not tell in which groups others are who have changed.' }
    : { kind: 'same' };
}

/** A second page of groups counts as one that was read. */
function holds(page: Json, read: ReadonlySet<string>): boolean {
  if (!Array.isArray(page['value']) || (page['@odata.nextLink'] ?? null) !== null) return true;
  return valuesOf(page).some((group) => {
    const id = parseGuid(String(field(group, 'id')));
    return id === null || read.has(id);
  });
}
