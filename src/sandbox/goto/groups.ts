import { isHere } from './account.ts';
import {
  type Call,
  changed,
  created,
  fieldsOf,
  type GotoAnswer,
  GotoError,
  needsRole,
  textField,
  userOf,
} from './call.ts';
import { freshKey, usersByEmail } from './lookup.ts';
import { filterIn } from './page.ts';
import { needsGroup } from './user-fields.ts';

/** `POST /accounts/{a}/groups` */
export function addGroup(call: Call): GotoAnswer {
  needsRole(call, 'MANAGE_GROUPS');
  const name = groupName(call);
  const key = freshKey(call.account);
  call.account.groups.push({ key, name, parent: null });
  return created(key, call.switches.groupPostAnswer);
}

/** `PUT /accounts/{a}/groups/{g}` */
export function renameGroup(call: Call, key: string): GotoAnswer {
  needsRole(call, 'MANAGE_GROUPS');
  needsGroup(call.account, key);
  const name = groupName(call);
  for (const group of call.account.groups) if (group.key === key) group.name = name;
  return changed(call);
}

function groupName(call: Call): string {
  const name = textField(fieldsOf(call.body, ['name']), 'name') ?? '';
  if (name === '') throw new GotoError(400, 'group.name.required');
  if (call.account.groups.some((group) => group.name === name)) throw new GotoError(409, 'group.name.conflict', name);
  return name;
}

/** `DELETE /accounts/{a}/groups/{g}`: never called by a client of ours. */
export function deleteGroup(call: Call, key: string): GotoAnswer {
  needsRole(call, 'MANAGE_GROUPS');
  needsGroup(call.account, key);
  call.account.groups = call.account.groups.filter((group) => group.key !== key);
  for (const group of call.account.groups) if (group.parent === key) group.parent = null;
  for (const user of call.account.users) if (user.groupKey === key) user.groupKey = null;
  return changed(call);
}

/** `PUT /accounts/{a}/groups/{g}/users/{u}`: a user is in one group at most, so the former one loses it. */
export function putInGroup(call: Call, group: string, key: string): GotoAnswer {
  needsRole(call, 'MANAGE_USERS', 'MANAGE_GROUPS');
  needsGroup(call.account, group);
  userOf(call, key, call.account).groupKey = group;
  return changed(call);
}

/** `DELETE /accounts/{a}/users/{u}/groups` */
export function takeOutOfGroup(call: Call, key: string): GotoAnswer {
  needsRole(call, 'MANAGE_USERS', 'MANAGE_GROUPS');
  userOf(call, key, call.account).groupKey = null;
  return changed(call);
}

/** `PUT /accounts/{a}/rolesets/{id}/users?filter=`: every user that the filter matches has this custom role. */
export function giveRoleSet(call: Call, id: string): GotoAnswer {
  needsRole(call);
  if (!call.account.rolesets.some((one) => one.id === id)) throw new GotoError(404, 'roleset.not.found', id);
  return toMatching(call, (user) => {
    const kept = call.switches.roleSetWrites === 'add' ? user.roleSets : [];
    user.roleSets = [...new Set([...kept, id])];
    if (call.switches.roleSetClearsAdminRoles) user.adminRoles = [];
  });
}

/** `DELETE /accounts/{a}/users/rolesets?filter=` */
export function takeRoleSets(call: Call): GotoAnswer {
  needsRole(call);
  return toMatching(call, (user) => {
    user.roleSets = [];
  });
}

function toMatching(call: Call, change: (user: Call['caller']) => void): GotoAnswer {
  const isBlank = (call.query.get('filter') ?? '').trim() === '';
  const filter = isBlank ? null : filterIn(call);
  if (filter === null && call.switches.roleSetNeedsFilter) throw new GotoError(400, 'filter.required');
  const email = filter?.email ?? null;
  const asked = email === null ? call.account.users : usersByEmail(call.account, email);
  for (const user of asked.filter(isHere)) {
    const { key, email, firstName, lastName } = user;
    if (filter === null || filter.has({ key, email, firstName, lastName })) change(user);
  }
  return changed(call);
}

/** `POST /accounts/{a}/attributes` */
export function addAttribute(call: Call): GotoAnswer {
  needsRole(call, 'MANAGE_USERS');
  const name = attributeName(call);
  const key = freshKey(call.account);
  call.account.attributes.push({ key, name });
  return created(key, 'object');
}

function attributeName(call: Call): string {
  const name = textField(fieldsOf(call.body, ['name']), 'name') ?? '';
  if (name === '' || call.account.attributes.some((one) => one.name === name))
    throw new GotoError(400, 'attribute.name.invalid', name);
  return name;
}
