import type { Person } from '../../core/people.ts';
import { carried, refuseOddNames } from '../attributes.ts';
import { field, type Json } from './json.ts';

/** A name that was asked for, and where Graph keeps it. */
export interface AskedProperty {
  readonly name: string;
  /** The property of a user that $select names. */
  readonly property: string;
  /** The field inside it; null where the property is the value. */
  readonly inner: string | null;
}

/** Graph names of user properties, and of extensions (`extension_<app id>_name`). Nothing in them needs encoding. */
const NAME = /^[a-z][a-z0-9_]{0,255}$/i;

const NUMBERED = /^extensionattribute(1[0-5]|[1-9])$/;

/** Names that stand for something else, in lower case: inside of another property, or an other word for it. */
const PLACES: ReadonlyMap<string, Pick<AskedProperty, 'property' | 'inner'>> = new Map([
  ['givenname', { property: 'givenName', inner: null }],
  ['surname', { property: 'surname', inner: null }],
  ['employeenumber', { property: 'employeeId', inner: null }],
  ['costcenter', { property: 'employeeOrgData', inner: 'costCenter' }],
  ['division', { property: 'employeeOrgData', inner: 'division' }],
]);

/** @throws Failure ATTRIBUTE_NAME_INVALID */
export function askedProperties(names: readonly string[]): AskedProperty[] {
  refuseOddNames(names, NAME, 'a property of Microsoft Graph has letters and digits, and begins with a letter');
  return names.map((name) => ({ name, ...placeOf(name) }));
}

function placeOf(name: string): Pick<AskedProperty, 'property' | 'inner'> {
  const key = name.toLowerCase();
  const number = NUMBERED.exec(key)?.[1];
  if (number !== undefined) return { property: 'onPremisesExtensionAttributes', inner: `extensionAttribute${number}` };
  return PLACES.get(key) ?? { property: name, inner: null };
}

/** The list of properties for $select, with those that are asked for besides. */
export function withProperties(select: string, asked: readonly AskedProperty[]): string {
  return [...new Set([...select.split(','), ...asked.map(({ property }) => property)])].join(',');
}

/** What a user of Graph carries. Of a list it is the first value. */
export function carriedBy(user: Json, asked: readonly AskedProperty[]): Pick<Person, 'attributes' | 'unread'> {
  const places = new Map(asked.map((one) => [one.name, one]));
  return carried([...places.keys()], (name) => {
    const { property = '', inner = null } = places.get(name) ?? {};
    const value = inner === null ? user[property] : field(user[property], inner);
    return Array.isArray(value) ? (value as readonly unknown[])[0] : value;
  });
}
