import pLimit from 'p-limit';
import { Failure } from '../../../core/failure.ts';
import type { Clock } from '../../../net/clock.ts';
import type { CallJournal } from '../../journal.ts';
import type { Applier } from '../../target.ts';
import type { AccountReading, AccountUser } from '../planner/account.ts';
import { type Facts, type GotoChange, isGotoChange, targetId } from '../planner/change.ts';
import type { GotoSettings } from '../settings.ts';
import type { GotoClient } from '../wire/calls.ts';
import { changeUser } from './change-user.ts';
import type { ApplyContext } from './context.ts';
import { createUser } from './create-user.ts';
import { newWriter } from './journaled-writer.ts';
import { type End, failed, outcomeOf, skipped, stale } from './outcome.ts';
import { newSeats } from './seats.ts';

export interface ApplyOptions {
  readonly client: GotoClient;
  readonly settings: GotoSettings;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  /** A user in the words of the plan. */
  readonly shown: (user: AccountUser) => Required<Facts>;
  /** Whether a Failure of a reading leaves hope for other changes. */
  readonly isAboutOneCall: (failure: Failure) => boolean;
  /** Takes every call that changes something; null = nothing is written down. */
  readonly journal: CallJournal | null;
  /** Aborted when no more is to be begun. */
  readonly stop: AbortSignal;
}

/** Executes the changes of a plan that was made from `reading`. Changes may run side by side. */
export function newApplier(reading: AccountReading, options: ApplyOptions): Applier {
  const { client, settings, clock, shown, journal, stop } = options;
  const delay = settings.requests.consistencyDelay;
  const seats = newSeats({ listLicences: () => client.listLicences(), clock, delay, stop });
  const shared = { client, settings, reading, shown, seats, clock, oneByOne: pLimit(1) };
  return {
    async apply(change) {
      if (!isGotoChange(change)) throw new Error(`change ${change.id} is none of a GoTo account`);
      const context: ApplyContext = { ...shared, writer: newWriter(client, journal, change) };
      try {
        return outcomeOf(change, await execute(context, change));
      } catch (error) {
        if (stop.aborted && error === stop.reason) return outcomeOf(change, skipped('the run was ended before'));
        if (!(error instanceof Failure && options.isAboutOneCall(error))) throw error;
        return { ...outcomeOf(change, failed('transient', error.message)), serviceFailed: true };
      }
    },
  };
}

async function execute(context: ApplyContext, change: GotoChange): Promise<End> {
  const { account } = context.reading;
  if (change.target !== targetId(account)) return stale(`The change is planned for another account than ${account}.`);
  if (change.operations.includes('create')) return await createUser(context, change);
  if (change.node === null) throw new Error(`change ${change.id} names no user`);
  return await changeUser(context, change, change.node);
}
