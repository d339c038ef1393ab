import type { RescueChange } from '../planner/change.ts';
import type { NodeId } from '../planner/account.ts';
import type { PersonId } from '../../../core/people.ts';
import { formatLeave, withLeave } from '../planner/leave-tag.ts';
import { parseMarker, sealMarker, type Sealing, withMarker, withoutMarker } from '../planner/marker.ts';
import type { GroupRecord } from '../wire/group-record.ts';
import type { UserRecord } from '../wire/user-record.ts';

/** A user's record with everything the change wants. */
export function wantedUser(user: UserRecord, change: RescueChange, sealing: Sealing): UserRecord {
  const { after } = change;
  return {
    ...user,
    name: after.name ?? user.name,
    email: after.email ?? user.email,
    ssoId: after.ssoId ?? user.ssoId,
    mobile: after.mobile ?? user.mobile,
    enabled: after.status === undefined ? user.enabled : after.status === 'enabled',
    description: withDay(withLink(user, change, sealing), user.id, change, sealing),
  };
}

/** The description with the day of leaving that the change wants, made for this very user and its person. */
function withDay(description: string, id: NodeId, { after, facts }: RescueChange, sealing: Sealing): string {
  if (after.leaves === undefined) return description;
  const person = facts?.link ?? null;
  return withLeave(
    description,
    after.leaves === null || person === null ? null : formatLeave(after.leaves, person as PersonId, id, sealing),
  );
}

/** A group's record with everything the change wants. */
export function wantedGroup(group: GroupRecord, change: RescueChange, sealing: Sealing): GroupRecord {
  return { ...group, name: change.after.name ?? group.name, description: withLink(group, change, sealing) };
}

/** The description keeps its text and gets the link marker of the change, sealed for this very node. */
function withLink(
  { id, description }: { readonly id: NodeId; readonly description: string },
  { native: { marker } }: RescueChange,
  sealing: Sealing,
): string {
  if (marker === '') return withoutMarker(description);
  return marker === null ? description : withMarker(description, sealMarker(marker, id, sealing));
}

/** The person or directory group that a change links to; null where it links to none. */
export function ownerOf({ native: { marker } }: RescueChange): string | null {
  return marker === null ? null : (parseMarker(marker)?.person ?? null);
}

/** Whether two records say the same. */
export function isEqual(a: UserRecord, b: UserRecord): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
