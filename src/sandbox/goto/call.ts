import { type GotoAccountFile, type GotoSandboxUser, isHere } from './account.ts';
import type { GotoFault } from './faults.ts';
import { Key } from './json.ts';
import { userByKey } from './lookup.ts';
import type { GotoSwitches } from './switches.ts';

/** Everything that a call of the Admin API works with. */
export interface Call {
  readonly method: string;
  /** Decoded, from the account key on. */
  readonly path: readonly string[];
  /** Decoded, by name. */
  readonly query: ReadonlyMap<string, string>;
  /** undefined = there was none. */
  readonly body: unknown;
  /** Whole numbers of the body that stood there without quotation marks. */
  readonly bare: ReadonlySet<string>;
  readonly account: GotoAccountFile;
  /** The account as a reading shows it: some time behind, where the switch says so. */
  readonly seen: GotoAccountFile;
  readonly caller: GotoSandboxUser;
  readonly switches: GotoSwitches;
  readonly fault: GotoFault | null;
  readonly now: number;
}

export interface GotoAnswer {
  readonly status: number;
  /** undefined = an empty body. */
  readonly body?: unknown;
  /** Whether the account may have changed. */
  readonly wrote?: boolean;
}

/** An answer that is an error: `{ incidentId, errors: [{ code, value }] }`, or a page of HTML without a code. */
export class GotoError extends Error {
  readonly status: number;
  readonly code: string | null;
  readonly value: string;

  constructor(status: number, code: string | null, value = '') {
    super(`${status} ${code ?? ''}`);
    this.status = status;
    this.code = code;
    this.value = value;
  }
}

export function errorBody({ code, value }: GotoError, incident: number): unknown {
  const incidentId = `00000000-0000-4000-8000-${incident.toString(16).padStart(12, '0')}`;
  return { incidentId, errors: [{ code, value }] };
}

/** @throws GotoError unless the caller has one of these admin roles; a super admin has all of them */
export function needsRole({ caller, switches }: Call, ...roles: string[]): void {
  if (['SUPER_USER', ...roles].some((role) => caller.adminRoles.includes(role))) return;
  throw new GotoError(switches.noRightsStatus, 'not.authorized', roles[0] ?? 'SUPER_USER');
}

/** Reading takes any admin role, or a custom one. */
export function needsAnyRole({ caller, switches }: Call): void {
  if (caller.adminRoles.length + caller.roleSets.length > 0) return;
  throw new GotoError(switches.noRightsStatus, 'not.authorized', caller.email);
}

/** @throws GotoError user.not.found; for a key that is no number a page of HTML, where the switch says so */
export function userOf(call: Call, key: string, account: GotoAccountFile): GotoSandboxUser {
  if (!/^\d+$/.test(key) && call.switches.malformedId502) throw new GotoError(502, null);
  const user = userByKey(account, key);
  if (user === undefined || !isHere(user)) throw new GotoError(404, 'user.not.found', key);
  return user;
}

/** A PUT or DELETE that was carried out. */
export function changed({ switches }: Call, body?: unknown): GotoAnswer {
  return switches.putStatus === 204 ? { status: 204, wrote: true } : { status: 200, body, wrote: true };
}

export type Fields = Readonly<Record<string, unknown>>;

/** @throws GotoError when the body is no object, or has other fields */
export function fieldsOf(body: unknown, known: readonly string[]): Fields {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new GotoError(400, 'body.invalid');
  const strange = Object.keys(body).find((name) => !known.includes(name));
  if (strange !== undefined) throw new GotoError(400, 'field.unknown', strange);
  return body as Fields;
}

/** A text, or undefined where there is none. */
export function textField(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || typeof value === 'string') return value;
  throw new GotoError(400, 'field.invalid', name);
}

/** A list of keys, or undefined where there is none. */
export function keysField(call: Call, fields: Fields, name: string): string[] | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw new GotoError(400, 'field.invalid', name);
  return [...new Set(value.map((one) => keyOf(call, one, name)))];
}

export function keyField(call: Call, fields: Fields, name: string): string | undefined {
  return fields[name] === undefined ? undefined : keyOf(call, fields[name], name);
}

function keyOf({ bare, switches }: Call, value: unknown, name: string): string {
  const key = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof key !== 'string') throw new GotoError(400, 'field.invalid', name);
  const form = bare.has(key) ? 'numbers' : 'text';
  if (switches.keysInRequests !== 'both' && switches.keysInRequests !== form)
    throw new GotoError(400, 'field.invalid', name);
  return key;
}

/** What a new thing answers: its key. */
export function created(key: string, form: 'object' | 'bare'): GotoAnswer {
  return { status: 200, body: form === 'bare' ? new Key(key) : { key: new Key(key) }, wrote: true };
}
