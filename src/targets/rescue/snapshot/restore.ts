import { Failure } from '../../../core/failure.ts';
import type { Notice } from '../../../core/notice.ts';
import { Secret } from '../../../core/secret.ts';
import type { Role } from '../role.ts';
import type { AccountReading, NodeId, UserDetails } from '../planner/account.ts';
import { withDetails } from '../planner/with-details.ts';
import type { RescueSettings } from '../settings.ts';
import { applyProtection } from '../../saved-protection.ts';
import type { ReadOptions } from '../../target.ts';
import type { SavedRescue } from './saved-account.ts';

/** An account as it was when a snapshot was taken. */
export interface RestoredRescue {
  /** The settings with the key of the snapshot's links, and with whom they protect there. */
  readonly settings: RescueSettings;
  /** What cannot be told from the snapshot. */
  readonly notices: readonly Notice[];
  readonly read: (options: Pick<ReadOptions, 'thorough'>) => AccountReading;
  readonly readMore: (reading: AccountReading, ids: readonly NodeId[]) => AccountReading;
}

/**
 * Gives of the account what the account itself would have given: details of a user only where they are asked for, so
 * that a plan asks, and shows, the same.
 */
export function restoreAccount(saved: SavedRescue, settings: RescueSettings): RestoredRescue {
  const { linkKey, protection, ...reading } = saved;
  const emails = reading.users.map(({ email }) => email);
  const { known, notices } =
    protection === undefined ? { known: settings, notices: [] } : applyProtection(settings, protection, emails);
  const details = new Map(
    reading.users.flatMap((user): [NodeId, UserDetails][] => (user.details === null ? [] : [[user.id, user.details]])),
  );
  const mapped = new Set<Role>(settings.mappings.map(({ role }) => role));
  return {
    settings: { ...known, linkKey: settings.linkKey === null ? null : new Secret(linkKey) },
    notices,
    read: ({ thorough }) => ({
      ...reading,
      users: reading.users.map((user) => (thorough && mapped.has(user.role) ? user : { ...user, details: null })),
    }),
    readMore: (asked, ids) => withDetails(asked, ids, details),
  };
}

export function readOnlyFailure(): Failure {
  return new Failure(
    'SNAPSHOT_READ_ONLY',
    'A snapshot is a picture of an account, in which nothing can be changed.',
    'Plan and apply without --from.',
  );
}
