import { Failure } from '../../../core/failure.ts';
import type { RescueChange } from '../planner/change.ts';
import type { NodeId } from '../planner/account.ts';
import { readGroupLink } from '../planner/links.ts';
import type { Sealing } from '../planner/marker.ts';
import { isAboutOneCall } from '../wire/call.ts';
import { type GroupRecord, readGroup } from '../wire/group-record.ts';
import type { ApplyContext } from './context.ts';
import { misplaced } from './destination.ts';
import { hasLimits, keptOf, lossesOf } from './group-losses.ts';
import { renameGroup } from './known-groups.ts';
import { DONE, type End, endOfWrite, failed, gone, skipped, stale } from './outcome.ts';
import { ownerOf, wantedGroup } from './wanted-record.ts';
import { saysTheSame, writeGroup } from './write-group.ts';
import { writeMarked } from './write-marked.ts';

const GONE = gone('group');

const LIMITED =
  'The group has concurrent-licence limits, and it is not known whether the service would keep them. Rename it by hand, or set rescue.groupsWithLimits to write.';

/**
 * Renames a group, writes its link, or both; everything else that the group holds is written back and looked at again.
 * Nobody could say under which names the service takes a group's limits. So each update is proved before the next begins,
 * and the first one that cost a group something ends the updates of the run.
 */
export function changeGroup(context: ApplyContext, change: RescueChange, id: NodeId): Promise<End> {
  const { groupUpdates } = context;
  return groupUpdates.oneByOne(async () => {
    const { harmed } = groupUpdates;
    if (harmed !== null) {
      return skipped(`No further group is updated in this run, because of what happened to the group ${harmed}.`);
    }
    const { end, harm } = await updateGroup(context, change, id);
    if (harm) groupUpdates.harmed = change.group;
    return end;
  });
}

interface Updated {
  readonly end: End;
  /** Whether the group lost something, or nobody can say whether it did. */
  readonly harm: boolean;
}

async function updateGroup(context: ApplyContext, change: RescueChange, id: NodeId): Promise<Updated> {
  const { client, known, groupsWithLimits, mark, sealing } = context;
  const before = await readGroup(client, id);
  if (before === null) return harmless(GONE);
  const obstacle = misfit(change, before, sealing) ?? misshown(context, change, before);
  if (obstacle !== null) return harmless(stale(obstacle));
  const wanted = wantedGroup(before, change, sealing);
  if (saysTheSame(before, wanted)) {
    renameGroup(known.groups, id, wanted.name);
    return harmless(DONE);
  }
  if (groupsWithLimits === 'refuse' && hasLimits(before)) return harmless(failed(LIMITED));
  try {
    const written = await writeMarked(wanted, mark, (group) => writeGroup(client, before, group));
    const end = endOfWrite(written, 'group');
    if (end.result !== 'done') return harmless(end);
    renameGroup(known.groups, id, wanted.name);
    return proof(before, await readGroup(client, id));
  } catch (error) {
    if (!(error instanceof Failure && isAboutOneCall(error))) throw error;
    return harmful(
      `Whether the group was written, and kept everything, is not known: ${error.message} Look at it in the Admin Center; before, it had ${keptOf(before)}.`,
    );
  }
}

function proof(before: GroupRecord, now: GroupRecord | null): Updated {
  if (now === null) return harmless(GONE);
  const losses = lossesOf(before, now);
  if (losses.length === 0) return harmless(DONE);
  return harmful(
    `The group was written, but the service did not keep all it had. Restore in the Admin Center: ${losses.join('; ')}.`,
  );
}

function harmless(end: End): Updated {
  return { end, harm: false };
}

function harmful(text: string): Updated {
  return { end: failed(text), harm: true };
}

/** Why a change of a group no longer fits, in a sentence; null when it fits. */
function misfit(change: RescueChange, group: GroupRecord, sealing: Sealing): string | null {
  const { before, after } = change;
  if (before !== null && after.name !== undefined && group.name !== after.name && group.name !== before.name) {
    return `The group is named ${JSON.stringify(group.name)} by now, not ${JSON.stringify(before.name ?? '')} as it was planned. Make a new plan.`;
  }
  const live = liveLink(group, sealing);
  const owner = ownerOf(change);
  if (owner === null || live === null || live === owner || live === before?.link) return null;
  return otherLink(live);
}

/** Why a saved plan shows another group than it names, or a link that it does not name, in a sentence; else null. */
function misshown(context: ApplyContext, change: RescueChange, live: GroupRecord): string | null {
  const { before, after, group } = change;
  const owner = ownerOf(change);
  const link = liveLink(live, context.sealing);
  const keepsLink = before === null || after.link !== undefined || owner === null || owner === link;
  return context.mark !== null && !keepsLink ? otherLink(link) : misplaced(context, live.id, group);
}

/** The directory group that a group is linked to by now. */
function liveLink({ description, id }: GroupRecord, sealing: Sealing): string | null {
  return readGroupLink(description, id, sealing).marker?.person ?? null;
}

function otherLink(live: string | null): string {
  return `The group is linked to another directory group by now (${live ?? 'none'}). Make a new plan.`;
}
