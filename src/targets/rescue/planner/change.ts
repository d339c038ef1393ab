import type { Change, GroupChange, Plan, SavedPlan, UserChange } from '../../../plan/model.ts';
import type { NodeId } from './account.ts';
import type { Role } from '../role.ts';

/** Field values of a user or group of the account, before or after a change; only those that change. */
export type Facts = {
  readonly group?: string;
  readonly name?: string;
  readonly email?: string;
  readonly status?: 'enabled' | 'disabled';
  readonly ssoId?: string;
  readonly mobile?: boolean;
  /** The person the user is linked to; null or absent before an adoption, and null after the undo of one. */
  readonly link?: string | null;
  /** The day on which a leaver is disabled; null = none. */
  readonly leaves?: string | null;
  /** `new`: the user gets a new password, random or the one that the file gives new users. The password itself stands nowhere. */
  readonly password?: 'new';
};

/** What only Rescue knows of a change. */
export type Native = {
  /** The group it stands in before the change; null for a create. */
  readonly fromNode: NodeId | null;
  /** The group it stands in after the change; null when this plan creates that group first: then `group` names it. */
  readonly toNode: NodeId | null;
  /** The link marker that must stand in the description after the change; null leaves the description alone, the empty text takes the link away. */
  readonly marker: string | null;
};

/** What is narrower in a change of Rescue than in any other. */
interface Narrow {
  readonly role: Role;
  readonly node: NodeId | null;
  readonly before: Facts | null;
  readonly after: Facts;
}

export type RescueUserChange = Omit<UserChange<Native>, keyof Narrow> & Narrow;
export type RescueGroupChange = Omit<GroupChange<Native>, keyof Narrow> & Narrow;
export type RescueChange = RescueUserChange | RescueGroupChange;
export type RescuePlan = Plan<RescueChange>;
export type SavedRescuePlan = SavedPlan<RescueChange>;

/** The type of this target, as it stands before the account in {@link Change.target}. */
export const TYPE = 'rescue';

/** `rescue:560961` */
export function targetId(account: string): string {
  return `${TYPE}:${account}`;
}

/**
 * Whether a change is one of a Rescue account. Changes that the planner makes are; those of a saved plan are looked at
 * before anything is done with them (consistent-change.ts).
 */
export function isRescueChange(change: Change): change is RescueChange {
  return change.target.startsWith(`${TYPE}:`);
}

/** Of the changes of a plan those of Rescue accounts. */
export function rescueChanges(changes: readonly Change[]): RescueChange[] {
  return changes.filter(isRescueChange);
}
