import pLimit from 'p-limit';
import { Failure } from '../../../core/failure.ts';
import { newPace } from '../../../net/pace.ts';
import { waitAfter } from '../../../net/retry.ts';
import type { NodeId } from '../planner/account.ts';
import type { RescueSettings } from '../settings.ts';
import type { CallValues } from '../../journal.ts';
import { ProtocolError } from './protocol.ts';
import { patiently, RETRY } from './retry.ts';
import { type Access, newSession } from './session.ts';
import type { TreeNode } from './node.ts';
import { newTransport, type Said, type Trouble, trouble } from './transport.ts';
import { classOf, fatalFailure } from './words.ts';
import type { RescueWorld } from './world.ts';

/** Done, with what the answer held; or refused with a word that concerns this call alone. */
export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly word: string };

export interface Call<Value> {
  readonly method: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** Reads what follows OK. @throws ProtocolError */
  readonly parse: (said: Said) => Value;
  /** Ends the call when it is aborted; null = what is under way is brought to its end, and only not repeated then. */
  readonly signal: AbortSignal | null;
  /**
   * Finds out whether a call with a doubtful end was carried out: what it would have given back, or null when it was
   * not, and may be repeated. Absent for calls that may be repeated without asking.
   */
  readonly settle?: () => Promise<Result<Value> | null>;
  /** Settle before every repetition, doubt or not: what is written back may have been changed by others meanwhile. */
  readonly recheck?: boolean;
  /** For calls that change something: what they change, for the journal. */
  readonly writes?: {
    /** null for a creation. */
    readonly node: NodeId | null;
    readonly before: CallValues;
    readonly after: CallValues;
  };
}

/** What was found out about nodes whose text leaves it open what is real (inquiry.ts). */
export interface Memory {
  /** Their texts, as the tree prints them without white space, and what they say. */
  readonly texts: Map<NodeId, { readonly text: string; readonly node: TreeNode }>;
  /** Nodes that turned out to be something else than the tree had shown: they are asked for at the next reading. */
  readonly doubts: Set<NodeId>;
}

export interface Client {
  readonly memory: Memory;
  /**
   * Makes a call, repeats it where that is safe and of use, and says how it ended.
   *
   * @throws Failure when the service cannot be reached, understood or used; see `isAboutOneCall`
   */
  call<Value>(call: Call<Value>): Promise<Result<Value>>;
  /** Ends the session, if there is one. */
  close(): Promise<void>;
}

const OF_ONE_CALL = new Set([
  'RESCUE_ANSWER_UNKNOWN',
  'RESCUE_ERROR',
  'RESCUE_HTTP',
  'RESCUE_PAGE',
  'RESCUE_PROTOCOL',
  'RESCUE_READING_INCOMPLETE',
  'RESCUE_TOO_LARGE',
]);

/**
 * Whether a Failure of a call leaves hope for other calls: the service (or a proxy, or a firewall) may choke on this one
 * only. Where it chokes on all of them the run is given up after some (run/breaker.ts).
 */
export function isAboutOneCall({ code }: Failure): boolean {
  return OF_ONE_CALL.has(code);
}

/** A client for the service at `base`: bounded in speed and number of requests, patient, and careful with doubts. */
export function newClient(base: string, settings: RescueSettings, world: RescueWorld): Client {
  const { concurrent, perSecond, timeout } = settings.requests;
  const slots = pLimit(concurrent);
  const pace = newPace(perSecond, world);
  const transport = newTransport(base, timeout, world);
  const session = newSession(settings.credentials, world, async (email, pwd, gate) => {
    const parse = (said: Said): string | null => said.cookie;
    const result = await persist({ method: 'login', parameters: { email, pwd }, parse, signal: null }, () =>
      gate().then(() => ({ authcode: null, cookie: null })),
    );
    if (!result.ok) throw fatalFailure(result.word);
    return result.value;
  });

  function send<Value>({ method, parameters, signal }: Call<Value>, access: Access): Promise<Said | Trouble> {
    const form = new URLSearchParams(parameters);
    if (access.authcode !== null) form.set('authcode', access.authcode);
    return slots(async () => {
      await patiently(signal, world.signal, (ending) => pace.next(ending));
      return await transport.send(method, form, { cookie: access.cookie, signal });
    });
  }

  /** One attempt; a lost session is renewed, for then nothing was done. */
  async function attempt<Value>(call: Call<Value>, access: () => Promise<Access>): Promise<Result<Value> | Trouble> {
    for (let renewals = 0; ; renewals++) {
      const used = await access();
      const said = await send(call, used);
      if (said.kind === 'trouble') return said;
      switch (classOf(said.word)) {
        case 'ok':
          return read(call, said);
        case 'refused':
        case 'unknown':
          return { ok: false, word: said.word };
        case 'transient':
          return trouble('error', 'answered ERROR');
        case 'session':
          if (renewals < 2 && session.expired(used)) continue;
          throw fatalFailure(said.word);
        case 'fatal':
          throw fatalFailure(said.word);
      }
    }
  }

  async function persist<Value>(call: Call<Value>, access: () => Promise<Access>): Promise<Result<Value>> {
    const { method, signal, settle } = call;
    const end = world.now() + RETRY.budget;
    const stopped = (): boolean => signal === null && world.signal.aborted;
    let doubtful = false;
    let unknown: string | null = null;
    for (let count = 1; ; count++) {
      let outcome = await attempt(call, access);
      if (!('kind' in outcome)) {
        if (outcome.ok || classOf(outcome.word) !== 'unknown' || outcome.word === unknown) return outcome;
        // Perhaps the beginning of a word that we know: only the same again is believed.
        unknown = outcome.word;
        outcome = trouble('garbled', `answered with the unknown word ${outcome.word}`);
      }
      doubtful ||= outcome.maybeDone;

      const wait = waitAfter(RETRY, count, outcome.wait, world.random);
      let last = !outcome.again || count >= RETRY.attempts || world.now() + wait > end || stopped();
      if (outcome.wait !== null && !last) pace.pause(wait);
      if (!last || (doubtful && settle !== undefined)) {
        world.log(
          `Rescue: ${method}: the service ${outcome.what}; waiting ${(wait / 1000).toFixed(1)} s (${count} of ${RETRY.attempts})`,
        );
        const ms = last ? Math.min(wait, RETRY.longest) : wait;
        await patiently(signal, world.signal, (ending) => world.sleep(ms, ending));
        last ||= stopped();
      }
      const asks = doubtful || (call.recheck === true && !last);
      const settled = asks && settle !== undefined ? await settle() : null;
      if (settled !== null) return settled;
      if (last) throw gaveUp(method, outcome, count, base);
    }
  }

  return {
    memory: { texts: new Map(), doubts: new Set() },
    call: (call) => persist(call, () => session.access()),
    async close() {
      const open = session.open();
      if (open === null) return;
      // Only politeness: the service forgets the session by itself.
      await transport
        .send('logout', new URLSearchParams(), { cookie: open.cookie, signal: null })
        .catch(() => undefined);
    },
  };
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
