import type { RescueChange } from '../planner/change.ts';
import type { NodeId } from '../planner/account.ts';
import { nodeParameters } from '../wire/protocol.ts';
import { readTree } from '../wire/read-tree.ts';
import type { ApplyContext } from './context.ts';
import { pathOfUser } from './known-tree.ts';
import { isIn } from './known-users.ts';
import { DONE, type End, gone, refusedWith, stale } from './outcome.ts';

/** Moves a user to the group `target`, if it stands where the plan found it. */
export async function moveUser(
  { client, known }: ApplyContext,
  change: RescueChange,
  id: NodeId,
  target: NodeId,
): Promise<End> {
  if (isIn(known.users, id, target)) return DONE;
  const from = change.native.fromNode;
  if (from === null || !isIn(known.users, id, from)) return elsewhere(pathOfUser(known, id));

  const moved = await client.call<End>({
    method: 'moveNode',
    parameters: { ...nodeParameters(id), targetnode: target, targetNodeID: target },
    signal: null,
    parse: () => DONE,
    recheck: true,
    writes: {
      node: id,
      before: { parent: from, group: change.before?.group ?? null },
      after: { parent: target, group: change.group },
    },
    async settle() {
      const live = (await readTree(client, null)).find((node) => node.id === id);
      if (live === undefined) return { ok: true, value: gone('user') };
      if (live.parent === target) return { ok: true, value: DONE };
      return live.parent === from ? null : { ok: true, value: elsewhere(null) };
    },
  });
  return moved.ok ? moved.value : refusedWith(moved.word);
}

/** @param group the path of the group in which the user stands; null = not known */
export function elsewhere(group: string | null): End {
  return stale(
    `The user stands in ${group ?? 'another group'} by now, not where it stood when the plan was made. Make a new plan.`,
  );
}
