import type { RawAnswer } from '../../../core/observation.ts';
import { BOUNDS, TooLarge } from '../../../net/bounds.ts';
import { exchange, Unanswered } from '../../../net/exchange.ts';
import { newPace } from '../../../net/pace.ts';
import type { RescueSettings } from '../settings.ts';
import type { RescueWorld } from '../wire/outside-world.ts';
import type { Purpose } from './seen.ts';
import { wordOf } from './seen.ts';

/** Headers that say something about the form of an answer. No other one is kept: some name machines and sessions. */
const HEADERS = ['content-type', 'content-length', 'transfer-encoding', 'content-encoding', 'date', 'retry-after'];

/** Asks the service, once for each question, and keeps what it says to the byte. */
export interface Asker {
  /** @returns null where no further question is to be asked: the service wants fewer of them */
  ask(purpose: Purpose, call: string, sent: Readonly<Record<string, string>>): Promise<RawAnswer | null>;
  readonly answers: readonly RawAnswer[];
  /** Ends the session, where there is one. */
  close(): Promise<void>;
}

/**
 * Nothing is repeated, interpreted or refused, unlike in the client: what is odd is what is looked for.
 *
 * @param base of the service, without a slash at the end
 */
export function newAsker(base: string, settings: RescueSettings, world: RescueWorld): Asker {
  const { credentials, requests } = settings;
  const pace = newPace(requests.perSecond, world, 1);
  const answers: RawAnswer[] = [];
  let cookie: string | null = null;
  let isOver = false;

  async function send(call: string, form: URLSearchParams): Promise<Omit<RawAnswer, 'purpose' | 'sent'>> {
    await pace.next(world.signal);
    const limits = {
      timeout: requests.timeout,
      limit: world.limit,
      signal: world.signal,
      most: () => (world.bounds ?? BOUNDS).rescueTree,
    };
    try {
      const { response, body } = await exchange(limits, (signal) =>
        world.fetch(`${base}/API/${call}.aspx`, {
          method: 'POST',
          body: form.toString(),
          headers: {
            accept: 'text/plain',
            'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
            'user-agent': 'adsync',
            ...(cookie === null ? {} : { cookie }),
          },
          redirect: 'manual',
          signal,
        }),
      );
      const sessions = response.headers.getSetCookie().flatMap((one) => one.split(';')[0] ?? []);
      if (call === 'login' && sessions.length > 0) cookie = sessions.join('; ');
      const headers = Object.fromEntries(HEADERS.flatMap((name) => named(name, response.headers.get(name))));
      return { call, status: response.status, headers, ...textOf(body) };
    } catch (error) {
      if (!(error instanceof Unanswered) && !(error instanceof TooLarge)) throw error;
      return { call, status: 0, headers: {}, encoding: 'utf-8', body: '' };
    }
  }

  async function logIn(): Promise<void> {
    if (credentials.kind === 'token' || cookie !== null) return;
    await send('login', new URLSearchParams({ email: credentials.email, pwd: credentials.password.reveal() }));
  }

  return {
    answers,
    async ask(purpose, call, sent) {
      if (isOver) return null;
      await logIn();
      const form = new URLSearchParams(sent);
      if (credentials.kind === 'token') form.set('authcode', credentials.token.reveal());
      const answer = { purpose, sent, ...(await send(call, form)) };
      answers.push(answer);
      isOver = answer.status === 0 || answer.status === 429 || wordOf(answer) === 'POLLRATEEXCEEDED';
      return isOver ? null : answer;
    },
    async close() {
      if (cookie !== null) await send('logout', new URLSearchParams());
    },
  };
}

function named(name: string, value: string | null): [string, string][] {
  return value === null ? [] : [[name, value]];
}

function textOf(bytes: Uint8Array): Pick<RawAnswer, 'encoding' | 'body'> {
  try {
    const body = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { encoding: 'utf-8', body };
  } catch {
    return { encoding: 'bytes', body: Buffer.from(bytes).toString('latin1') };
  }
}
