import { Failure } from '../../core/failure.ts';
import type { AccountReading, Change } from '../../core/model.ts';
import type { Applier } from '../target.ts';
import { type GroupWork, newGroupWork } from './apply-group.ts';
import { changeUser, createUser } from './apply-user.ts';
import { isAboutOneCall } from './client.ts';
import { newNodeMaker } from './nodes.ts';
import { type End, failed, outcomeOf } from './outcome.ts';
import { newPlaces } from './places.ts';
import type { Workshop } from './workshop.ts';

/** Executes the changes of a plan that was made from `reading`. Changes may run side by side. */
export function newApplier(reading: AccountReading, given: Omit<Workshop, 'places' | 'maker' | 'self'>): Applier {
  const places = newPlaces(reading);
  const shop: Workshop = { ...given, places, maker: newNodeMaker(given.client, places), self: reading.self };
  const groups = newGroupWork(shop);
  return {
    async apply(change) {
      try {
        return outcomeOf(change, await execute(shop, groups, change));
      } catch (error) {
        if (error instanceof Failure && isAboutOneCall(error)) return outcomeOf(change, failed(error.message));
        throw error;
      }
    },
  };
}

function execute(shop: Workshop, groups: GroupWork, change: Change): Promise<End> {
  const creates = change.operations.includes('create');
  if (creates) return change.kind === 'group' ? groups.create(change) : createUser(shop, change);
  if (change.node === null) throw new Error(`change ${change.id} names no node`);
  return change.kind === 'group' ? groups.update(change, change.node) : changeUser(shop, change, change.node);
}
