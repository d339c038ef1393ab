import { type GotoAccountFile, type GotoSandboxToken, type GotoSandboxUser, isHere, statusOf } from './account.ts';
import type { GotoAnswer } from './call.ts';
import { userByKey } from './lookup.ts';
import type { GotoSwitches } from './switches.ts';

export interface AccessToken {
  readonly userKey: string;
  readonly scopes: readonly string[];
  /** Milliseconds since 1970. */
  readonly expires: number;
}

export interface OAuth {
  readonly account: GotoAccountFile;
  readonly switches: GotoSwitches;
  /** Access tokens that were given out. They end with the process, as its clients ask for new ones. */
  readonly tokens: Map<string, AccessToken>;
  readonly randomText: () => string;
  readonly now: () => number;
}

export interface TokenRequest {
  /** The Authorization header; '' = none. */
  readonly authorization: string;
  readonly form: ReadonlyMap<string, string>;
}

/** `POST /oauth/token` with a personal access token or a refresh token. */
export function answerToken(oauth: OAuth, request: TokenRequest): GotoAnswer {
  const client = clientOf(oauth.account, request.authorization);
  if (client === null) return refusal('invalid_client', 401);
  const grant = request.form.get('grant_type');
  if (grant === undefined) return refusal('invalid_request');
  if (grant !== 'personal_access_token' && grant !== 'refresh_token') return refusal('unsupported_grant_type');
  if (!client.grants.includes(grant)) return refusal('unauthorized_client');
  const given = request.form.get(grant === 'refresh_token' ? 'refresh_token' : 'pat');
  if (given === undefined) return refusal('invalid_request');
  const found =
    grant === 'refresh_token'
      ? oauth.account.refreshTokens.find(({ token }) => token === given)
      : oauth.account.tokens.find(({ pat }) => pat === given);
  const user = userByKey(oauth.account, found?.userKey ?? '');
  // Documented: a suspended user stays on the account and cannot sign in.
  if (found === undefined || user === undefined || !isHere(user) || statusOf(user) === 'SUSPENDED')
    return refusal('invalid_grant');
  return grant === 'refresh_token' ? refreshed(oauth, found, user, given) : exchanged(oauth, found, user);
}

function clientOf({ clients }: GotoAccountFile, authorization: string): GotoAccountFile['clients'][number] | null {
  const encoded = /^basic (.+)$/i.exec(authorization)?.[1] ?? '';
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  return clients.find(({ clientId, clientSecret }) => pair === `${clientId}:${clientSecret}`) ?? null;
}

function refusal(error: string, status = 400): GotoAnswer {
  return { status, body: { error, error_description: `The request was refused: ${error}.` } };
}

function exchanged(oauth: OAuth, token: GotoSandboxToken, user: GotoSandboxUser): GotoAnswer {
  if (!oauth.switches.patGivesRefreshToken) return given(oauth, token, user, null);
  const fresh = newRefreshToken(oauth, token);
  return { ...given(oauth, token, user, fresh), wrote: true };
}

function refreshed(oauth: OAuth, token: GotoSandboxToken, user: GotoSandboxUser, old: string): GotoAnswer {
  const { account, switches } = oauth;
  if (!switches.refreshRotates) return given(oauth, token, user, switches.refreshRepeats ? old : null);
  account.refreshTokens = account.refreshTokens.filter((one) => one.token !== old);
  return { ...given(oauth, token, user, newRefreshToken(oauth, token)), wrote: true };
}

function newRefreshToken({ account, randomText }: OAuth, { userKey, scopes }: GotoSandboxToken): string {
  const token = `refresh-${randomText()}`;
  account.refreshTokens.push({ token, userKey, scopes });
  return token;
}

function given(oauth: OAuth, token: GotoSandboxToken, user: GotoSandboxUser, refresh: string | null): GotoAnswer {
  const { switches, tokens, randomText, now } = oauth;
  const accessToken = `access-${randomText()}`;
  const expires = now() + switches.accessTokenSeconds * 1000;
  tokens.set(accessToken, { userKey: user.key, scopes: [...token.scopes], expires });
  return {
    status: 200,
    body: {
      access_token: accessToken,
      token_type: 'Bearer',
      refresh_token: refresh ?? undefined,
      expires_in: switches.accessTokenSeconds,
      scope: token.scopes.join(' '),
      principal: user.email,
    },
  };
}
