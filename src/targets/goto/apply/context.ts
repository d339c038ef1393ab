import type { LimitFunction } from 'p-limit';
import type { Clock } from '../../../net/clock.ts';
import type { AccountReading, AccountUser } from '../planner/account.ts';
import type { Facts } from '../planner/change.ts';
import type { GotoSettings } from '../settings.ts';
import type { GotoClient } from '../wire/calls.ts';
import type { Writer } from './journaled-writer.ts';
import type { Seats } from './seats.ts';

/** What the changes of one plan work with. */
export interface ApplyContext {
  /** For readings; what writes goes through {@link writer}. */
  readonly client: GotoClient;
  /** The calls of this one change. */
  readonly writer: Writer;
  readonly settings: GotoSettings;
  /** The account as the plan saw it. */
  readonly reading: AccountReading;
  /** A user in the words of the plan. */
  readonly shown: (user: AccountUser) => Required<Facts>;
  readonly seats: Seats;
  /** Changes that may end the last super admin go one after the other. */
  readonly oneByOne: LimitFunction;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
}
