import { patiently } from '../../../net/patiently.ts';
import { waitAfter } from '../../../net/retry.ts';
import type { GotoSettings } from '../settings.ts';
import { field } from './json.ts';
import type { GotoWorld } from './outside-world.ts';
import { RETRY } from './retry.ts';
import { deniedToken, noToken, strangeToken, withoutScope } from './token-failures.ts';
import { type Spent, spendFrom } from './token-store.ts';
import { newTransport, type Said, type Transport } from './transport.ts';

/** Without it the Admin API cannot be used. */
const SCOPE = 'identity:';

/** Milliseconds. A token is renewed so long before its end, for clocks run at different speeds; at most half of its life. */
const MARGIN = 300_000;
/** The life of a token whose answer does not say one. */
const SHORT_LIFE = 600_000;
/** For so long a token that replaced a refused one is not replaced again: it is not the token that is refused. */
const STUBBORN = 60_000;

export interface Tokens {
  /** A token that is good for some minutes. @throws Failure when there is none to be had */
  get(): Promise<string>;
  /** The service refused this token. @returns whether the next one may help */
  renew(refused: string): boolean;
}

interface Access {
  readonly token: string;
  readonly goodUntil: number;
}

/**
 * Access tokens of a personal access token or of a refresh token. The moment of the request and our own clock count, not
 * the clock of the service.
 *
 * @param authUrl without a slash at the end
 */
export function newTokens(authUrl: string, settings: GotoSettings, world: GotoWorld): Tokens {
  const { timeout } = settings.requests;
  const transport = newTransport({ base: authUrl, key: 'goto.authUrl', timeout, bound: 'token' }, world);
  let current: Access | null = null;
  let pending: Promise<Access> | null = null;
  let stubborn: string | null = null;
  let replacedAt = -Infinity;
  let replacing = false;

  async function fetchToken(): Promise<Access> {
    const begun = world.now();
    const answer = await exchangeCredential(transport, settings, world);
    const { token, life } = read(answer, authUrl);
    current = { token, goodUntil: begun + life - Math.min(MARGIN, life / 2) };
    if (replacing) stubborn = token;
    replacing = false;
    return current;
  }

  return {
    async get() {
      if (current !== null && world.now() < current.goodUntil) return current.token;
      pending ??= fetchToken().finally(() => {
        pending = null;
      });
      return (await pending).token;
    },
    renew(refused) {
      // Another call has replaced it already.
      if (current?.token !== refused) return true;
      if (refused === stubborn && world.now() - replacedAt < STUBBORN) return false;
      current = null;
      replacedAt = world.now();
      replacing = true;
      return true;
    },
  };
}

async function exchangeCredential(transport: Transport, settings: GotoSettings, world: GotoWorld): Promise<Said> {
  const { credential } = settings;
  if (credential.kind === 'personalAccessToken') {
    const form = { grant_type: 'personal_access_token', pat: credential.token.reveal() };
    return await ask(transport, settings, form, world);
  }
  return await spendFrom(credential.path, world, async (token): Promise<Spent<Said>> => {
    const result = await ask(transport, settings, { grant_type: 'refresh_token', refresh_token: token }, world);
    const renewed = field(result.body, 'refresh_token');
    return { result, renewed: typeof renewed === 'string' && isToken(renewed) ? renewed : null };
  });
}

/** Asks, and asks again after trouble that may pass (retry.ts). @throws Failure */
async function ask(
  transport: Transport,
  { clientId, clientSecret, credential }: GotoSettings,
  form: Readonly<Record<string, string>>,
  world: GotoWorld,
): Promise<Said> {
  const basic = Buffer.from(`${clientId}:${clientSecret.reveal()}`).toString('base64');
  const headers = { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams(form).toString();
  const end = world.now() + RETRY.budget;
  for (let tried = 1; ; tried += 1) {
    // A change under way is brought to its end, so the end of the run does not break this off.
    const said = await transport.send({ method: 'POST', path: '/oauth/token', headers, body }, null);
    if (said.kind === 'said') {
      if (said.status >= 200 && said.status < 300) return said;
      throw deniedToken(said, transport.base, credential.kind);
    }
    const wait = waitAfter(RETRY, tried, said.wait, world.random);
    const isLast = !said.again || tried >= RETRY.attempts || world.now() + wait > end || world.signal.aborted;
    if (isLast) throw noToken(said, transport.base, tried);
    world.log(`GoTo: the service that gives tokens ${said.what}; waiting ${(wait / 1000).toFixed(1)} s`);
    await patiently(null, world.signal, (ending) => world.sleep(wait, ending));
  }
}

/** @throws Failure GOTO_PROTOCOL, GOTO_SCOPE */
function read({ body }: Said, authUrl: string): { readonly token: string; readonly life: number } {
  const token = field(body, 'access_token');
  if (typeof token !== 'string' || !isToken(token)) throw strangeToken(authUrl);
  const scope = field(body, 'scope');
  // Where it is not said which scopes there are, the Admin API says what is missing.
  if (typeof scope === 'string' && scope.trim() !== '' && !scope.split(/\s+/).includes(SCOPE)) {
    throw withoutScope(scope);
  }
  const seconds = Number(field(body, 'expires_in'));
  return { token, life: seconds > 0 ? seconds * 1000 : SHORT_LIFE };
}

/** Whether it can stand in a header and in a line of a file. */
function isToken(text: string): boolean {
  return /^[\x21-\x7e]{1,65536}$/.test(text);
}
