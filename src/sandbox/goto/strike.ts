import type { ServerResponse } from 'node:http';
import type { GotoFault } from './faults.ts';

/** An answer as it goes over the wire. */
export interface Wire {
  readonly status: number;
  readonly type: string;
  /** '' = no body. */
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const PAGE = '<!DOCTYPE html>\r\n<html><head><title>GoTo</title></head><body>Please sign in</body></html>';

export function html(status: number, body = PAGE): Wire {
  return { status, type: 'text/html', body, headers: {} };
}

export function json(status: number, body: string): Wire {
  return { status, type: 'application/json', body, headers: {} };
}

/** 429 has an empty body; whether it says when to come back is up to a switch or a fault. */
export function tooMany(retryAfter: string | undefined): Wire {
  return { ...json(429, ''), headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter } };
}

/**
 * The answer that a fault makes of an answer.
 *
 * @param made null = nothing was done
 * @returns null = the connection goes without one
 */
export function struckBy(fault: GotoFault, made: Wire | null, refusal: (status: 401 | 403) => Wire): Wire | null {
  switch (fault.kind) {
    case 'http429':
      return tooMany(fault.retryAfter);
    case 'error500':
    case 'error500After':
      return json(500, '{"incidentId":"00000000-0000-4000-8000-000000000000","errors":[{"code":"internal.error"}]}');
    case 'error502':
    case 'error502After':
      return html(502);
    case 'error504':
    case 'error504After':
      return html(504);
    case 'htmlBefore':
    case 'htmlAfter':
      return html(200);
    case 'unauthorized':
      return refusal(401);
    case 'forbidden':
      return refusal(403);
    case 'emptyBody':
      return made === null ? null : { ...made, body: '' };
    case 'truncated':
      return made === null ? null : { ...made, body: half(made.body) };
    case 'swapped':
      return made === null ? null : { ...made, status: swapped(made.status) };
    case 'dropBefore':
    case 'dropAfter':
    case 'hangBefore':
    case 'hangAfter':
      return null;
    default:
      return made;
  }
}

function swapped(status: number): number {
  return status === 401 ? 403 : status === 403 ? 401 : status;
}

function half(text: string): string {
  return text.slice(0, Math.floor(text.length / 2));
}

export function send(response: ServerResponse, wire: Wire): void {
  const bytes = Buffer.from(wire.body, 'utf8');
  response.writeHead(wire.status, headersOf(wire, bytes.length));
  response.end(bytes);
}

/** Half of the answer, then the connection is cut. */
export function sendHalf(response: ServerResponse, wire: Wire): void {
  response.writeHead(wire.status, headersOf(wire, Buffer.byteLength(wire.body)));
  response.write(half(wire.body), () => response.socket?.destroy());
}

function headersOf({ status, type, headers }: Wire, length: number): Record<string, string | number> {
  if (status === 204) return { ...headers };
  return {
    ...headers,
    ...(length === 0 ? {} : { 'content-type': `${type}; charset=utf-8` }),
    'content-length': length,
  };
}
