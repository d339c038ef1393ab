import type { SandboxAccount } from './account.ts';
import type { Addresses } from './addresses.ts';
import { type Call, idParameter, type Method } from './calls.ts';
import { accessMethods, callerOf } from './methods-access.ts';
import { readMethods } from './methods-read.ts';
import { setMethods } from './methods-set.ts';
import { treeMethods } from './methods-tree.ts';
import type { Sessions } from './sessions.ts';
import type { SandboxSwitches } from './switches.ts';
import type { Answer } from './wire.ts';

/** Method names as the vendor writes them, for the log. */
const spellings = [
  'login',
  'logout',
  'requestAuthCode',
  'getAccount',
  'getHierarchy_v2',
  'getUser_v3',
  'getGroup_v2',
  'createUser',
  'createGroup',
  'setUser_v2',
  'setGroup_v2',
  'moveNode',
  'deleteNode',
];
const methods = new Map<string, Method>([
  ...Object.entries(accessMethods),
  ...Object.entries(readMethods),
  ...Object.entries(setMethods),
  ...Object.entries(treeMethods),
]);

/** The method of an address, spelled as the vendor does; null for any other address. */
export function methodOf(pathname: string): string | null {
  const name = /^\/api\/(\w+)\.aspx$/i.exec(pathname)?.[1]?.toLowerCase();
  return spellings.find((one) => one.toLowerCase() === name) ?? null;
}

/** Answers a call, faults aside. The call happens as a whole or not at all: nothing in here waits. */
export function answer(
  method: string,
  service: {
    readonly account: SandboxAccount;
    readonly switches: SandboxSwitches;
    readonly addresses: Addresses;
    readonly sessions: Sessions;
    readonly randomText: (length: number) => string;
  },
  request: Pick<Call, 'parameters' | 'cookie'>,
): Answer {
  const name = method.toLowerCase();
  if (!service.sessions.isInPace(service.switches.pollLimit)) return { word: 'POLLRATEEXCEEDED' };
  const run = methods.get(name);
  if (run === undefined) throw new Error(`no method ${method}`);
  const anonymous: Call = { ...service, ...request, caller: null };
  if (name in accessMethods) return run(anonymous);
  const caller = callerOf(anonymous);
  if (typeof caller === 'string') return { word: caller };
  const { errorNode } = service.switches;
  if (errorNode !== null && idParameter(anonymous, 'node') === errorNode) return { word: 'ERROR' };
  return run({ ...anonymous, caller });
}
