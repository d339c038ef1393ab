import type { IncomingMessage } from 'node:http';

const LONGEST_BODY = 10_000_000;

export interface ParsedRequest {
  readonly pathname: string;
  /** Of the address and of a form body, by lower-case name. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The session cookie; null = none. */
  readonly cookie: string | null;
}

/** Reads a GET or a form POST. Parameter names are compared without case, as the service's platform does. */
export async function parseRequest(request: IncomingMessage): Promise<ParsedRequest> {
  const address = new URL(request.url ?? '/', 'http://localhost');
  const form = new URLSearchParams(await bodyOf(request));
  const parameters = new Map<string, string>();
  for (const [name, value] of [...address.searchParams, ...form]) parameters.set(name.toLowerCase(), value);
  const cookie = /(?:^|;\s*)ASP\.NET_SessionId=([^;]+)/i.exec(request.headers.cookie ?? '')?.[1] ?? null;
  return { pathname: address.pathname, parameters, cookie };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LONGEST_BODY) throw new Error('the request is too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

const secrets = new Set(['pwd', 'confpwd', 'oldpwd', 'authcode']);

/** The parameters as they may be shown. */
export function redacted(parameters: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...parameters].map(([name, value]) => [name, secrets.has(name) ? '***' : value]));
}
