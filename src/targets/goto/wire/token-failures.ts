import { Failure } from '../../../core/failure.ts';
import type { GotoCredential } from '../settings.ts';
import { field, quoted } from './json.ts';
import type { Said, Trouble } from './transport.ts';

const CREDENTIAL: Readonly<Record<GotoCredential['kind'], string>> = {
  personalAccessToken: 'the personal access token',
  refreshToken: 'the refresh token',
};

/**
 * Why the service gives no token: `{error, error_description}` (RFC 6749, section 5.2). The description is not shown: it
 * may repeat what was sent.
 */
export function deniedToken({ status, body }: Said, base: string, kind: GotoCredential['kind']): Failure {
  const given = field(body, 'error');
  // In the form of the standard's own words: whatever else stands there may repeat what was sent.
  const error = typeof given === 'string' && /^[a-z]+(?:_[a-z]+)*$/.test(given) && given.length <= 40 ? given : null;
  const shown = error === null ? `HTTP ${status}` : `HTTP ${status}, ${error}`;
  const what = CREDENTIAL[kind];
  if (error === 'invalid_grant') {
    const remedy =
      kind === 'refreshToken'
        ? 'Sign in to GoTo once more for a new refresh token, and write it to its file.'
        : 'Make a new one at myaccount.goto.com, Developer Tools, and set it as goto.personalAccessToken.';
    return new Failure(
      'GOTO_TOKEN',
      `${base} does not accept ${what} (${shown}): it is wrong, revoked or too old, or its user is suspended.`,
      remedy,
    );
  }
  if (error === 'unauthorized_client' || error === 'unsupported_grant_type') {
    return new Failure(
      'GOTO_GRANT',
      `${base} does not let this client use ${what} (${shown}).`,
      'Switch that grant type on for the client at developer.logmeininc.com/clients, tab Grant types.',
    );
  }
  if (error === 'invalid_scope') return withoutScope(null);
  if (error === 'invalid_client' || status === 401) {
    return new Failure(
      'GOTO_CLIENT',
      `${base} does not accept the client (${shown}).`,
      'Check goto.clientId and goto.clientSecret. The secret is shown only once, when the client is made.',
    );
  }
  return new Failure(
    'GOTO_HTTP',
    `${base} gives no token (${shown}).`,
    'Check goto.authUrl, and whether a proxy or firewall stands between.',
  );
}

export function noToken({ code, what }: Trouble, base: string, tried: number): Failure {
  const times = tried === 1 ? '' : ` (${tried} times)`;
  return new Failure(
    code,
    `No token for GoTo: the service at ${base} ${what}${times}.`,
    'Check goto.authUrl and the network, and try again later.',
  );
}

export function strangeToken(base: string): Failure {
  return new Failure(
    'GOTO_PROTOCOL',
    `No token for GoTo: the answer of ${base} holds none that could be used.`,
    'Check goto.authUrl. If it is right, look for a newer adsync.',
  );
}

/** @param scope those that the token has; null = not known */
export function withoutScope(scope: string | null): Failure {
  const has = scope === null ? '' : ` It has: ${quoted(scope)}.`;
  return new Failure(
    'GOTO_SCOPE',
    `The token lacks the scope "identity:", without which users cannot be managed.${has}`,
    'Add the scope (Admin Center: manage users across products) to the client at developer.logmeininc.com/clients, and make the token anew with it.',
  );
}
