import type { RawAnswer } from '../../../core/observation.ts';
import { BOUNDS } from '../../../net/bounds.ts';
import { newPace } from '../../../net/pace.ts';
import { rawAnswer } from '../../../net/raw-answer.ts';
import type { Send } from '../../../net/send.ts';
import type { GotoSettings } from '../settings.ts';
import type { Bases } from '../wire/client.ts';
import type { GotoWorld } from '../wire/outside-world.ts';
import { pathOf } from '../wire/print.ts';
import { newTokens } from '../wire/tokens.ts';
import type { Purpose } from './seen.ts';
import { tokenShape } from './token-shape.ts';

/** Asks the service, once for each question, and keeps what it says to the byte. */
export interface Asker {
  /**
   * @param path parts of the path
   * @returns null where no further question is to be asked: the service wants fewer of them, or does not answer
   */
  ask(purpose: Purpose, path: readonly string[], query?: Readonly<Record<string, string>>): Promise<RawAnswer | null>;
  readonly answers: readonly RawAnswer[];
}

/** Of each answer that gives tokens only its shape is kept, from the moment at which it comes. */
export function newAsker({ api, auth }: Bases, settings: GotoSettings, world: GotoWorld): Asker {
  const { perSecond, timeout } = settings.requests;
  const pace = newPace(perSecond, world, 1);
  const answers: RawAnswer[] = [];
  const tokens = newTokens(auth, settings, { ...world, fetch: keepingShapes(world, answers) });
  let isOver = false;

  return {
    answers,
    async ask(purpose, path, query = {}) {
      if (isOver) return null;
      const isNobody = purpose === 'me without a token';
      const authorization = isNobody ? {} : { authorization: `Bearer ${await tokens.get()}` };
      await pace.next(world.signal);
      const headers = { accept: 'application/json', 'user-agent': 'adsync', ...authorization };
      const limits = { timeout, most: () => (world.bounds ?? BOUNDS).goto };
      const address = `${api}${pathOf(path, query)}`;
      const { answer: raw } = await rawAnswer(world, address, limits, { method: 'GET', headers });
      const answer: RawAnswer = { purpose, call: `GET ${shownPath(path)}`, sent: query, ...raw };
      answers.push(answer);
      isOver = answer.status === 0 || answer.status === 429;
      return isOver ? null : answer;
    },
  };
}

/** Whatever else stands in a path is a key of an account or a user, in whichever form keys come. */
const WORDS: ReadonlySet<string> = new Set([
  ...['admin', 'rest', 'v1', 'me', 'accounts', 'users', 'licenses', 'groups', 'rolesets', 'attributes'],
]);

export function shownPath(path: readonly string[]): string {
  return `/${path.map((part) => (WORDS.has(part) ? part : '…')).join('/')}`;
}

/** A way to the service that notes the shape of each answer to a request for a token. */
function keepingShapes(world: GotoWorld, answers: RawAnswer[]): Send {
  return async (address, request) => {
    const response = await world.fetch(address, request);
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      // The client judges by itself what is too large; here nothing more is kept.
      if (chunks.reduce((sum, one) => sum + one.length, 0) > (world.bounds ?? BOUNDS).token) break;
    }
    const bytes = Buffer.concat(chunks);
    answers.push(tokenShape(request.body ?? '', response, bytes.toString('utf8'), new Date(world.now())));
    return { status: response.status, ok: response.ok, headers: response.headers, body: of(bytes) };
  };
}

async function* of(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
