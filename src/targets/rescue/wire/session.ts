import { Failure } from '../../../core/failure.ts';
import type { RescueSettings } from '../settings.ts';
import type { RescueWorld } from './outside-world.ts';

/** The service refuses more than ten logins within three minutes; one is left for the user's own. */
const LOGINS = 9;
const WINDOW = 3 * 60_000;

/** The credentials that a request carries. */
export interface Access {
  readonly authcode: string | null;
  readonly cookie: string | null;
}

export interface Session {
  /** Logs in when that is needed and was not done yet. */
  access(): Promise<Access>;
  /** The service no longer knows the session: the next access logs in anew. false when there is nothing to renew. */
  expired(used: Access): boolean;
  /** The open session; null when there is none. */
  open(): Access | null;
}

/** Logs in with e-mail and password and gives back the cookie. */
export type Login = (email: string, password: string, gate: () => Promise<void>) => Promise<string | null>;

/** With a token there is no session to keep; with a password there is one, shared by all calls. */
export function newSession(credentials: RescueSettings['credentials'], world: RescueWorld, login: Login): Session {
  if (credentials.kind === 'token') {
    const access: Access = { authcode: credentials.token.reveal(), cookie: null };
    return { access: () => Promise.resolve(access), expired: () => false, open: () => null };
  }

  const { email, password } = credentials;
  let current: Access | null = null;
  let pending: Promise<Access> | null = null;
  let logins: number[] = [];

  async function gate(): Promise<void> {
    for (;;) {
      logins = logins.filter((time) => time > world.now() - WINDOW);
      const [oldest] = logins;
      if (oldest === undefined || logins.length < LOGINS) break;
      world.log('Rescue: waiting before the next login, the service takes ten in three minutes');
      await world.sleep(oldest + WINDOW - world.now() + 1, null);
    }
    logins.push(world.now());
  }

  async function open(): Promise<Access> {
    const cookie = await login(email, password.reveal(), gate);
    if (cookie === null) {
      throw new Failure(
        'RESCUE_NO_SESSION',
        'The service accepted the login, but opened no session.',
        'Use an API token instead.',
      );
    }
    current = { authcode: null, cookie };
    return current;
  }

  return {
    access() {
      if (current !== null) return Promise.resolve(current);
      pending ??= open().finally(() => {
        pending = null;
      });
      return pending;
    },
    expired(used) {
      if (current === used) current = null;
      return true;
    },
    open: () => current,
  };
}
