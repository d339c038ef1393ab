import pLimit from 'p-limit';
import type { FailureCode } from '../../../core/codes.ts';
import { Failure } from '../../../core/failure.ts';
import type { Secret } from '../../../core/secret.ts';
import type { Change } from '../../../plan/model.ts';
import { isRescueChange, type RescueChange, rescueChanges } from '../planner/change.ts';
import type { CallJournal } from '../../journal.ts';
import type { Applier } from '../../target.ts';
import type { AccountReading } from '../planner/account.ts';
import { isAboutOneCall } from '../wire/call.ts';
import type { RescueWorld } from '../wire/outside-world.ts';
import { changeGroup } from './change-group.ts';
import { changeUser } from './change-user.ts';
import type { ApplyContext } from './context.ts';
import { createGroup } from './create-group.ts';
import { isStopped } from './create-node.ts';
import { createUser } from './create-user.ts';
import { withJournal } from './journaled-client.ts';
import { expectNames } from './known-groups.ts';
import { newKnownTree } from './known-tree.ts';
import { newLiveTree } from './live-tree.ts';
import { type End, failed, outcomeOf, skipped } from './outcome.ts';

/** What the caller chooses of an {@link ApplyContext}. */
export type ApplyOptions = Pick<
  ApplyContext,
  'client' | 'newUserPassword' | 'groupsWithLimits' | 'randomBytes' | 'mark' | 'stop'
> & { readonly linkKey: Secret | null };

/**
 * Executes the changes of a plan that was made from `reading`. Changes may run side by side.
 *
 * @param changes all of the plan
 */
export function newApplier(
  reading: AccountReading,
  { linkKey, ...options }: ApplyOptions,
  world: Pick<RescueWorld, 'now'>,
  journal: CallJournal | null,
  changes: readonly Change[],
): Applier {
  const known = newKnownTree(reading);
  expectNames(known.groups, rescueChanges(changes));
  const context: ApplyContext = {
    ...options,
    known,
    live: newLiveTree(options.client, world),
    creations: new Map(),
    // Where the file says that the service refuses it, it is not tried.
    refused: { withoutLogin: options.client.profile.enabledCallNeedsPasswordOrSsoId === true },
    groupUpdates: { oneByOne: pLimit(1), harmed: null },
    self: reading.self,
    sealing: { account: reading.account, key: linkKey },
  };
  return {
    async apply(change) {
      if (!isRescueChange(change)) throw new Error(`change ${change.id} is none of a Rescue account`);
      const client = journal === null ? context.client : withJournal(context.client, journal, change);
      try {
        return outcomeOf(change, await execute({ ...context, client }, change));
      } catch (error) {
        if (isStopped(error)) return outcomeOf(change, skipped('the run was ended before'));
        if (error instanceof Failure && ANSWERED.has(error.code)) return outcomeOf(change, failed(says(error)));
        if (!(error instanceof Failure && isAboutOneCall(error))) throw error;
        return { ...outcomeOf(change, failed(error.message)), serviceFailed: true };
      }
    },
  };
}

/** The service has answered, but what people did makes the answer useless: they wrote into the record, or made groups. */
const ANSWERED: ReadonlySet<FailureCode> = new Set([
  'RESCUE_USER_UNREADABLE',
  'RESCUE_GROUP_UNREADABLE',
  'RESCUE_CREATION_UNCLEAR',
]);

function says({ message, advice }: Failure): string {
  return [message, advice].join(' ').trim();
}

function execute(context: ApplyContext, change: RescueChange): Promise<End> {
  const creates = change.operations.includes('create');
  if (creates) return change.kind === 'group' ? createGroup(context, change) : createUser(context, change);
  if (change.node === null) throw new Error(`change ${change.id} names no node`);
  return change.kind === 'group' ? changeGroup(context, change, change.node) : changeUser(context, change, change.node);
}
