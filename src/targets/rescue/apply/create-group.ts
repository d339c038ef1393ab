import type { RescueChange } from '../planner/change.ts';
import { parsePath } from '../../../core/path.ts';
import { fold } from '../../../core/text.ts';
import type { NodeId } from '../planner/account.ts';
import { readGroup } from '../wire/group-record.ts';
import { giveBare, type NodeWish } from './bare-nodes.ts';
import { changeGroup } from './change-group.ts';
import type { ApplyContext } from './context.ts';
import { takeNode } from './create-node.ts';
import { destinationOf, noGroup } from './destination.ts';
import { groupsBelow } from './known-groups.ts';
import { learnGroup } from './known-tree.ts';
import { DONE, type End, endOfWrite, failed, refusedWith } from './outcome.ts';
import { wantedGroup } from './wanted-record.ts';
import { writeGroup } from './write-group.ts';
import { writeMarked } from './write-marked.ts';

/** Creates a group, or names one that a run left without a name when it broke off. */
export async function createGroup(context: ApplyContext, change: RescueChange): Promise<End> {
  const destination = destinationOf(context, change, 'INVALIDPARAM_PARENT');
  if (!destination.ok) return destination.end;
  const name = parsePath(change.group).at(-1) ?? '';
  const wish: NodeWish = { kind: 'group', role: change.role, parent: destination.id };
  const there = await learnNew(context, wish, name);
  const [same, ...others] = groupsBelow(context.known.groups, destination.id, name);
  if (others.length > 0) return noGroup(change.group);
  if (same === undefined) return await createNamed(context, change, { ...wish, there }, name);
  // Made by a run that broke off afterwards, or by hand: it keeps its spelling.
  return await changeGroup(context, { ...change, after: {} }, same);
}

/**
 * Somebody else, or another run, may have made the group since the account was read; the service would take a second one.
 *
 * @returns the groups beside which the new one would come, for a creation whose answer is lost
 */
async function learnNew(
  { known, live }: ApplyContext,
  { role, parent }: NodeWish,
  name: string,
): Promise<ReadonlySet<NodeId>> {
  if (groupsBelow(known.groups, parent, name).length > 0) return new Set();
  const beside = await live.groupsBelow(parent);
  for (const group of beside) {
    if (fold(group.name) === fold(name) && !known.ids.has(group.id))
      learnGroup(known, { id: group.id, parent, role, name });
  }
  return new Set(beside.map(({ id }) => id));
}

async function createNamed(context: ApplyContext, change: RescueChange, wish: NodeWish, name: string): Promise<End> {
  const { client, known, sealing, mark } = context;
  const { role, parent } = wish;
  for (;;) {
    const node = await takeNode(context, wish, change.node);
    if (!node.ok) return refusedWith(node.word);
    const group = await readGroup(client, node.value);
    if (group === null || (!node.isNew && group.name !== '')) {
      // A bare node that somebody has named or removed meanwhile is not ours.
      if (!node.isNew) continue;
      return failed('The new group could not be found after it was created. Make a new plan.');
    }
    const wanted = { ...wantedGroup(group, change, sealing), name, enabled: true };
    const written = await writeMarked(wanted, mark, (entry) => writeGroup(client, group, entry));
    const end = endOfWrite(written, 'group');
    if (end.result === 'failed') giveBare(known.bare, group.id, wish);
    if (end.result !== 'done') return end;
    learnGroup(known, { id: group.id, parent, role, name });
    return DONE;
  }
}
