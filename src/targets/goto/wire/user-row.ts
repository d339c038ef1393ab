import { compareText } from '../../../core/text.ts';
import type {
  AccountUser,
  CustomAttribute,
  GroupKey,
  LicenceKey,
  RoleSetId,
  ShownStatus,
  UserKey,
} from '../planner/account.ts';
import { attributesIn } from './attributes.ts';
import { field, flagField, keyField, keyOf, keysField, ProtocolError, textField, textsField } from './json.ts';

/** A user as a row shows it. What null means of `managedGroups` and `attributes`: user-row.ts, {@link Shown}. */
export type UserRow = AccountUser;

/**
 * Fields that rows leave out both where they hold nothing and where the service does not show them at all. Once any row of
 * the account has shown such a field, a row without it holds nothing.
 */
export interface Shown {
  managedGroups: boolean;
  attributes: boolean;
}

/**
 * Reads one user.
 *
 * @param attributes those of the account; null = they are not wanted
 * @throws ProtocolError
 */
export function userRow(row: unknown, attributes: readonly CustomAttribute[] | null, shown: Shown): UserRow {
  const email = textField(row, 'email')?.trim() ?? '';
  if (email === '') throw new ProtocolError('a user without an address');
  const managed = keysField(row, 'managedGroupKeys');
  const values = attributes === null ? null : attributesIn(row, attributes);
  shown.managedGroups ||= managed !== undefined;
  shown.attributes ||= values !== null;
  return {
    key: keyOf(field(row, 'key'), 'the key of a user') as UserKey,
    email,
    firstName: textField(row, 'firstName') ?? '',
    lastName: textField(row, 'lastName') ?? '',
    locale: textField(row, 'locale') ?? null,
    licences: sorted(keysField(row, 'licenseKeys') ?? []) as LicenceKey[],
    adminRoles: sorted(textsField(row, 'adminRoles') ?? []),
    // The first one counts, so that their order stays.
    roleSets: (keysField(row, 'roleSets') ?? []) as readonly RoleSetId[],
    managedGroups: managed === undefined ? null : (sorted(managed) as GroupKey[]),
    group: (keyField(row, 'groupKey') ?? null) as GroupKey | null,
    status: statusOf(textField(row, 'status')),
    identityReadOnly: flagField(row, 'identityReadOnly') ?? false,
    attributes: values,
  };
}

/** The user with empty fields where the service is known to show them. */
export function filled(user: UserRow, wantsAttributes: boolean, shown: Shown): AccountUser {
  const managedGroups = user.managedGroups ?? (shown.managedGroups ? [] : null);
  const attributes = user.attributes ?? (wantsAttributes && shown.attributes ? {} : null);
  return { ...user, managedGroups, attributes };
}

const STATUS: readonly ShownStatus[] = ['INVITED', 'ACTIVE', 'INACTIVE', 'SUSPENDED'];

function statusOf(word: string | undefined): ShownStatus {
  return STATUS.find((one) => one === word?.toUpperCase()) ?? 'unknown';
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort(compareText);
}
