import { isHere, statusOf } from './account.ts';
import { type Call, type GotoAnswer, GotoError, needsAnyRole, needsRole, userOf } from './call.ts';
import { Key } from './json.ts';
import { pageOf, type Row } from './page.ts';
import { productsOf, rolesShown, shownGroup, shownLicence, shownUser } from './view.ts';

/** `GET /me` */
export function me({ account, caller, switches }: Call): GotoAnswer {
  const all = [{ key: account.accountKey, name: account.name }, ...account.otherAccounts];
  const shown = all.slice(0, switches.meAccounts ?? all.length);
  const [other] = account.otherAccounts;
  const primary = switches.meAccountKey === 'other' && other !== undefined ? other.key : account.accountKey;
  return {
    status: 200,
    body: {
      key: new Key(caller.key),
      accountKey: new Key(primary),
      email: caller.email,
      firstName: caller.firstName,
      lastName: caller.lastName,
      orgAdmin: false,
      adminRoles: rolesShown(caller, switches),
      products: productsOf(caller, account, switches),
      accounts: shown.length === 0 ? undefined : shown.map(({ key, name }) => ({ key: new Key(key), name })),
    },
  };
}

/** `GET /accounts/{a}` */
export function oneAccount(call: Call): GotoAnswer {
  needsAnyRole(call);
  const { accountKey, name } = call.account;
  return { status: 200, body: { key: new Key(accountKey), name } };
}

/** `GET /accounts/{a}/users` */
export function listUsers(call: Call): GotoAnswer {
  needsAnyRole(call);
  const { seen, switches } = call;
  const rows = seen.users.filter(isHere).map((user): Row => {
    const { key, email, firstName, lastName, locale } = user;
    const facts = { key, email, firstName, lastName, locale, status: statusOf(user) };
    return { facts, show: () => shownUser(user, seen, switches) };
  });
  return pageOf(call, rows);
}

/** `GET /accounts/{a}/users/{u}` */
export function oneUser(call: Call, key: string): GotoAnswer {
  needsAnyRole(call);
  return { status: 200, body: shownUser(userOf(call, key, call.seen), call.seen, call.switches) };
}

/** `GET /accounts/{a}/licenses` */
export function listLicences(call: Call): GotoAnswer {
  needsAnyRole(call);
  const { seen, switches } = call;
  const rows = seen.licences.map((licence): Row => {
    const { key, description } = licence;
    return { facts: { key, description }, show: () => shownLicence(licence, seen, switches) };
  });
  return pageOf(call, rows);
}

/** `GET /accounts/{a}/groups` */
export function listGroups(call: Call): GotoAnswer {
  needsAnyRole(call);
  const { seen } = call;
  const rows = seen.groups.map((group): Row => {
    return { facts: { key: group.key, name: group.name }, show: () => shownGroup(group, seen) };
  });
  return pageOf(call, rows);
}

/** `GET /accounts/{a}/groups/{g}` */
export function oneGroup(call: Call, key: string): GotoAnswer {
  needsAnyRole(call);
  const group = call.seen.groups.find((one) => one.key === key);
  if (group === undefined) throw new GotoError(404, 'group.not.found', key);
  return { status: 200, body: shownGroup(group, call.seen) };
}

/** `GET /accounts/{a}/rolesets` */
export function listRoleSets(call: Call): GotoAnswer {
  needsAnyRole(call);
  const rows = call.seen.rolesets.map(({ id, name }): Row => {
    return { facts: { id, name }, show: () => ({ id: new Key(id), name }) };
  });
  return pageOf(call, rows);
}

/** `GET /accounts/{a}/attributes` */
export function listAttributes(call: Call): GotoAnswer {
  needsRole(call, 'MANAGE_USERS');
  const rows = call.seen.attributes.map(({ key, name }): Row => {
    return { facts: { key, name }, show: () => ({ key: new Key(key), name }) };
  });
  return pageOf(call, rows);
}
