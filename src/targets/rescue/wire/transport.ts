import { Failure } from '../../../core/failure.ts';
import { BOUNDS, type Bounds, readBody, tooLargeIn } from '../../../net/bounds.ts';
import { proxyProblemIn } from '../../../net/problem.ts';
import { isPage, parseAnswer, ProtocolError } from './protocol.ts';
import { retryAfter } from './retry.ts';
import type { RescueWorld } from './outside-world.ts';

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

/** No usable answer; it may be better next time. */
export interface Trouble {
  readonly kind: 'trouble';
  readonly code:
    | 'RESCUE_UNREACHABLE'
    | 'RESCUE_BUSY'
    | 'RESCUE_PAGE'
    | 'RESCUE_PROTOCOL'
    | 'RESCUE_ERROR'
    | 'RESCUE_TOO_LARGE';
  /** What happened, to follow "the service …". */
  readonly what: string;
  /** Whether the call may have been carried out all the same. */
  readonly maybeDone: boolean;
  /** Milliseconds the service asks us to wait; null = it does not say. */
  readonly wait: number | null;
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
    const ending = new AbortController();
    function stop(): void {
      ending.abort();
    }
    const answered = world.limit(timeout, stop);
    options.signal?.addEventListener('abort', stop);
    try {
      options.signal?.throwIfAborted();
      const response = await world.fetch(`${base}/API/${method}.aspx`, {
        method: 'POST',
        body: parameters,
        headers: {
          accept: 'text/plain',
          'user-agent': 'adsync',
          ...(options.cookie === null ? {} : { cookie: options.cookie }),
        },
        // A redirect leads to a login page at best, and would carry the token along at worst.
        redirect: 'manual',
        signal: ending.signal,
      });
      const body = await readBody(response, boundOf(method, response, world.bounds ?? BOUNDS));
      reached = true;
      return judge(response, body, `${method}: ${base}`, world.now());
    } catch (error) {
      options.signal?.throwIfAborted();
      if (error instanceof Failure) throw error;
      const large = tooLargeIn(error);
      if (large !== null) {
        stop();
        return trouble(
          'RESCUE_TOO_LARGE',
          `sent more than ${large.shown} as one answer, far more than any account needs`,
        );
      }
      if (ending.signal.aborted) return trouble('RESCUE_UNREACHABLE', `gave no answer within ${timeout / 1000} s`);
      return connectionTrouble(error, base, reached);
    } finally {
      answered();
      options.signal?.removeEventListener('abort', stop);
    }
  }

  return { send };
}

/** Only the organization tree is large. */
function boundOf(method: string, { ok }: Response, bounds: Bounds): number {
  if (!ok) return bounds.refusal;
  return method === 'getHierarchy_v2' ? bounds.rescueTree : bounds.rescueCall;
}

export function trouble(
  code: Trouble['code'],
  what: string,
  more: Partial<Pick<Trouble, 'maybeDone' | 'wait'>> = {},
): Trouble {
  return { kind: 'trouble', code, what, maybeDone: true, wait: null, ...more };
}

function judge(response: Response, bytes: Uint8Array, who: string, now: number): Said | Trouble {
  const { status, headers } = response;
  const wait = retryAfter(headers.get('retry-after'), now);
  if (status === 429) return trouble('RESCUE_BUSY', 'asks for fewer requests (HTTP 429)', { maybeDone: false, wait });
  if (status === 408 || (status > 500 && status < 600))
    return trouble('RESCUE_BUSY', `answered with HTTP ${status}`, { wait });
  if (status === 500) return trouble('RESCUE_ERROR', 'answered with HTTP 500', { wait });
  if (status >= 300 && status < 400) return trouble('RESCUE_PAGE', `answered with a redirect (HTTP ${status})`);
  if (status !== 200) {
    throw new Failure(
      'RESCUE_HTTP',
      `${who} answered with HTTP ${status}.`,
      'Check rescue.url, and whether a proxy or firewall stands between.',
    );
  }
  const body = decode(bytes, headers.get('content-type'));
  if (body === null) return trouble('RESCUE_PROTOCOL', 'answered in an unknown character encoding');
  if (isPage(body)) return trouble('RESCUE_PAGE', 'answered with a web page');
  try {
    const { word, rest } = parseAnswer(body);
    const framed = headers.has('content-length') || headers.has('transfer-encoding');
    return { kind: 'said', word, rest, cookie: cookieOf(headers), framed };
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return trouble('RESCUE_PROTOCOL', `gave ${error.message}`);
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

function cookieOf(headers: Headers): string | null {
  const pairs = headers.getSetCookie().flatMap((cookie) => cookie.split(';')[0] ?? []);
  return pairs.length === 0 ? null : pairs.join('; ');
}

/** Errors before a connection stood: the call was certainly not carried out. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function connectionTrouble(error: unknown, base: string, reached: boolean): Trouble {
  const proxy = proxyProblemIn(error);
  if (proxy !== null) {
    if (proxy.fault === 'busy' || (reached && proxy.passes)) {
      return trouble('RESCUE_UNREACHABLE', `could not be reached: ${proxy.message}`, { maybeDone: false });
    }
    throw new Failure('RESCUE_PROXY', `${base} cannot be reached: ${proxy.message}.`, proxy.advice, { cause: proxy });
  }
  const code = codeOf(error);
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME|^ERR_SSL|^EPROTO$/.test(code)) {
    throw new Failure(
      'RESCUE_CERTIFICATE',
      `The certificate of ${base} is not trusted (${code}).`,
      'Check rescue.url. If a proxy of your company inspects TLS, name a PEM file with its authority as ca under rescue.tls.',
    );
  }
  if (!reached && (code === 'ENOTFOUND' || code === 'ECONNREFUSED')) {
    throw new Failure(
      'RESCUE_UNREACHABLE',
      `${base} cannot be reached (${code}).`,
      'Check rescue.url, the network and the firewall.',
    );
  }
  return trouble('RESCUE_UNREACHABLE', `could not be reached (${code})`, { maybeDone: !neverSent.has(code) });
}

/** The system's or undici's code behind fetch's "fetch failed"; never its message, which may hold anything. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  const { code, cause, name } = error as { code?: unknown; cause?: unknown; name?: unknown };
  if (typeof code === 'string') return code;
  if (cause !== undefined) return codeOf(cause);
  return typeof name === 'string' ? name : 'unknown';
}
