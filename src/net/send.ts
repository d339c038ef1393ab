import type { Answer } from './answer.ts';

/** One request that follows no redirect. */
export interface Sent {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly redirect: 'manual';
  readonly signal: AbortSignal;
}

/** Sends one request. Global `fetch` can stand in for it. */
export type Send = (address: string, request: Sent) => Promise<Answer>;
