import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphAnswer } from './answer.ts';
import type { GraphFault } from './faults.ts';
import type { LogEntry } from './log.ts';

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const GATEWAY_PAGE = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';
const PORTAL_PAGE = '<!DOCTYPE html><html><body><form action="/login">Sign in to the network</form></body></html>';

/** Objects go out as JSON, texts as they are. */
export function send(response: ServerResponse, { status, headers, body }: GraphAnswer): void {
  const bytes = bytesOf(body);
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  response.end(bytes);
}

/** Faults that put something else in place of the answer. @returns whether `fault` is one of them */
export function strikeInstead(
  fault: GraphFault,
  incoming: IncomingMessage,
  response: ServerResponse,
  entry: LogEntry,
): boolean {
  switch (fault.kind) {
    case 'drop':
      incoming.socket.destroy();
      return true;
    case 'hang':
      return true;
    case 'error502Html':
      return instead({ status: 502, headers: HTML, body: GATEWAY_PAGE }, response, entry);
    case 'html':
      return instead({ status: 200, headers: HTML, body: PORTAL_PAGE }, response, entry);
    case 'throttledEmpty':
      return instead({ status: 429, headers: {}, body: '' }, response, entry);
    case 'emptyBody':
      return instead({ status: 200, headers: { 'content-type': 'application/json' }, body: '' }, response, entry);
    default:
      return false;
  }
}

function instead(answer: GraphAnswer, response: ServerResponse, entry: LogEntry): true {
  entry.status = answer.status;
  send(response, answer);
  return true;
}

/** Whether the answer is made, but does not arrive as a whole. */
export function isCut({ kind }: GraphFault): boolean {
  return kind === 'reset' || kind === 'truncated';
}

export function strikeOver(
  { kind }: GraphFault,
  answer: GraphAnswer,
  incoming: IncomingMessage,
  response: ServerResponse,
  entry: LogEntry,
): void {
  const bytes = bytesOf(answer.body);
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  if (kind === 'truncated') {
    instead({ ...answer, body: half.toString('utf8') }, response, entry);
    return;
  }
  response.writeHead(answer.status, { ...answer.headers, 'content-length': bytes.length });
  response.write(half, () => incoming.socket.destroy());
}

function bytesOf(body: unknown): Buffer {
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body), 'utf8');
}
