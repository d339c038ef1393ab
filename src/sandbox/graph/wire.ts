import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphAnswer } from './answer.ts';
import type { GraphFaultKind } from './faults.ts';

/** Objects go out as JSON, texts as they are. */
export function send(response: ServerResponse, { status, headers, body }: GraphAnswer): void {
  const bytes = bytesOf(body);
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  response.end(bytes);
}

/** Sends half of an answer: well framed (`truncated`), or before the connection is cut (`reset`). */
export function sendHalf(
  kind: Extract<GraphFaultKind, 'truncated' | 'reset'>,
  answer: GraphAnswer,
  incoming: IncomingMessage,
  response: ServerResponse,
): void {
  const bytes = bytesOf(answer.body);
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  if (kind === 'truncated') {
    send(response, { ...answer, body: half.toString('utf8') });
    return;
  }
  response.writeHead(answer.status, { ...answer.headers, 'content-length': bytes.length });
  response.write(half, () => incoming.socket.destroy());
}

function bytesOf(body: unknown): Buffer {
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body), 'utf8');
}
