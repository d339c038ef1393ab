import type { AccessToken, TokenCredential } from '@azure/identity';
import { Failure } from '../../core/failure.ts';
import type { EntraSettings } from '../../core/settings.ts';
import type { Trace } from './identity-http.ts';
import { tokenFailure } from './token-failures.ts';
import type { EntraWorld } from './outside-world.ts';

export interface Tokens {
  /** A token for Graph that is good for some minutes. @throws Failure when there is none to be had */
  get(): Promise<string>;
  /** Graph refused this token: the next call of `get` must fetch a new one. */
  renew(refused: string): void;
}

/**
 * Milliseconds that a token must still be good for. Most credentials of Azure Identity keep their token themselves, by the
 * same rule; that of the Azure CLI starts `az` anew each time, which takes a second.
 */
const RENEWED_BEFORE = 5 * 60_000;

export function newTokens(
  settings: EntraSettings,
  world: EntraWorld,
  signal: AbortSignal,
  progress: (text: string) => void,
): Tokens {
  const { graphUrl, timeouts } = settings;
  const requests = { world, signal, timeouts };
  const trace: Trace = { failure: null, trouble: null };
  let source: Promise<TokenCredential> | null = null;
  let current: AccessToken | null = null;
  let pending: Promise<string> | null = null;

  async function open(): Promise<TokenCredential> {
    const { chooseCredential, newCredential } = await import('./credentials.ts');
    const { credential, from } = await chooseCredential(settings.credential, world.env);
    progress(`Getting a token from ${settings.authorityUrl} by ${credential.kind} (${from})`);
    return newCredential(settings, credential, requests, trace);
  }

  async function fetchToken(): Promise<string> {
    if (current !== null && current.expiresOnTimestamp - world.now() > RENEWED_BEFORE) return current.token;
    trace.failure = null;
    trace.trouble = null;
    source ??= open();
    try {
      const credential = await source;
      current = await credential.getToken(`${graphUrl}/.default`);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Failure) throw error;
      throw tokenFailure(error, trace, settings);
    }
    return current?.token ?? '';
  }

  return {
    get() {
      pending ??= fetchToken().finally(() => {
        pending = null;
      });
      return pending;
    },
    renew(refused) {
      // A new credential has no memory of old tokens.
      if (refused !== current?.token) return;
      source = null;
      current = null;
    },
  };
}
