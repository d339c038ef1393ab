import { parseExactJson } from '../../../core/exact-json.ts';
import { Failure } from '../../../core/failure.ts';
import type { Answer } from '../../../net/answer.ts';
import { BOUNDS, TooLarge } from '../../../net/bounds.ts';
import { codeIn } from '../../../net/causes.ts';
import { tlsFault } from '../../../net/connection-faults.ts';
import { exchange, Unanswered } from '../../../net/exchange.ts';
import { proxyProblemIn } from '../../../net/problem.ts';
import { retryAfter } from '../../../net/retry.ts';
import type { GotoWorld } from './outside-world.ts';
import { connectionMishap, type Mishap, MISHAPS, mishapOf } from './retry.ts';

/** The service has answered: it did what it was asked to (200 to 299), or refuses it. */
export interface Said {
  readonly kind: 'said';
  readonly status: number;
  /** The JSON of the answer; undefined = it is empty, or (of a refusal) no JSON. */
  readonly body: unknown;
}

/** No usable answer. The table of mishaps (retry.ts) says what that means. */
export interface Trouble extends Pick<(typeof MISHAPS)[Mishap], 'code' | 'maybeDone' | 'again'> {
  readonly kind: 'trouble';
  /** What happened, to follow "the service …". */
  readonly what: string;
  /** Milliseconds the service asks us to wait; null = it does not say. */
  readonly wait: number | null;
  /** 0 = there was no answer. */
  readonly status: number;
  /** As of {@link Said}. */
  readonly body: unknown;
}

export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Encoded, with its query; begins with a slash. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Transport {
  /** The address of the service. */
  readonly base: string;
  /**
   * One request, once.
   *
   * @throws Failure when repeating it is of no use; the signal's reason when that is aborted
   */
  send(request: Request, signal: AbortSignal | null): Promise<Said | Trouble>;
}

export interface TransportOptions {
  readonly base: string;
  /** The key of the file that holds the address, for advice. */
  readonly key: 'goto.url' | 'goto.authUrl';
  /** Milliseconds for a request with its answer. */
  readonly timeout: number;
  readonly bound: 'goto' | 'token';
}

export function newTransport({ base, key, timeout, bound }: TransportOptions, world: GotoWorld): Transport {
  const bounds = world.bounds ?? BOUNDS;
  const most = ({ ok }: Answer): number => (ok ? bounds[bound] : bounds.refusal);
  let reached = false;

  async function send({ path, ...request }: Request, ending: AbortSignal | null): Promise<Said | Trouble> {
    const { headers } = request;
    try {
      const limits = { timeout, limit: world.limit, signal: ending, most };
      const { response, body } = await exchange(limits, (signal) =>
        world.fetch(`${base}${path}`, {
          ...request,
          headers: { accept: 'application/json', 'accept-encoding': 'gzip', 'user-agent': 'adsync', ...headers },
          // A redirect leads to a login page at best, and would carry the token along at worst.
          redirect: 'manual',
          signal,
        }),
      );
      reached = true;
      return judge(response, body, world.now());
    } catch (error) {
      if (error instanceof TooLarge) {
        return trouble('tooLarge', `sent more than ${error.shown} as one answer, far more than any page needs`);
      }
      if (!(error instanceof Unanswered)) throw error;
      if (error.after !== null) return trouble('unanswered', `gave no answer within ${error.after} s`);
      return connectionTrouble(error.cause, { base, key, reached });
    }
  }

  return { base, send };
}

/** @param more.wait milliseconds the service asks us to wait */
export function trouble(
  mishap: Mishap,
  what: string,
  more: Partial<Pick<Trouble, 'wait' | 'status' | 'body'>> = {},
): Trouble {
  const { code, maybeDone, again } = MISHAPS[mishap];
  return { kind: 'trouble', code, maybeDone, again, what, wait: null, status: 0, body: undefined, ...more };
}

function judge({ status, headers }: Answer, bytes: Uint8Array, now: number): Said | Trouble {
  const text = new TextDecoder().decode(bytes).trim();
  const body = jsonOf(bytes);
  const mishap = mishapOf(status);
  if (mishap !== null) {
    const what = mishap === 'throttled' ? `asks for fewer requests (HTTP ${status})` : `answered with HTTP ${status}`;
    return trouble(mishap, what, { wait: retryAfter(headers.get('retry-after'), now), status, body });
  }
  const done = status >= 200 && status < 300;
  if (done && text !== '' && body === undefined) {
    return text.startsWith('<')
      ? trouble('page', 'answered with a web page', { status })
      : trouble('garbled', 'gave an answer that is no JSON', { status });
  }
  return { kind: 'said', status, body };
}

/** undefined = there is none, or it cannot be read: half a name in an unknown encoding is none. */
function jsonOf(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim();
    return text === '' ? undefined : parseExactJson(text);
  } catch {
    return undefined;
  }
}

function connectionTrouble(
  error: unknown,
  { base, key, reached }: Pick<TransportOptions, 'base' | 'key'> & { readonly reached: boolean },
): Trouble {
  const proxy = proxyProblemIn(error);
  if (proxy !== null) {
    if (proxy.fault === 'busy' || (reached && proxy.passes)) {
      return trouble('unsent', `could not be reached: ${proxy.message}`);
    }
    throw new Failure('GOTO_PROXY', `${base} cannot be reached: ${proxy.message}.`, proxy.advice, { cause: proxy });
  }
  const code = codeIn(error);
  if (tlsFault(code) !== null) {
    throw new Failure(
      'GOTO_CERTIFICATE',
      `The certificate of ${base} is not trusted (${code}).`,
      `Check ${key}. If a proxy of your company inspects TLS, name its authority as ca under goto.tls: a PEM file, or system if the operating system trusts it.`,
    );
  }
  if (!reached && (code === 'ENOTFOUND' || code === 'ECONNREFUSED')) {
    throw new Failure(
      'GOTO_UNREACHABLE',
      `${base} cannot be reached (${code}).`,
      `Check ${key}, the network and the firewall.`,
    );
  }
  return trouble(connectionMishap(code), `could not be reached (${code})`);
}
