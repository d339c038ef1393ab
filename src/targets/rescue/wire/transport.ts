import { Failure } from '../../../core/failure.ts';
import type { Answer, AnswerHeaders } from '../../../net/answer.ts';
import { BOUNDS, type Bounds, TooLarge } from '../../../net/bounds.ts';
import { codeIn } from '../../../net/causes.ts';
import { tlsFault } from '../../../net/connection-faults.ts';
import { exchange, Unanswered } from '../../../net/exchange.ts';
import { proxyProblemIn } from '../../../net/problem.ts';
import { retryAfter } from '../../../net/retry.ts';
import type { RescueWorld } from './outside-world.ts';
import { isPage, parseAnswer, ProtocolError } from './protocol.ts';
import { connectionMishap, type Mishap, MISHAPS, mishapOf } from './retry.ts';

/** The service has answered in its own words. */
export interface Said {
  readonly kind: 'said';
  readonly word: string;
  readonly rest: string;
  /** Session cookies, ready to be sent back; null when none came. */
  readonly cookie: string | null;
  /** Whether HTTP itself vouches for the end of the answer (a length, or chunks). */
  readonly framed: boolean;
}

/** No usable answer. The table of mishaps (retry.ts) says what that means. */
export interface Trouble extends Pick<(typeof MISHAPS)[Mishap], 'code' | 'maybeDone' | 'again'> {
  readonly kind: 'trouble';
  /** What happened, to follow "the service …". */
  readonly what: string;
  /** Milliseconds the service asks us to wait; null = it does not say. */
  readonly wait: number | null;
  /** Milliseconds to wait where it does not say; null = as after other mishaps. */
  readonly pause: number | null;
}

export interface Transport {
  /**
   * One request, once.
   *
   * @throws Failure when repeating it is of no use; the signal's reason when that is aborted
   */
  send(method: string, parameters: URLSearchParams, options: SendOptions): Promise<Said | Trouble>;
}

export interface SendOptions {
  readonly cookie: string | null;
  readonly signal: AbortSignal | null;
}

/** Requests to the service at `base`, each ended after `timeout` milliseconds. */
export function newTransport(base: string, timeout: number, world: RescueWorld): Transport {
  let reached = false;

  async function send(method: string, parameters: URLSearchParams, options: SendOptions): Promise<Said | Trouble> {
    const bounds = world.bounds ?? BOUNDS;
    const most = (response: Answer): number => boundOf(method, response, bounds);
    const limits = { timeout, limit: world.limit, signal: options.signal, most };
    try {
      const { response, body } = await exchange(limits, (signal) =>
        world.fetch(`${base}/API/${method}.aspx`, {
          method: 'POST',
          body: parameters.toString(),
          headers: {
            accept: 'text/plain',
            'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
            // Nothing is won for a few lines.
            ...(method === TREE ? { 'accept-encoding': 'gzip' } : {}),
            'user-agent': 'adsync',
            ...(options.cookie === null ? {} : { cookie: options.cookie }),
          },
          // A redirect leads to a login page at best, and would carry the token along at worst.
          redirect: 'manual',
          signal,
        }),
      );
      reached = true;
      return judge(response, body, `${method}: ${base}`, world.now());
    } catch (error) {
      if (error instanceof TooLarge) {
        return trouble('tooLarge', `sent more than ${error.shown} as one answer, far more than any account needs`);
      }
      if (!(error instanceof Unanswered)) throw error;
      if (error.after !== null) return trouble('unanswered', `gave no answer within ${error.after} s`);
      return connectionTrouble(error.cause, base, reached);
    }
  }

  return { send };
}

/** Only the organization tree is large. */
const TREE = 'getHierarchy_v2';

function boundOf(method: string, { ok }: Answer, bounds: Bounds): number {
  if (!ok) return bounds.refusal;
  return method === TREE ? bounds.rescueTree : bounds.rescueCall;
}

/** @param wait milliseconds the service asks us to wait; null = it does not say */
export function trouble(mishap: Mishap, what: string, wait: number | null = null): Trouble {
  const { code, maybeDone, again, pause = null } = MISHAPS[mishap];
  return { kind: 'trouble', code, maybeDone, again, what, wait, pause };
}

function judge(response: Answer, bytes: Uint8Array, who: string, now: number): Said | Trouble {
  const { status, headers } = response;
  const mishap = mishapOf(status);
  if (mishap === 'redirect') return trouble(mishap, `answered with a redirect (HTTP ${status})`);
  if (mishap !== null) {
    const what = mishap === 'throttled' ? `asks for fewer requests (HTTP ${status})` : `answered with HTTP ${status}`;
    return trouble(mishap, what, retryAfter(headers.get('retry-after'), now));
  }
  if (status !== 200) {
    throw new Failure(
      'RESCUE_HTTP',
      `${who} answered with HTTP ${status}.`,
      'Check rescue.url, and whether a proxy or firewall stands between.',
    );
  }
  const body = decode(bytes, headers.get('content-type'));
  if (body === null) return trouble('garbled', 'answered in an unknown character encoding');
  if (isPage(body)) return trouble('page', 'answered with a web page');
  try {
    const { word, rest } = parseAnswer(body);
    const framed = headers.has('content-length') || headers.has('transfer-encoding');
    return { kind: 'said', word, rest, cookie: cookieOf(headers), framed };
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return trouble('garbled', `gave ${error.message}`);
  }
}

/** Names read in a wrong encoding would be written back broken, so a doubtful text is no text. */
function decode(bytes: Uint8Array, contentType: string | null): string | null {
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function cookieOf(headers: AnswerHeaders): string | null {
  const pairs = headers.getSetCookie().flatMap((cookie) => cookie.split(';')[0] ?? []);
  return pairs.length === 0 ? null : pairs.join('; ');
}

function connectionTrouble(error: unknown, base: string, reached: boolean): Trouble {
  const proxy = proxyProblemIn(error);
  if (proxy !== null) {
    if (proxy.fault === 'busy' || (reached && proxy.passes)) {
      return trouble('unsent', `could not be reached: ${proxy.message}`);
    }
    throw new Failure('RESCUE_PROXY', `${base} cannot be reached: ${proxy.message}.`, proxy.advice, { cause: proxy });
  }
  const code = codeIn(error);
  if (tlsFault(code) !== null) {
    throw new Failure(
      'RESCUE_CERTIFICATE',
      `The certificate of ${base} is not trusted (${code}).`,
      'Check rescue.url. If a proxy of your company inspects TLS, name its authority as ca under rescue.tls: a PEM file, or system if the operating system trusts it.',
    );
  }
  if (!reached && (code === 'ENOTFOUND' || code === 'ECONNREFUSED')) {
    throw new Failure(
      'RESCUE_UNREACHABLE',
      `${base} cannot be reached (${code}).`,
      'Check rescue.url, the network and the firewall.',
    );
  }
  return trouble(connectionMishap(code), `could not be reached (${code})`);
}
