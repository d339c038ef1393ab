import { fold } from '../../../core/text.ts';
import type { GroupKey, Licence, LicenceKey, RoleSet, RoleSetId, UserGroup, UserKey } from '../planner/account.ts';
import type { Added, Me } from './calls.ts';
import {
  countField,
  field,
  flagField,
  keyField,
  keyOf,
  listField,
  ProtocolError,
  textField,
  textsField,
} from './json.ts';

/** @throws ProtocolError; likewise all others here */
export function licenceRow(row: unknown): Licence {
  return {
    key: keyOf(field(row, 'key'), 'the key of a licence') as LicenceKey,
    description: textField(row, 'description') ?? '',
    products: textsField(row, 'products') ?? [],
    enabled: flagField(row, 'enabled') ?? true,
    seats: countField(row, 'seats') ?? null,
    inUse: countField(row, 'userCount') ?? null,
  };
}

export function groupRow(row: unknown): UserGroup {
  const name = textField(row, 'name') ?? '';
  if (name === '') throw new ProtocolError('a user group without a name');
  const path = textsField(row, 'namePath') ?? [name];
  return { key: keyOf(field(row, 'key'), 'the key of a user group') as GroupKey, name, path };
}

export function roleSetRow(row: unknown): RoleSet {
  const name = textField(row, 'name') ?? '';
  if (name === '') throw new ProtocolError('a custom role without a name');
  return { id: keyOf(field(row, 'id') ?? field(row, 'key'), 'the id of a custom role') as RoleSetId, name };
}

/** The caller. The account of the token may stand in the list or beside it. */
export function meOf(body: unknown): Me {
  const listed = (listField(body, 'accounts') ?? []).map((one) => ({
    key: keyOf(field(one, 'key'), 'the key of an account'),
    name: textField(one, 'name') ?? '',
  }));
  const own = keyField(body, 'accountKey');
  const isNew = own !== undefined && !listed.some(({ key }) => key === own);
  return {
    key: keyOf(field(body, 'key'), 'the key of the caller') as UserKey,
    email: textField(body, 'email') ?? '',
    adminRoles: textsField(body, 'adminRoles') ?? [],
    accounts: isNew ? [...listed, { key: own, name: '' }] : listed,
  };
}

/**
 * The answer to an addition: a list of `{key, email}`, in which an entry without a key is that of an address in use; an
 * older form is the entry alone.
 */
export function addedOf(body: unknown, email: string): Added {
  const rows: readonly unknown[] = Array.isArray(body) ? body : (listField(body, 'results') ?? [body]);
  const isOurs = (row: unknown): boolean => fold(textField(row, 'email') ?? '') === fold(email);
  const [only] = rows;
  const entry = rows.find(isOurs) ?? (rows.length === 1 && field(only, 'email') === undefined ? only : undefined);
  if (typeof entry !== 'object') throw new ProtocolError('no entry for the added address');
  const key = keyField(entry, 'key');
  if (key !== undefined) return { kind: 'added', key: key as UserKey };
  if (field(entry, 'email') === undefined) throw new ProtocolError('no key for the added address');
  return { kind: 'conflict', refusal: null };
}
