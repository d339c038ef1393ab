import type { RawAnswer } from '../core/observation.ts';
import { TooLarge } from './bounds.ts';
import type { Answer } from './answer.ts';
import { exchange, type Limit, Unanswered } from './exchange.ts';
import type { Send, Sent } from './send.ts';

/** Headers that say something about the form of an answer. No other one is kept: some name machines and sessions. */
const HEADERS = ['content-type', 'content-length', 'transfer-encoding', 'content-encoding', 'date', 'retry-after'];

/** What came to one request. */
export interface Raw {
  readonly answer: Pick<RawAnswer, 'at' | 'status' | 'headers' | 'encoding' | 'body'>;
  /** Session cookies, ready to be sent back; never to be kept. */
  readonly cookies: readonly string[];
}

export interface RawWorld {
  readonly fetch: Send;
  readonly limit: Limit;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/**
 * One request, once. Nothing is repeated, interpreted or refused: what is odd is what is looked for.
 *
 * @param limits milliseconds, and bytes of the answer
 * @throws Failure of `fetch`; the signal's reason
 */
export async function rawAnswer(
  { fetch, limit, now, signal }: RawWorld,
  address: string,
  limits: { readonly timeout: number; readonly most: (response: Answer) => number },
  request: Pick<Sent, 'method' | 'headers' | 'body'>,
): Promise<Raw> {
  const at = (): string => new Date(now()).toISOString();
  try {
    const { response, body } = await exchange({ ...limits, limit, signal }, (ending) =>
      fetch(address, { ...request, redirect: 'manual', signal: ending }),
    );
    const headers = HEADERS.flatMap((name) => {
      const value = response.headers.get(name);
      return value === null ? [] : [[name, value] as const];
    });
    const cookies = response.headers.getSetCookie().flatMap((one) => one.split(';')[0] ?? []);
    const form = { at: at(), status: response.status, headers: Object.fromEntries(headers) };
    return { answer: { ...form, ...textOf(body) }, cookies };
  } catch (error) {
    if (!(error instanceof Unanswered) && !(error instanceof TooLarge)) throw error;
    return { answer: { at: at(), status: 0, headers: {}, encoding: 'utf-8', body: '' }, cookies: [] };
  }
}

function textOf(bytes: Uint8Array): Pick<RawAnswer, 'encoding' | 'body'> {
  try {
    return { encoding: 'utf-8', body: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { encoding: 'bytes', body: Buffer.from(bytes).toString('latin1') };
  }
}
