import { isHere, statusOf } from './account.ts';
import { type Call, type GotoAnswer, GotoError, needsAnyRole, needsRole, userOf } from './call.ts';
import { Key } from './json.ts';
import { usersByEmail } from './lookup.ts';
import { filterIn, pageOf } from './page.ts';
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
  const email = filterIn(call)?.email ?? null;
  const users = email === null ? seen.users : usersByEmail(seen, email);
  return pageOf(call, users.filter(isHere), {
    facts: (user) => {
      const { key, email, firstName, lastName, locale } = user;
      return { key, email, firstName, lastName, locale, status: statusOf(user) };
    },
    show: (user) => shownUser(user, seen, switches),
  });
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
  return pageOf(call, seen.licences, {
    facts: ({ key, description }) => ({ key, description }),
    show: (licence) => shownLicence(licence, seen, switches),
  });
}

/** `GET /accounts/{a}/groups` */
export function listGroups(call: Call): GotoAnswer {
  needsAnyRole(call);
  const { seen } = call;
  return pageOf(call, seen.groups, {
    facts: ({ key, name }) => ({ key, name }),
    show: (group) => shownGroup(group, seen),
  });
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
  return pageOf(call, call.seen.rolesets, {
    facts: ({ id, name }) => ({ id, name }),
    show: ({ id, name }) => ({ id: new Key(id), name }),
  });
}

/** `GET /accounts/{a}/attributes` */
export function listAttributes(call: Call): GotoAnswer {
  needsRole(call, 'MANAGE_USERS');
  return pageOf(call, call.seen.attributes, {
    facts: ({ key, name }) => ({ key, name }),
    show: ({ key, name }) => ({ key: new Key(key), name }),
  });
}
