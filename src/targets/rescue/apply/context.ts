import type { LimitFunction } from 'p-limit';
import type { Secret } from '../../../core/secret.ts';
import type { AccountReading } from '../planner/account.ts';
import type { Sealing } from '../planner/marker.ts';
import type { RescueSettings } from '../settings.ts';
import type { Client } from '../wire/call.ts';
import type { CreationsBelow } from './creations.ts';
import type { KnownTree } from './known-tree.ts';
import type { LiveTree } from './live-tree.ts';

/** What the changes of one plan work with. */
export interface ApplyContext {
  readonly client: Client;
  readonly known: KnownTree;
  readonly live: LiveTree;
  readonly creations: CreationsBelow;
  readonly groupUpdates: GroupUpdates;
  /** What the service was seen to refuse in this run, whoever it is for. */
  readonly refused: { /** To write enabled users with neither SSO id nor password. */ withoutLogin: boolean };
  readonly self: AccountReading['self'];
  /** What link markers are sealed with. */
  readonly sealing: Sealing;
  /** null = a random one for each new user, and for each that passes to another person. */
  readonly newUserPassword: Secret | null;
  readonly groupsWithLimits: RescueSettings['groupsWithLimits'];
  readonly randomBytes: (size: number) => Uint8Array;
  /** Left behind in the description of everything that is written (planner/plan-mark.ts); null = nothing is. */
  readonly mark: string | null;
  /** Aborted when no more is to be begun. */
  readonly stop: AbortSignal;
}

/** The updates of groups in one run, which go one after the other (change-group.ts). */
export interface GroupUpdates {
  readonly oneByOne: LimitFunction;
  /** The first group that lost something by its update; null = none. No further group is updated then. */
  harmed: string | null;
}
