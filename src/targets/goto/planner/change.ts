import type { Change, GroupChange, UserChange } from '../../../plan/model.ts';
import type { UserKey } from './account.ts';

/** The type of this target, as it stands before the account in {@link Change.target}. */
export const TYPE = 'goto';

/** Field values of a user of the account, before or after a change; only those that change. */
export type Facts = {
  /** Given name and surname. */
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  /** Whether it holds a product or a role: `disabled` is what the service calls SUSPENDED. */
  readonly status?: 'enabled' | 'disabled';
  /** Names of `products`, and `licence KEY` for licences that the file does not name; sorted. */
  readonly products?: readonly string[];
  /** In words: planner/roles.ts. */
  readonly role?: string;
  /** Name of the user group; null = none. */
  readonly userGroup?: string | null;
  readonly language?: string;
  /** Custom attributes as `name=value`, sorted; those that the file does not map are not among them. */
  readonly attributes?: readonly string[];
  /** The person that the link attribute names. */
  readonly link?: string | null;
};

/** What only this target reads of a change: what is sent, in the keys of the account. */
export type Native = {
  /** The user group in which it stands before the change; `''` = none, null for a create. */
  readonly fromGroup: string | null;
  /** The licences that it holds after the change, all of them, sorted; null = they are left alone. */
  readonly licences: readonly string[] | null;
  /** The admin roles after the change; null = they are left alone. */
  readonly adminRoles: readonly string[] | null;
  /** The groups that it manages after the change; null = they are left alone. */
  readonly managedGroups: readonly string[] | null;
  /** The custom role after the change; `''` takes it away; null = it is left alone. */
  readonly roleSet: string | null;
  /** The user group after the change; `''` = none; null = it is left alone. */
  readonly group: string | null;
};

interface Narrow {
  readonly role: 'user';
  readonly node: UserKey | null;
  readonly before: Facts | null;
  readonly after: Facts;
}

/** All changes of this target are of users: user groups are made in the Admin Center. */
export type GotoChange = Omit<UserChange<Native>, keyof Narrow> & Narrow;

/** `goto:1234567890123456789` */
export function targetId(account: string): string {
  return `${TYPE}:${account}`;
}

/** Whether a change is one of a GoTo account; those of a saved plan are looked at first (consistent-change.ts). */
export function isGotoChange(change: Change | GroupChange): change is GotoChange {
  return change.target.startsWith(`${TYPE}:`) && change.kind === 'user';
}

/** Of the changes of a plan those of GoTo accounts. */
export function gotoChanges(changes: readonly Change[]): GotoChange[] {
  return changes.filter(isGotoChange);
}
