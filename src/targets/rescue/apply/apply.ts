import { Failure } from '../../../core/failure.ts';
import type { AccountReading } from '../planner/account.ts';
import { isRescueChange, type RescueChange, rescueChanges } from '../planner/change.ts';
import type { Change } from '../../../plan/model.ts';
import type { Secret } from '../../../core/secret.ts';
import type { CallJournal } from '../../journal.ts';
import type { Applier } from '../../target.ts';
import { expectNames, type GroupWork, newGroupWork } from './apply-group.ts';
import { changeUser } from './change-user.ts';
import { isAboutOneCall } from '../wire/client.ts';
import { createUser } from './create-user.ts';
import { newLiveTree } from './live-tree.ts';
import { isStopped, newNodeMaker } from './nodes.ts';
import { type End, failed, outcomeOf, skipped } from './outcome.ts';
import { newPlaces } from './places.ts';
import type { Workshop } from './workshop.ts';
import type { RescueWorld } from '../wire/world.ts';
import { withJournal } from './write-ahead.ts';

/**
 * Executes the changes of a plan that was made from `reading`. Changes may run side by side.
 *
 * @param changes all of the plan
 */
export function newApplier(
  reading: AccountReading,
  given: Omit<Workshop, 'places' | 'live' | 'maker' | 'self' | 'sealing'> & { readonly linkKey: Secret | null },
  world: Pick<RescueWorld, 'now'>,
  journal: CallJournal | null,
  changes: readonly Change[],
): Applier {
  const places = newPlaces(reading);
  const live = newLiveTree(given.client, world);
  const sealing = { account: reading.account, key: given.linkKey };
  const maker = newNodeMaker(places, given.stop);
  const shop: Workshop = { ...given, places, live, maker, self: reading.self, sealing };
  expectNames(places, rescueChanges(changes));
  const groups = newGroupWork();
  return {
    async apply(change) {
      if (!isRescueChange(change)) throw new Error(`change ${change.id} is none of a Rescue account`);
      const client = journal === null ? shop.client : withJournal(shop.client, journal, change);
      try {
        return outcomeOf(change, await execute({ ...shop, client }, groups, change));
      } catch (error) {
        if (isStopped(error)) return outcomeOf(change, skipped('the run was ended before'));
        if (error instanceof Failure && UNREADABLE.has(error.code)) return outcomeOf(change, failed(says(error)));
        if (!(error instanceof Failure && isAboutOneCall(error))) throw error;
        return { ...outcomeOf(change, failed(error.message)), serviceFailed: true };
      }
    },
  };
}

/** The service has answered; what somebody wrote into the record makes the answer useless. */
const UNREADABLE: ReadonlySet<string> = new Set(['RESCUE_USER_UNREADABLE', 'RESCUE_GROUP_UNREADABLE']);

function says({ message, advice }: Failure): string {
  return [message, advice].join(' ').trim();
}

function execute(shop: Workshop, groups: GroupWork, change: RescueChange): Promise<End> {
  const creates = change.operations.includes('create');
  if (creates) return change.kind === 'group' ? groups.create(shop, change) : createUser(shop, change);
  if (change.node === null) throw new Error(`change ${change.id} names no node`);
  return change.kind === 'group' ? groups.update(shop, change, change.node) : changeUser(shop, change, change.node);
}
