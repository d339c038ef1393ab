import type { CustomAttribute } from '../planner/account.ts';
import { field, keyOf, listField, ProtocolError, textField } from './json.ts';
import { Key, type Printable } from './print.ts';

/**
 * Custom attributes. That the service has these calls is documented; the form of their bodies is not, and nobody could try
 * it against the service. All that is assumed of it stands in this file.
 */

/** A row of the list: `{key, name}`. @throws ProtocolError */
export function attributeRow(row: unknown): CustomAttribute {
  const key = keyOf(field(row, 'key') ?? field(row, 'attributeKey'), 'the key of an attribute');
  const name = textField(row, 'name') ?? '';
  if (name === '') throw new ProtocolError('an attribute without a name');
  return { key, name };
}

/**
 * The values in the row of a user by the names of the attributes: a list of `{attributeKey, value}` with or without a
 * name, or an object of values by name.
 *
 * @returns null where the row shows none
 * @throws ProtocolError
 */
export function attributesIn(
  row: unknown,
  attributes: readonly CustomAttribute[],
): Readonly<Record<string, string>> | null {
  const given = field(row, 'attributes');
  if (given === undefined) return null;
  if (typeof given !== 'object') throw new ProtocolError('attributes is neither a list nor an object');
  if (!Array.isArray(given)) {
    return Object.fromEntries(Object.keys(given ?? {}).map((name) => [name, textField(given, name) ?? '']));
  }
  const values = (listField(row, 'attributes') ?? []).map((one): readonly [string, string] => {
    const key = field(one, 'attributeKey') ?? field(one, 'key');
    const known = key === undefined ? undefined : attributes.find((other) => other.key === keyOf(key, 'an attribute'));
    const name = textField(one, 'name') ?? known?.name;
    if (name === undefined) throw new ProtocolError('a value of an unknown attribute');
    return [name, textField(one, 'value') ?? ''];
  });
  return Object.fromEntries(values);
}

/** The body that sets values: a list of `{attributeKey, value}`. @returns null where the account lacks one of them */
export function attributesBody(
  values: Readonly<Record<string, string>>,
  attributes: readonly CustomAttribute[],
): Printable | null {
  const rows = Object.entries(values).map(([name, value]) => {
    const key = attributes.find((one) => one.name === name)?.key;
    return key === undefined ? null : { attributeKey: new Key(key), value };
  });
  const found = rows.filter((row) => row !== null);
  return found.length < rows.length ? null : found;
}
