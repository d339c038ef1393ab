import { ADMIN_ROLES, type GotoAccountFile } from './account.ts';
import { type Call, type Fields, GotoError, keysField } from './call.ts';

const LONGEST_NAME = 32;
const LONGEST_EMAIL = 128;

/** @throws GotoError where a name or an address breaks a rule of the service */
export function checkIdentity({ account, switches }: Call, identity: Partial<Record<string, string>>): void {
  for (const name of ['firstName', 'lastName']) {
    const value = identity[name];
    if (value !== undefined && (value === '' || value.length > LONGEST_NAME))
      throw new GotoError(400, 'field.invalid', name);
  }
  const { email, locale } = identity;
  if (email !== undefined) {
    if (email.length > LONGEST_EMAIL || !/^[^\s@]+@[^\s@]+$/.test(email))
      throw new GotoError(400, 'field.invalid', 'email');
    const domain = email.slice(email.indexOf('@') + 1).toLowerCase();
    const known = account.validatedDomains.map((one) => one.toLowerCase());
    if (known.length > 0 && !known.includes(domain))
      throw new GotoError(switches.domainRefusalStatus, switches.domainRefusalCode, email);
  }
  if (locale !== undefined && !/^[a-z]{2}(?:_[A-Z]{2})?$/.test(locale))
    throw new GotoError(400, 'field.invalid', 'locale');
}

export interface Rights {
  readonly licenseKeys?: string[];
  readonly adminRoles?: string[];
  readonly managedGroupKeys?: string[];
}

/** What the body says of licences, roles and managed groups; undefined where it says nothing. */
export function rightsIn(call: Call, fields: Fields): Rights {
  const adminRoles = textList(fields, 'adminRoles');
  const strange = adminRoles?.find((role) => !ADMIN_ROLES.some((known) => known === role));
  if (strange !== undefined) throw new GotoError(400, 'role.invalid', strange);
  const managedGroupKeys = keysField(call, fields, 'managedGroupKeys');
  for (const key of managedGroupKeys ?? []) needsGroup(call.account, key);
  const licenseKeys = keysField(call, fields, 'licenseKeys');
  return {
    ...(licenseKeys === undefined ? {} : { licenseKeys }),
    ...(adminRoles === undefined ? {} : { adminRoles }),
    ...(managedGroupKeys === undefined ? {} : { managedGroupKeys }),
  };
}

/** @throws GotoError group.not.found */
export function needsGroup({ groups }: GotoAccountFile, key: string): void {
  if (!groups.some((group) => group.key === key)) throw new GotoError(404, 'group.not.found', key);
}

function textList(fields: Fields, name: string): string[] | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string'))
    throw new GotoError(400, 'field.invalid', name);
  return [...new Set(value)];
}
