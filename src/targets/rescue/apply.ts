import { Failure } from '../../core/failure.ts';
import type { AccountReading, Change } from '../../core/model.ts';
import { formatPath, parsePath } from '../../core/path.ts';
import { withMarker } from '../../core/marker.ts';
import type { Applier } from '../target.ts';
import { changeUser, createUser, type Workshop } from './apply-user.ts';
import { isAboutOneCall } from './client.ts';
import { readGroup, writeGroup } from './group.ts';
import { newNodeMaker } from './nodes.ts';
import { DONE, type End, failed, outcomeOf, refusedWith } from './outcome.ts';
import { newPlaces } from './places.ts';

/** Executes the changes of a plan that was made from `reading`. Changes may run side by side. */
export function newApplier(reading: AccountReading, given: Omit<Workshop, 'places' | 'maker' | 'self'>): Applier {
  const places = newPlaces(reading);
  const shop: Workshop = { ...given, places, maker: newNodeMaker(given.client, places), self: reading.self };
  return {
    async apply(change) {
      try {
        return outcomeOf(change, await execute(shop, change));
      } catch (error) {
        if (error instanceof Failure && isAboutOneCall(error)) return outcomeOf(change, failed(error.message));
        throw error;
      }
    },
  };
}

function execute(shop: Workshop, change: Change): Promise<End> {
  if (change.kind === 'group') return createGroup(shop, change);
  if (change.operations.includes('create')) return createUser(shop, change);
  if (change.node === null) throw new Error(`change ${change.id} names no user`);
  return changeUser(shop, change, change.node);
}

/** Creates a group, or names one that a run left without a name when it broke off. */
async function createGroup({ client, places, maker }: Workshop, change: Change): Promise<End> {
  if (!change.operations.includes('create')) throw new Error(`change ${change.id}: groups are only ever created`);
  if (places.group(change.group) !== null) return DONE;
  const path = parsePath(change.group);
  const above = formatPath(path.slice(0, -1));
  const parent = places.group(above);
  if (parent === null) return failed(`There is no group ${above} in the account, or there are several of that name.`);

  for (;;) {
    const left = places.takeBare('group', change.role, parent, change.node);
    const created =
      left === null ? await maker.create('group', change.role, parent) : { ok: true as const, value: left };
    if (!created.ok) return refusedWith(created.word);
    const id = created.value;
    const group = await readGroup(client, id);
    if (group === null || (left !== null && group.name !== '')) {
      if (left !== null) continue;
      return failed('The new group could not be found after it was created. Make a new plan.');
    }
    const description = change.marker === null ? group.description : withMarker(group.description, change.marker);
    const refusal = await writeGroup(client, { ...group, name: path.at(-1) ?? '', description });
    if (refusal !== null) {
      places.giveBare(id, 'group', change.role, parent);
      return refusedWith(refusal);
    }
    places.addGroup(id, change.group);
    return DONE;
  }
}
