import type { RawAnswer } from '../../../core/observation.ts';
import { BOUNDS } from '../../../net/bounds.ts';
import { newPace } from '../../../net/pace.ts';
import { type Raw, rawAnswer } from '../../../net/raw-answer.ts';
import type { RescueSettings } from '../settings.ts';
import type { RescueWorld } from '../wire/outside-world.ts';
import type { Purpose } from './seen.ts';
import { wordOf } from './seen.ts';

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
  let hasTried = false;
  let isOver = false;

  async function send(call: string, form: URLSearchParams): Promise<Raw> {
    await pace.next(world.signal);
    const limits = { timeout: requests.timeout, most: () => (world.bounds ?? BOUNDS).rescueTree };
    const raw = await rawAnswer(world, `${base}/API/${call}.aspx`, limits, {
      method: 'POST',
      body: form.toString(),
      headers: {
        accept: 'text/plain',
        'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
        'user-agent': 'adsync',
        ...(cookie === null ? {} : { cookie }),
      },
    });
    if (call === 'login' && raw.cookies.length > 0) cookie = raw.cookies.join('; ');
    return raw;
  }

  async function logIn(): Promise<void> {
    // Once: credentials that are refused again and again lock the account of somebody.
    if (credentials.kind === 'token' || hasTried) return;
    hasTried = true;
    await send('login', new URLSearchParams({ email: credentials.email, pwd: credentials.password.reveal() }));
  }

  return {
    answers,
    async ask(purpose, call, sent) {
      if (isOver) return null;
      await logIn();
      const form = new URLSearchParams(sent);
      if (credentials.kind === 'token') form.set('authcode', credentials.token.reveal());
      const { answer: raw } = await send(call, form);
      const answer: RawAnswer = { purpose, call, sent, ...raw };
      answers.push(answer);
      isOver = answer.status === 0 || answer.status === 429 || wordOf(answer) === 'POLLRATEEXCEEDED';
      return isOver ? null : answer;
    },
    async close() {
      if (cookie !== null) await send('logout', new URLSearchParams());
    },
  };
}
