import { randomBytes } from 'node:crypto';
import type { GraphApp } from './tenant.ts';

/** The app that an access token stands for. */
export interface Holder {
  readonly clientId: string;
  /** As they were when the token was issued: a new consent counts with the next token. */
  readonly roles: readonly string[];
}

export interface AccessTokens {
  /** @param lifetime seconds */
  issue(app: GraphApp, lifetime: number): string;
  /** null for a token that is unknown or has ended. */
  holderOf(token: string): Holder | null;
}

/** Access tokens, opaque to the client, kept in memory. */
export function newAccessTokens(now: () => number): AccessTokens {
  const issued = new Map<string, Holder & { readonly ends: number }>();
  return {
    issue(app, lifetime) {
      const token = `sandbox.${randomBytes(24).toString('base64url')}`;
      issued.set(token, { clientId: app.clientId, roles: [...app.roles], ends: now() + lifetime * 1000 });
      return token;
    },
    holderOf(token) {
      const found = issued.get(token);
      return found === undefined || found.ends <= now() ? null : found;
    },
  };
}
