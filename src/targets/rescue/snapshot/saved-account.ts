import type { AccountReading, AccountUser, NodeId, UserDetails } from '../planner/account.ts';
import type { Sealing } from '../planner/marker.ts';
import type { SavedProtection } from '../../saved-protection.ts';
import { OTHER_TEXT, savedDescription } from './saved-links.ts';

/** A Rescue account as plain data: what was read of it, with the details of every user. */
export interface SavedRescue extends AccountReading {
  /** Seals the links of this snapshot, and no others; no secret. */
  readonly linkKey: string;
  /** Whom `rescue.protect` means; absent where addresses stand as they are. */
  readonly protection?: SavedProtection;
}

/**
 * What a snapshot keeps of a reading. Of descriptions only the links are kept.
 *
 * @param reading with the details of every user who answered
 * @param linkKey see {@link SavedRescue}
 */
export function saveReading(reading: AccountReading, sealing: Sealing, linkKey: string): SavedRescue {
  const linksOf = (description: string, id: NodeId): string => savedDescription(description, id, sealing, linkKey);
  const details = (id: NodeId, given: UserDetails): UserDetails =>
    given.record === undefined
      ? given
      : {
          ...given,
          record: { ...given.record, description: linksOf(given.record.description, id), nick: nickOf(given.record) },
        };
  const user = (given: AccountUser): AccountUser => ({
    ...given,
    description: linksOf(given.description, given.id),
    details: given.details === null ? null : details(given.id, given.details),
  });
  return {
    ...reading,
    groups: reading.groups.map((group) => ({ ...group, description: linksOf(group.description, group.id) })),
    users: reading.users.map(user),
    linkKey,
  };
}

/** Only whether there is one decides anything. */
export function nickOf({ nick }: { readonly nick: string }): string {
  return nick === '' ? '' : OTHER_TEXT;
}
