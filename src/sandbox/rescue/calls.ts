import type { SandboxAccount, SandboxNode } from './account.ts';
import type { Addresses } from './addresses.ts';
import { findNode } from './find-node.ts';
import type { Sessions } from './sessions.ts';
import type { SandboxSwitches } from './switches.ts';
import type { Answer } from './wire.ts';

/** Everything that a method works with. */
export interface Call {
  readonly account: SandboxAccount;
  readonly switches: SandboxSwitches;
  readonly addresses: Addresses;
  readonly sessions: Sessions;
  /** By lower-case name. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The session cookie that came along; null = none. */
  readonly cookie: string | null;
  /** The user who calls; null for the methods that need nobody. */
  readonly caller: SandboxNode | null;
  readonly randomText: (length: number) => string;
}

export type Method = (call: Call) => Answer;

/** The node number under `node`/`nodeID` (or another pair of spellings), as far as the switches honour the spelling. */
export function idParameter(call: Call, name: string): number | null {
  // `parent` has one documented spelling only.
  const strictAliases = name === 'parent' ? 'node' : call.switches.strictAliases;
  const names = strictAliases === 'none' ? [name, `${name}id`] : [strictAliases === 'node' ? name : `${name}id`];
  const given = names.map((one) => call.parameters.get(one)).find((value) => value !== undefined);
  return given !== undefined && /^\d{1,10}$/.test(given) ? Number(given) : null;
}

export function nodeParameter(call: Call, name: string): SandboxNode | null {
  const id = idParameter(call, name);
  return id === null ? null : (findNode(call.account, id) ?? null);
}

/** The word for a `node` that is no user: whether it is another kind of node, or none. */
export function noUserWord(call: Call): string {
  const isNumber = idParameter(call, 'node') !== null;
  return isNumber && nodeParameter(call, 'node') === null ? call.switches.goneUserWord : 'INVALIDPARAM_NODE';
}

/** `true`/`false` in any case; null for anything else. */
export function flagParameter(call: Call, ...names: string[]): boolean | null {
  const value = names.map((name) => call.parameters.get(name)).find((one) => one !== undefined);
  if (value === undefined || !/^(true|false)$/i.test(value)) return null;
  return value.toLowerCase() === 'true';
}
