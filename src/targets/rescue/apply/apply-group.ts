import pLimit from 'p-limit';
import { Failure } from '../../../core/failure.ts';
import { readGroupLink } from '../planner/links.ts';
import { parseMarker, sealMarker, type Sealing, withMarker } from '../planner/marker.ts';
import type { RescueChange } from '../planner/change.ts';
import type { NodeId, Role } from '../planner/account.ts';
import { parsePath } from '../../../core/path.ts';
import { withPlanMark } from '../planner/plan-mark.ts';
import { type Client, isAboutOneCall, type Result } from '../wire/client.ts';
import { type GroupRecord, hasLimits, keptOf, lossesOf, readGroup, saysTheSame, writeGroup } from '../wire/group.ts';
import { DONE, type End, endOfWrite, failed, gone, refusedWith, skipped, stale } from './outcome.ts';
import type { Places } from './places.ts';
import type { Written } from '../wire/user.ts';
import { concernsDescription } from '../wire/words.ts';
import { homeOf, misplaced, noGroup, takeNode, type Workshop } from './workshop.ts';

const GONE = gone('group');

const LIMITED =
  'The group has concurrent-licence limits, and it is not known whether the service would keep them. Rename it by hand, or set rescue.groupsWithLimits to write.';

export interface GroupWork {
  /** Creates a group, or names one that a run left without a name when it broke off. */
  create(shop: Workshop, change: RescueChange): Promise<End>;
  /** Renames a group, writes its link, or both; whatever else the group holds is written back and looked at again. */
  update(shop: Workshop, change: RescueChange, id: NodeId): Promise<End>;
}

/**
 * Groups of one plan. Nobody could say under which names the service takes a group's limits, so each update is proved
 * before the next begins, and the first one that cost a group something ends the updates of the run.
 */
export function newGroupWork(): GroupWork {
  const oneByOne = pLimit(1);
  let harmed: string | null = null;

  function update(shop: Workshop, change: RescueChange, id: NodeId): Promise<End> {
    return oneByOne(async () => {
      if (harmed !== null) {
        return skipped(`No further group is updated in this run, because of what happened to the group ${harmed}.`);
      }
      const { end, harm } = await updateGroup(shop, change, id);
      if (harm) harmed = change.group;
      return end;
    });
  }

  async function create(shop: Workshop, change: RescueChange): Promise<End> {
    const home = homeOf(shop, change, 'INVALIDPARAM_PARENT');
    if (!home.ok) return home.end;
    const name = parsePath(change.group).at(-1) ?? '';
    await learnNew(shop, change.role, home.id, name);
    const [there, ...others] = shop.places.below(home.id, name);
    if (others.length > 0) return noGroup(change.group);
    if (there === undefined) return await createGroup(shop, change, home.id, name);
    // Made by a run that broke off afterwards, or by hand: it keeps its spelling.
    return await update(shop, { ...change, after: {} }, there);
  }

  return { create, update };
}

/** Somebody else, or another run, may have made the group since the account was read; the service would take a second one. */
async function learnNew({ places, live }: Workshop, role: Role, parent: NodeId, name: string): Promise<void> {
  if (places.below(parent, name).length > 0) return;
  for (const id of await live.groupsBelow(parent, name)) {
    if (!places.isKnown(id)) places.addGroup(id, parent, role, name);
  }
}

async function createGroup(shop: Workshop, change: RescueChange, parent: NodeId, name: string): Promise<End> {
  const { client, places } = shop;
  for (;;) {
    const node = await takeNode(shop, 'group', change.role, parent, change.node);
    if (!node.ok) return refusedWith(node.word);
    const group = await readGroup(client, node.value);
    if (group === null || (!node.isNew && group.name !== '')) {
      // A bare node that somebody has named or removed meanwhile is not ours.
      if (!node.isNew) continue;
      return failed('The new group could not be found after it was created. Make a new plan.');
    }
    const wanted = { ...wantedGroup(group, change, shop.sealing), name, enabled: true };
    const end = endOfWrite(await writeMarked(client, group, wanted, shop.mark), 'group');
    if (end.result === 'failed') places.giveBare(group.id, 'group', change.role, parent);
    if (end.result !== 'done') return end;
    places.addGroup(group.id, parent, change.role, name);
    return DONE;
  }
}

interface Updated {
  readonly end: End;
  /** Whether the group lost something, or nobody can say whether it did. */
  readonly harm: boolean;
}

async function updateGroup(shop: Workshop, change: RescueChange, id: NodeId): Promise<Updated> {
  const { client, places, groupsWithLimits, mark, sealing } = shop;
  const before = await readGroup(client, id);
  if (before === null) return harmless(GONE);
  const obstacle = misfit(change, before, sealing) ?? misshown(shop, change, before);
  if (obstacle !== null) return harmless(stale(obstacle));
  const wanted = wantedGroup(before, change, sealing);
  if (saysTheSame(before, wanted)) {
    places.renameGroup(id, wanted.name);
    return harmless(DONE);
  }
  if (groupsWithLimits === 'refuse' && hasLimits(before)) return harmless(failed(LIMITED));
  try {
    const end = endOfWrite(await writeMarked(client, before, wanted, mark), 'group');
    if (end.result !== 'done') return harmless(end);
    places.renameGroup(id, wanted.name);
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

/**
 * Notes the names that a plan gives to groups, before the first of its changes: who is planned to stand in a group
 * stands there under its new name, whether and whenever it can be renamed.
 */
export function expectNames(places: Places, changes: readonly RescueChange[]): void {
  for (const { kind, node, before, after } of changes) {
    if (kind !== 'group' || node === null || after.name === undefined) continue;
    if (places.nameOf(node) === before?.name) places.expectName(node, after.name);
  }
}

function wantedGroup(group: GroupRecord, { after, native: { marker } }: RescueChange, sealing: Sealing): GroupRecord {
  return {
    ...group,
    name: after.name ?? group.name,
    description:
      marker === null ? group.description : withMarker(group.description, sealMarker(marker, group.id, sealing)),
  };
}

/** The mark of a saved plan is one safety more, and no reason to fail: where it is refused, it is left out. */
async function writeMarked(
  client: Client,
  before: GroupRecord,
  wanted: GroupRecord,
  mark: string | null,
): Promise<Result<Written>> {
  if (mark !== null) {
    const marked = { ...wanted, description: withPlanMark(wanted.description, mark) };
    const written = await writeGroup(client, before, marked);
    if (written.ok || !concernsDescription(written.word)) return written;
  }
  return await writeGroup(client, before, wanted);
}

/** Why a change of a group no longer fits, in a sentence; null when it fits. */
function misfit(
  { before, after, native: { marker } }: RescueChange,
  group: GroupRecord,
  sealing: Sealing,
): string | null {
  if (before !== null && after.name !== undefined && group.name !== after.name && group.name !== before.name) {
    return `The group is named ${JSON.stringify(group.name)} by now, not ${JSON.stringify(before.name ?? '')} as it was planned. Make a new plan.`;
  }
  const live = readGroupLink(group.description, group.id, sealing).marker?.person ?? null;
  const owner = marker === null ? null : (parseMarker(marker)?.person ?? null);
  if (owner === null || live === null || live === owner || live === before?.link) return null;
  return otherLink(live);
}

/** Why a saved plan shows another group than it names, or a link that it does not name, in a sentence; else null. */
function misshown(shop: Workshop, change: RescueChange, { id, description }: GroupRecord): string | null {
  const { before, after, group } = change;
  const { marker } = change.native;
  const owner = marker === null ? null : (parseMarker(marker)?.person ?? null);
  const live = readGroupLink(description, id, shop.sealing).marker?.person ?? null;
  const keepsLink = before === null || after.link !== undefined || owner === null || owner === live;
  return shop.mark !== null && !keepsLink ? otherLink(live) : misplaced(shop, id, group);
}

function otherLink(live: string | null): string {
  return `The group is linked to another directory group by now (${live ?? 'none'}). Make a new plan.`;
}
