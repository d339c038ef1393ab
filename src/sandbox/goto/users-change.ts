import { type GotoSandboxUser, isHere } from './account.ts';
import {
  type Call,
  changed,
  type Fields,
  fieldsOf,
  type GotoAnswer,
  GotoError,
  needsRole,
  textField,
  userOf,
} from './call.ts';
import { usersByEmail } from './lookup.ts';
import { giveLicences } from './seats.ts';
import { checkIdentity, rightsIn } from './user-fields.ts';
import { shownUser } from './view.ts';

/** Fields of the person, which only the primary account may change. */
const IDENTITY = ['email', 'firstName', 'lastName', 'locale'] as const;
const KNOWN = [...IDENTITY, 'timeZone', 'licenseKeys', 'adminRoles', 'managedGroupKeys'];

/** `PUT /accounts/{a}/users/{u}`: what the body does not name stays. */
export function changeUser(call: Call, key: string): GotoAnswer {
  needsRole(call, 'MANAGE_USERS');
  const { account, switches } = call;
  const user = userOf(call, key, account);
  const fields = fieldsOf(call.body, switches.suppressEmailOnPut === 'ignored' ? [...KNOWN, 'suppressEmail'] : KNOWN);
  const future: GotoSandboxUser = { ...user, ...identityIn(call, user, fields) };
  future.timeZone = textField(fields, 'timeZone') ?? user.timeZone;
  const { licenseKeys, ...roles } = rightsIn(call, fields);
  Object.assign(future, roles);
  if (licenseKeys !== undefined) {
    const kept = switches.licenceWrites === 'add' ? user.licenseKeys : [];
    giveLicences(future, [...new Set([...kept, ...licenseKeys])], account, switches);
  }
  Object.assign(user, future);
  return changed(call, switches.putBody === 'user' ? shownUser(user, account, switches) : undefined);
}

/** @throws GotoError where this account may not change the person, or the address is somebody else's */
function identityIn(call: Call, user: GotoSandboxUser, fields: Fields): Record<string, string> {
  const given = IDENTITY.flatMap((name) => {
    const value = textField(fields, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const identity: Record<string, string> = Object.fromEntries(given);
  const [first] = Object.keys(identity);
  if (first !== undefined && user.identityReadOnly) throw new GotoError(403, 'identity.read.only', first);
  checkIdentity(call, identity);
  const { email } = identity;
  if (email === undefined) return identity;
  const others = usersByEmail(call.account, email).filter((one) => one !== user && (isHere(one) || one.elsewhere));
  if (others.length > 0) throw new GotoError(409, 'user.name.conflict', email);
  return { ...identity, email: call.switches.emailCase === 'lower' ? email.toLowerCase() : email };
}

/** `DELETE /accounts/{a}/users/{u}`: the service has it. A client of ours never calls it, and tests count that. */
export function deleteUser(call: Call, key: string): GotoAnswer {
  needsRole(call, 'MANAGE_USERS');
  const user = userOf(call, key, call.account);
  Object.assign(user, {
    deleted: true,
    licenseKeys: [],
    adminRoles: [],
    roleSets: [],
    managedGroupKeys: [],
    groupKey: null,
  });
  return changed(call);
}

/** `PUT /accounts/{a}/users/{u}/attributes`: a list of `{ attributeKey, value }`; an empty value takes one away. */
export function setAttributes(call: Call, key: string): GotoAnswer {
  needsRole(call, 'MANAGE_USERS');
  const user = userOf(call, key, call.account);
  if (!Array.isArray(call.body)) throw new GotoError(400, 'body.invalid');
  const values: Record<string, string> = call.switches.attributeWrites === 'merge' ? { ...user.attributes } : {};
  for (const row of call.body as unknown[]) {
    const fields = fieldsOf(row, ['attributeKey', 'name', 'value']);
    const given = fields['attributeKey'];
    const attributeKey = typeof given === 'number' ? String(given) : given;
    const attribute = call.account.attributes.find((one) => one.key === attributeKey);
    if (attribute === undefined) throw new GotoError(404, 'attribute.not.found', String(attributeKey));
    values[attribute.name] = textField(fields, 'value') ?? '';
  }
  user.attributes = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  return changed(call);
}
