import pLimit, { type LimitFunction } from 'p-limit';
import { Failure } from '../../../core/failure.ts';
import { newPace, type Pace } from '../../../net/pace.ts';
import { patiently } from '../../../net/patiently.ts';
import { waitAfter } from '../../../net/retry.ts';
import type { RescueSettings } from '../settings.ts';
import type { Call, Client, Result } from './call.ts';
import type { RescueWorld } from './outside-world.ts';
import { ProtocolError } from './protocol.ts';
import { RETRY } from './retry.ts';
import { classOf, fatalFailure } from './service-words.ts';
import { type Access, newSession, type Session } from './session.ts';
import { newTransport, type Said, type Transport, type Trouble, trouble } from './transport.ts';

/** What all calls to one service share. */
interface Connection {
  /** The address of the service. */
  readonly base: string;
  readonly world: RescueWorld;
  readonly slots: LimitFunction;
  readonly pace: Pace;
  readonly transport: Transport;
}

/** How a call says who asks. */
type Keys = Pick<Session, 'access' | 'expired'>;

/** A client for the service at `base`: bounded in speed and number of requests, patient, and careful with doubts. */
export function newClient(base: string, settings: RescueSettings, world: RescueWorld): Client {
  const { concurrent, perSecond, timeout } = settings.requests;
  const connection: Connection = {
    base,
    world,
    slots: pLimit(concurrent),
    pace: newPace(perSecond, world),
    transport: newTransport(base, timeout, world),
  };
  const session: Session = newSession(settings.credentials, world, (email, password, gate) =>
    logIn(connection, email, password, {
      access: () => gate().then(() => ({ authcode: null, cookie: null })),
      expired: (used) => session.expired(used),
    }),
  );
  return {
    profile: settings.profile ?? {},
    memory: { texts: new Map(), doubts: new Set(), unanswered: new Set(), differences: new Set() },
    call: (call) => persist(connection, call, session),
    close: () => logOut(connection, session.open()),
  };
}

async function logIn(connection: Connection, email: string, password: string, keys: Keys): Promise<string | null> {
  const login: Call<string | null> = {
    method: 'login',
    parameters: { email, pwd: password },
    parse: ({ cookie }) => cookie,
    signal: null,
  };
  const result = await persist(connection, login, keys);
  if (!result.ok) throw fatalFailure(result.word);
  return result.value;
}

/** Only politeness: the service forgets the session by itself. */
async function logOut({ transport }: Connection, open: Access | null): Promise<void> {
  if (open === null) return;
  const options = { cookie: open.cookie, signal: null };
  await transport.send('logout', new URLSearchParams(), options).catch(() => undefined);
}

/** What is known of one call after its attempts so far. */
interface Attempts {
  count: number;
  /** The moment after which no further one is begun. */
  readonly end: number;
  /** Whether one of them may have been carried out. */
  doubtful: boolean;
  /** The unknown word of the last answer that gave one. */
  unknown: string | null;
}

/** Repeats a call until it has an end that counts. */
async function persist<Value>(connection: Connection, call: Call<Value>, keys: Keys): Promise<Result<Value>> {
  const { world, base } = connection;
  const attempts: Attempts = { count: 0, end: world.now() + RETRY.budget, doubtful: false, unknown: null };
  for (;;) {
    attempts.count += 1;
    const outcome = believed(attempts, await attempt(connection, call, keys));
    if (!('kind' in outcome)) return outcome;
    attempts.doubtful ||= outcome.maybeDone;
    const isLast = await pauseAfter(outcome, connection, call, attempts);
    const asks = attempts.doubtful || (call.recheck === true && !isLast);
    const settled = asks && call.settle !== undefined ? await call.settle() : null;
    if (settled !== null) return settled;
    if (isLast) throw gaveUp(call.method, outcome, attempts.count, base);
  }
}

/** An unknown word may be the beginning of one that we know: only the same word again is believed. */
function believed<Value>(attempts: Attempts, outcome: Result<Value> | Trouble): Result<Value> | Trouble {
  if ('kind' in outcome || outcome.ok || classOf(outcome.word) !== 'unknown') return outcome;
  if (outcome.word === attempts.unknown) return outcome;
  attempts.unknown = outcome.word;
  return trouble('garbled', `answered with the unknown word ${outcome.word}`);
}

/**
 * Waits until the next attempt may be made, or until the service can be asked what became of the last one.
 *
 * @returns whether no further attempt is to be made
 */
async function pauseAfter<Value>(
  { again, wait: told, pause, what }: Trouble,
  { world, pace }: Connection,
  { method, signal, settle }: Call<Value>,
  { count, end, doubtful }: Attempts,
): Promise<boolean> {
  const asked = told ?? pause;
  const wait = waitAfter(RETRY, count, asked, world.random);
  const isStopped = (): boolean => signal === null && world.signal.aborted;
  const isOver = count >= RETRY.attempts || world.now() + wait > end;
  const isLast = !again || isOver || isStopped();
  if (asked !== null && !isLast) pace.pause(wait);
  if (isLast && !(doubtful && settle !== undefined)) return true;
  const seconds = (wait / 1000).toFixed(1);
  world.log(`Rescue: ${method}: the service ${what}; waiting ${seconds} s (${count} of ${RETRY.attempts})`);
  const ms = isLast ? Math.min(wait, RETRY.longest) : wait;
  await patiently(signal, world.signal, (ending) => world.sleep(ms, ending));
  return isLast || isStopped();
}

/** One attempt; a lost session is renewed, for then nothing was done. */
async function attempt<Value>(connection: Connection, call: Call<Value>, keys: Keys): Promise<Result<Value> | Trouble> {
  for (let renewals = 0; ; renewals++) {
    const used = await keys.access();
    const said = await send(connection, call, used);
    if (said.kind === 'trouble') return said;
    switch (classOf(said.word)) {
      case 'ok':
        return read(call, said);
      case 'refused':
      case 'unknown':
        return { ok: false, word: said.word };
      case 'transient':
        return trouble('error', 'answered ERROR');
      case 'polled':
        return trouble('polled', `asks for fewer requests (${said.word})`);
      case 'session':
        if (renewals < 2 && keys.expired(used)) continue;
        throw fatalFailure(said.word);
      case 'fatal':
        throw fatalFailure(said.word);
    }
  }
}

function send<Value>(
  { slots, pace, transport, world }: Connection,
  { method, parameters, signal }: Call<Value>,
  { authcode, cookie }: Access,
): Promise<Said | Trouble> {
  const form = new URLSearchParams(parameters);
  if (authcode !== null) form.set('authcode', authcode);
  return slots(async () => {
    await patiently(signal, world.signal, (ending) => pace.next(ending));
    return await transport.send(method, form, { cookie, signal });
  });
}

function read<Value>({ parse }: Call<Value>, said: Said): Result<Value> | Trouble {
  try {
    return { ok: true, value: parse(said) };
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return trouble('garbled', `gave an answer that cannot be right: ${error.message}`);
  }
}

function gaveUp(method: string, { code, what, wait }: Trouble, count: number, base: string): Failure {
  const times = count === 1 ? '' : ` (${count} times)`;
  const asked = wait === null ? '' : ` It asks to wait ${Math.ceil(wait / 1000)} s.`;
  return new Failure(code, `${method}: the service at ${base} ${what}${times}.${asked}`, advice(code));
}

function advice(code: Trouble['code']): string {
  if (code === 'RESCUE_PAGE')
    return 'Check rescue.url: a web page is what other services, proxies and wrong addresses answer.';
  if (code === 'RESCUE_TOO_LARGE')
    return 'Check rescue.url, and what stands between (a proxy, a firewall). The connection was ended there, and nothing was concluded from the part that came.';
  if (code === 'RESCUE_BUSY') return 'Try again later; lower rescue.requests.perSecond if it happens often.';
  if (code === 'RESCUE_UNREACHABLE') return 'Check the network, and try again.';
  return 'Try again later. If it stays, look at the user or group in the Admin Center.';
}
