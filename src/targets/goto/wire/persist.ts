import { newPace, type Pace } from '../../../net/pace.ts';
import { patiently } from '../../../net/patiently.ts';
import { waitAfter } from '../../../net/retry.ts';
import type { Refusal } from './calls.ts';
import { ProtocolError } from './json.ts';
import type { GotoWorld } from './outside-world.ts';
import { RETRY } from './retry.ts';
import type { Tokens } from './tokens.ts';
import { type Request, type Said, type Transport, type Trouble, trouble } from './transport.ts';

/** What all calls of one client share. */
export interface Connection {
  readonly world: GotoWorld;
  readonly pace: Pace;
  readonly tokens: Tokens;
  readonly transport: Transport;
}

export function newConnection(given: Omit<Connection, 'pace'>, perSecond: number): Connection {
  // The service counts the requests of each second, so that none may hold two bursts.
  return { ...given, pace: newPace(perSecond, given.world, 1) };
}

export interface Call<Value> extends Omit<Request, 'headers'> {
  /** For messages, as `list of users`. */
  readonly what: string;
  /** Reads an answer with a status of 200 to 299. @throws ProtocolError */
  readonly parse: (said: Said) => Value;
  /** Ends the call when it is aborted; null = a call under way is brought to its end, and only not repeated then. */
  readonly signal: AbortSignal | null;
  /** Looks right before each attempt whether it may be made; a refusal ends the call. */
  readonly mayBegin?: () => Promise<Refusal | null>;
  /**
   * Finds out whether a call with a doubtful end was carried out: what it would have given back, or null when it was not,
   * and may be made again. Absent for calls that may be made again without asking.
   */
  readonly settle?: () => Promise<Value | null>;
}

/** How a call ended. `maybe`: an attempt of it may have been carried out all the same. */
export type End<Value> =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'refused'; readonly said: Said; readonly maybe: boolean }
  | { readonly kind: 'withheld'; readonly refusal: Refusal; readonly maybe: boolean }
  | { readonly kind: 'gaveUp'; readonly trouble: Trouble; readonly attempts: number; readonly maybe: boolean };

/**
 * Makes a call until it has an end that counts.
 *
 * @throws Failure when the service cannot be used at all; what `mayBegin` and `settle` throw; the signal's reason
 */
export async function persist<Value>(connection: Connection, call: Call<Value>): Promise<End<Value>> {
  const { world } = connection;
  const end = world.now() + RETRY.budget;
  let maybe = false;
  for (let attempts = 1; ; attempts += 1) {
    const refusal = (await call.mayBegin?.()) ?? null;
    if (refusal !== null) return { kind: 'withheld', refusal, maybe };
    const outcome = await attempt(connection, call);
    if (outcome.kind !== 'trouble') return outcome.kind === 'refused' ? { ...outcome, maybe } : outcome;
    maybe ||= outcome.maybeDone;
    const isLast = await pauseAfter(connection, call, outcome, { attempts, end, doubtful: maybe });
    const settled = maybe && call.settle !== undefined ? await call.settle() : null;
    if (settled !== null) return { kind: 'value', value: settled };
    if (isLast) return { kind: 'gaveUp', trouble: outcome, attempts, maybe };
  }
}

interface SoFar {
  readonly attempts: number;
  /** The moment after which no further one is begun. */
  readonly end: number;
  readonly doubtful: boolean;
}

/** @returns whether no further attempt is to be made */
async function pauseAfter<Value>(
  { world, pace }: Connection,
  { what, signal, settle }: Call<Value>,
  { again, wait: asked, what: happened }: Trouble,
  { attempts, end, doubtful }: SoFar,
): Promise<boolean> {
  const wait = waitAfter(RETRY, attempts, asked, world.random);
  const isStopped = (): boolean => signal === null && world.signal.aborted;
  const isOver = attempts >= RETRY.attempts || world.now() + wait > end;
  const isLast = !again || isOver || isStopped();
  if (asked !== null && !isLast) pace.pause(wait);
  // The last one is waited for, too, where it is looked at what became of it.
  if (isLast && !(doubtful && settle !== undefined)) return true;
  const ms = isLast ? Math.min(wait, RETRY.longest) : wait;
  world.log(
    `GoTo: ${what}: the service ${happened}; waiting ${(ms / 1000).toFixed(1)} s (${attempts} of ${RETRY.attempts})`,
  );
  await patiently(signal, world.signal, (ending) => world.sleep(ms, ending));
  return isLast || isStopped();
}

type Outcome<Value> =
  | Extract<End<Value>, { kind: 'value' }>
  | { readonly kind: 'refused'; readonly said: Said }
  | Trouble;

/** One attempt. A token that is refused is replaced once: its end may have come before its time. */
async function attempt<Value>(connection: Connection, call: Call<Value>): Promise<Outcome<Value>> {
  const { tokens } = connection;
  for (let renewed = false; ; renewed = true) {
    const token = await tokens.get();
    const said = await send(connection, call, token);
    if (said.kind === 'trouble') return said;
    const { status } = said;
    if (status >= 200 && status < 300) return read(call, said);
    if ((status !== 401 && status !== 403) || renewed || !tokens.renew(token)) return { kind: 'refused', said };
  }
}

async function send<Value>(
  { world, pace, transport }: Connection,
  { method, path, body, signal }: Call<Value>,
  token: string,
): Promise<Said | Trouble> {
  await patiently(signal, world.signal, (ending) => pace.next(ending));
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const headers = { authorization: `Bearer ${token}`, ...type };
  return await transport.send({ method, path, headers, ...(body === undefined ? {} : { body }) }, signal);
}

function read<Value>({ parse }: Call<Value>, said: Said): Outcome<Value> {
  try {
    return { kind: 'value', value: parse(said) };
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    const { status, body } = said;
    return trouble('garbled', `gave an answer that cannot be right: ${error.message}`, { status, body });
  }
}
