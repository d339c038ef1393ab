import { holderOf, type SandboxNode, userTypes } from './account.ts';
import type { Call, Method } from './calls.ts';
import { findNode } from './find-node.ts';
import { isPassword } from './passwords.ts';
import type { Answer } from './wire.ts';

/** The caller: by authcode when there is one, else by session; a word when it is nobody. */
export function callerOf(call: Call): SandboxNode | string {
  const code = call.parameters.get('authcode') ?? '';
  if (code !== '') {
    const issued = call.account.authCodes.find((one) => one.code === code);
    const isToken = call.account.apiTokens.includes(code);
    if (!isToken && issued === undefined) return 'INVALID_SECRETAUTHCODE';
    return alive(isToken ? holderOf(call.account) : findNode(call.account, issued?.node ?? 0));
  }
  const user = call.cookie === null ? null : call.sessions.user(call.cookie);
  return user === null ? 'NOTLOGGEDIN' : alive(findNode(call.account, user));
}

function alive(node: SandboxNode | undefined): SandboxNode | string {
  return node === undefined || node.status === 'Disabled' ? 'USER_DELETED_OR_DISABLED' : node;
}

function byPassword({ account, parameters }: Call): SandboxNode | undefined {
  const email = parameters.get('email')?.toLowerCase() ?? '';
  const password = parameters.get('pwd') ?? '';
  if (email === '' || password === '') return undefined;
  return account.nodes.find(
    (node) =>
      userTypes.includes(node.type) &&
      node.status !== 'Disabled' &&
      node.email.toLowerCase() === email &&
      isPassword(node, password),
  );
}

/** Methods that need no caller. */
export const accessMethods: Readonly<Record<string, Method>> = {
  login(call): Answer {
    if (!call.sessions.admit()) return { word: 'LIMITREACHED' };
    const node = byPassword(call);
    if (node === undefined) return { word: 'INVALID' };
    const cookie = call.randomText(24);
    call.sessions.open(node.id, cookie);
    return { word: 'OK', cookie };
  },
  logout(call): Answer {
    return { word: call.cookie !== null && call.sessions.end(call.cookie) ? 'OK' : 'NOTLOGGEDIN' };
  },
  requestauthcode(call): Answer {
    const node = byPassword(call);
    if (node === undefined) return { word: 'INVALID' };
    const code = call.randomText(79);
    call.account.authCodes = [...call.account.authCodes.filter((one) => one.node !== node.id), { node: node.id, code }];
    return { word: 'OK', record: [['AUTHCODE', code]], wrote: true };
  },
};
