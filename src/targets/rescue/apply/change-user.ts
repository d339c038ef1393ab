import { fold } from '../../../core/text.ts';
import type { RescueChange } from '../planner/change.ts';
import type { NodeId } from '../planner/account.ts';
import { isEqual, merged, misfit } from './facts.ts';
import { DONE, done, type End, gone, refusedWith, stale } from './outcome.ts';
import { readTree } from '../wire/tree.ts';
import { nodeParameters, readUser, type UserRecord } from '../wire/user.ts';
import { homeOf, misplaced, newPassword, type Workshop } from './workshop.ts';
import { writeRecord } from './write-record.ts';

const GONE = gone('user');

/** Updates, moves, enables or disables a user. Everything is checked before anything is written. */
export async function changeUser(shop: Workshop, change: RescueChange, id: NodeId): Promise<End> {
  const isMaster = change.role === 'masterAdministrator' && change.after.status === 'disabled';
  return isMaster
    ? await shop.live.oneByOne(() => changeChecked(shop, change, id))
    : await changeChecked(shop, change, id);
}

async function changeChecked(shop: Workshop, change: RescueChange, id: NodeId): Promise<End> {
  const { client, places, live } = shop;
  const group = await live.parentOf(id);
  const user = group === null ? null : await readUser(client, id, null);
  if (group === null || user === null) return GONE;
  places.put(id, group, user.email);
  const obstacle =
    protection(shop, user) ??
    misfit(change, user, shop.sealing) ??
    misshown(shop, change) ??
    (await lastMaster(shop, change, user));
  if (obstacle !== null) return stale(obstacle);

  let moved = false;
  if (change.after.group !== undefined) {
    const home = homeOf(shop, change, 'INVALID_MOVE');
    if (!home.ok) return home.end;
    const end = await moveUser(shop, change, id, home.id);
    if (end.result !== 'done') return end;
    places.put(id, home.id, user.email);
    moved = group !== home.id;
  } else if (change.native.fromNode !== null && group !== change.native.fromNode) {
    return elsewhere(places.placeOf(id));
  }
  return await writeChange(shop, change, user, moved);
}

/** @param moved whether a move has just been made: it may have taken a while, and the record is read anew */
async function writeChange(shop: Workshop, change: RescueChange, user: UserRecord, moved: boolean): Promise<End> {
  const isMoveOnly = isEqual(user, merged(user, change, shop.sealing));
  if (isMoveOnly && (!moved || shop.mark === null)) return DONE;
  const found = moved ? await readUser(shop.client, user.id, null) : user;
  if (found === null) return GONE;
  const obstacle = moved ? misfit(change, found, shop.sealing) : null;
  if (obstacle !== null) return isMoveOnly ? DONE : stale(`The user was moved, and nothing else: ${obstacle}`);

  const wanted = merged(found, change, shop.sealing);
  const password = change.after.password === undefined ? null : newPassword(shop);
  const end = await writeRecord(shop.client, { found, user: found, wanted, mark: shop.mark, password });
  if (end.result === 'done') shop.places.rename(user.id, wanted.email);
  return isMoveOnly && end.result !== 'done' ? done(`The plan could not leave its mark. ${end.text}`) : end;
}

/** The plan leaves one enabled, who may have been disabled by hand since. */
async function lastMaster({ live }: Workshop, { after }: RescueChange, user: UserRecord): Promise<string | null> {
  if (user.role !== 'masterAdministrator' || !user.enabled || after.status !== 'disabled') return null;
  if (await live.hasOtherMaster(user.id)) return null;
  return 'This is the last enabled master administrator by now, who is never disabled.';
}

/** Why the user does not stand where the plan shows it, in a sentence; null when it does. */
function misshown(shop: Workshop, { native: { fromNode }, before, group }: RescueChange): string | null {
  return fromNode === null ? null : misplaced(shop, fromNode, before?.group ?? group);
}

/** The plan knows better, but nothing that it may have got wrong reaches these users. */
function protection({ self }: Workshop, user: UserRecord): string | null {
  if (user.accountHolder) return 'This is the account holder, who is never changed.';
  const isSelf = self.ids.includes(user.id) || (user.email !== '' && fold(user.email) === fold(self.email));
  return isSelf ? 'This is the user whose credentials are used, who is never changed.' : null;
}

async function moveUser({ client, places }: Workshop, change: RescueChange, id: NodeId, target: NodeId): Promise<End> {
  if (places.isIn(id, target)) return DONE;
  const from = change.native.fromNode;
  if (from === null || !places.isIn(id, from)) return elsewhere(places.placeOf(id));

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
      if (live === undefined) return { ok: true, value: GONE };
      if (live.parent === target) return { ok: true, value: DONE };
      return live.parent === from ? null : { ok: true, value: elsewhere(null) };
    },
  });
  return moved.ok ? moved.value : refusedWith(moved.word);
}

function elsewhere(place: string | null): End {
  return stale(
    `The user stands in ${place ?? 'another group'} by now, not where it stood when the plan was made. Make a new plan.`,
  );
}
