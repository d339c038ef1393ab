import { isHere } from './account.ts';
import { type Call, type GotoAnswer, GotoError } from './call.ts';
import {
  addAttribute,
  addGroup,
  deleteGroup,
  giveRoleSet,
  putInGroup,
  renameGroup,
  takeOutOfGroup,
  takeRoleSets,
} from './groups.ts';
import * as lists from './lists.ts';
import { userByKey } from './lookup.ts';
import type { OAuth } from './oauth.ts';
import { addUsers } from './users-add.ts';
import { changeUser, deleteUser, setAttributes } from './users-change.ts';

type Handler = (call: Call, first: string, second: string) => GotoAnswer;

/** What stands behind `/admin/rest/v1/accounts/{a}/`; `*` = any one part, given to the handler. */
const routes: readonly (readonly [method: string, path: string, handler: Handler])[] = [
  ['GET', '', lists.oneAccount],
  ['GET', 'users', lists.listUsers],
  ['POST', 'users', addUsers],
  ['DELETE', 'users/rolesets', takeRoleSets],
  ['GET', 'users/*', lists.oneUser],
  ['PUT', 'users/*', changeUser],
  ['DELETE', 'users/*', deleteUser],
  ['PUT', 'users/*/attributes', setAttributes],
  ['DELETE', 'users/*/groups', takeOutOfGroup],
  ['GET', 'licenses', lists.listLicences],
  ['GET', 'rolesets', lists.listRoleSets],
  ['PUT', 'rolesets/*/users', giveRoleSet],
  ['GET', 'groups', lists.listGroups],
  ['POST', 'groups', addGroup],
  ['GET', 'groups/*', lists.oneGroup],
  ['PUT', 'groups/*', renameGroup],
  ['DELETE', 'groups/*', deleteGroup],
  ['PUT', 'groups/*/users/*', putInGroup],
  ['GET', 'attributes', lists.listAttributes],
  ['POST', 'attributes', addAttribute],
];

const SCOPE = 'identity:';

/** The user for whom a token acts. */
export function callerOf(oauth: OAuth, authorization: string): Call['caller'] {
  const { account, switches, tokens, now } = oauth;
  const token = tokens.get(/^bearer (.+)$/i.exec(authorization)?.[1] ?? '');
  const user = userByKey(account, token?.userKey ?? '');
  if (token === undefined || user === undefined || !isHere(user) || token.expires <= now())
    throw new GotoError(switches.noTokenStatus, 'not.authenticated');
  if (!token.scopes.includes(SCOPE)) throw new GotoError(switches.noScopeStatus, 'not.authenticated', SCOPE);
  return user;
}

/** Answers a call of the Admin API. It happens as a whole or not at all: nothing in here waits. */
export function answerCall(call: Call): GotoAnswer {
  const { method, path, account, switches } = call;
  if (method === 'GET' && path.join('/') === 'me') return lists.me(call);
  const [accounts, key, ...rest] = path;
  if (accounts !== 'accounts' || key === undefined) throw new GotoError(404, 'not.found');
  if (key !== account.accountKey) throw new GotoError(switches.noRightsStatus, 'not.authorized', key);
  const matching = routes.filter(([, pattern]) => matches(pattern, rest));
  const [, pattern = '', handler] = matching.find(([wanted]) => wanted === method) ?? [];
  if (handler === undefined) throw new GotoError(matching.length > 0 ? 405 : 404, 'not.found');
  const parts = pattern.split('/');
  const [first = '', second = ''] = rest.filter((_part, index) => parts[index] === '*');
  return handler(call, first, second);
}

function matches(pattern: string, path: readonly string[]): boolean {
  const parts = pattern === '' ? [] : pattern.split('/');
  return parts.length === path.length && parts.every((part, index) => part === '*' || part === path[index]);
}
