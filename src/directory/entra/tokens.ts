import type { TokenCredential } from '@azure/identity';
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
  let current = '';
  let pending: Promise<string> | null = null;

  async function open(): Promise<TokenCredential> {
    const { chooseCredential, newCredential } = await import('./credentials.ts');
    const { credential, from } = await chooseCredential(settings.credential, world.env);
    progress(`Getting a token from ${settings.authorityUrl} by ${credential.kind} (${from})`);
    return newCredential(settings, credential, requests, trace);
  }

  async function fetchToken(): Promise<string> {
    trace.failure = null;
    trace.trouble = null;
    source ??= open();
    try {
      const credential = await source;
      // Azure Identity keeps the token and renews it when less than five minutes are left.
      current = (await credential.getToken(`${graphUrl}/.default`))?.token ?? '';
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Failure) throw error;
      throw tokenFailure(error, trace, settings);
    }
    return current;
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
      if (refused === current) source = null;
    },
  };
}
