import type { RescueChange } from '../planner/change.ts';
import { parsePath } from '../../../core/path.ts';
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
  await learnNew(context, wish, name);
  const [there, ...others] = groupsBelow(context.known.groups, destination.id, name);
  if (others.length > 0) return noGroup(change.group);
  if (there === undefined) return await createNamed(context, change, wish, name);
  // Made by a run that broke off afterwards, or by hand: it keeps its spelling.
  return await changeGroup(context, { ...change, after: {} }, there);
}

/** Somebody else, or another run, may have made the group since the account was read; the service would take a second one. */
async function learnNew({ known, live }: ApplyContext, { role, parent }: NodeWish, name: string): Promise<void> {
  if (groupsBelow(known.groups, parent, name).length > 0) return;
  for (const id of await live.groupsBelow(parent, name)) {
    if (!known.ids.has(id)) learnGroup(known, { id, parent, role, name });
  }
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
