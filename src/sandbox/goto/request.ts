import type { IncomingMessage } from 'node:http';
import { parseExactJson } from '../../core/exact-json.ts';
import { GotoError } from './call.ts';
import { bareNumbers } from './json.ts';

const LONGEST_BODY = 4_000_000;
const SECRETS = new Set(['pat', 'refresh_token', 'password', 'code', 'client_secret', 'client_assertion']);

export interface RawRequest {
  readonly method: string;
  /** As it was sent, with the query. */
  readonly url: string;
  /** Without the query. */
  readonly path: string;
  readonly search: string;
  readonly authorization: string;
  readonly text: string;
}

export async function readRequest(incoming: IncomingMessage): Promise<RawRequest> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LONGEST_BODY) throw new Error('the request is too long');
    parts.push(part);
  }
  const url = incoming.url ?? '/';
  const [path = '', search = ''] = url.split(/\?(.*)/s);
  const { method = 'GET', headers } = incoming;
  const { authorization = '' } = headers;
  return { method, url, path, search, authorization, text: Buffer.concat(parts).toString('utf8') };
}

/**
 * Reads the query. A blank is `%20`; the service does not take `+` for one, and refuses it.
 *
 * @throws GotoError query.invalid
 */
export function queryOf(search: string): Map<string, string> {
  if (search.includes('+')) throw new GotoError(400, 'query.invalid', '+');
  const query = new Map<string, string>();
  for (const pair of search.split('&').filter((one) => one !== '')) {
    const [name = '', value = ''] = pair.split(/=(.*)/s).map(decoded);
    query.set(name, value);
  }
  return query;
}

/** The parts of a path behind a prefix, decoded. */
export function partsOf(path: string): string[] {
  return path
    .split('/')
    .filter((one) => one !== '')
    .map(decoded);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new GotoError(400, 'query.invalid', text);
  }
}

export interface Body {
  readonly body: unknown;
  readonly bare: ReadonlySet<string>;
}

/** @throws GotoError body.invalid */
export function bodyOf(text: string): Body {
  if (text.trim() === '') return { body: undefined, bare: new Set() };
  try {
    return { body: parseExactJson(text), bare: bareNumbers(text) };
  } catch {
    throw new GotoError(400, 'body.invalid');
  }
}

export function formOf(text: string): Map<string, string> {
  return new Map(new URLSearchParams(text));
}

/** A form as it may be shown. */
export function redacted(form: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...form].map(([name, value]) => [name, SECRETS.has(name) ? '***' : value]));
}
