import type { Brand } from '../../../core/brand.ts';

/** The account as it was read to the end. All keys are text: they have up to 26 digits. */

export type UserKey = Brand<'UserKey'>;
export type LicenceKey = Brand<'LicenceKey'>;
export type GroupKey = Brand<'GroupKey'>;
export type RoleSetId = Brand<'RoleSetId'>;

/** What the service shows: INVITED, ACTIVE, INACTIVE, SUSPENDED. It is derived there, and decides nothing here. */
export type ShownStatus = 'INVITED' | 'ACTIVE' | 'INACTIVE' | 'SUSPENDED' | 'unknown';

export interface AccountReading {
  /** Account key. */
  readonly account: string;
  readonly organization: string;
  readonly url: string;
  /** The user whose token is used: never touched. */
  readonly self: { readonly key: UserKey; readonly email: string };
  readonly users: readonly AccountUser[];
  readonly licences: readonly Licence[];
  readonly groups: readonly UserGroup[];
  readonly roleSets: readonly RoleSet[];
  /** Names of custom attributes with their keys; empty where the file uses none. */
  readonly attributes: readonly CustomAttribute[];
}

export interface AccountUser {
  readonly key: UserKey;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  /** null where the service does not show it. */
  readonly locale: string | null;
  /** Sorted by code points; empty where the service shows none. */
  readonly licences: readonly LicenceKey[];
  /** As the service spells them, sorted. */
  readonly adminRoles: readonly string[];
  readonly roleSets: readonly RoleSetId[];
  /** Groups that a manager manages; null where the service does not show them. */
  readonly managedGroups: readonly GroupKey[] | null;
  readonly group: GroupKey | null;
  readonly status: ShownStatus;
  /** Whether name, address and language are managed by another account. */
  readonly identityReadOnly: boolean;
  /** Custom attributes by their names; null where they were not read. */
  readonly attributes: Readonly<Record<string, string>> | null;
}

export interface Licence {
  readonly key: LicenceKey;
  readonly description: string;
  /** Product codes, as `G2M`. */
  readonly products: readonly string[];
  readonly enabled: boolean;
  /** null where the service does not say. */
  readonly seats: number | null;
  readonly inUse: number | null;
}

export interface UserGroup {
  readonly key: GroupKey;
  readonly name: string;
  /** Names from the top, as the service shows them; the own name is the last. */
  readonly path: readonly string[];
}

export interface RoleSet {
  readonly id: RoleSetId;
  readonly name: string;
}

export interface CustomAttribute {
  readonly key: string;
  readonly name: string;
}
