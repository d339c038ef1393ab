import { denied, expiredPageToken, type GraphAnswer, GraphError } from './answer.ts';
import type { GraphFault } from './faults.ts';
import type { GraphSwitches } from './switches.ts';
import { retryAfter } from './throttle.ts';

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const GATEWAY_PAGE = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';
const PORTAL_PAGE = '<!DOCTYPE html><html><body><form action="/login">Sign in to the network</form></body></html>';

/** The answer of something that is not Graph, or of nobody; null for faults of another sort. */
export function foreignAnswer({ kind }: GraphFault): GraphAnswer | null {
  switch (kind) {
    case 'error502Html':
      return { status: 502, headers: HTML, body: GATEWAY_PAGE };
    case 'html':
      return { status: 200, headers: HTML, body: PORTAL_PAGE };
    case 'throttledEmpty':
      return { status: 429, headers: {}, body: '' };
    case 'emptyBody':
      return { status: 200, headers: { 'content-type': 'application/json' }, body: '' };
    default:
      return null;
  }
}

/** The error of Graph that a fault puts in place of the answer; null for faults of another sort. */
export function faultError(fault: GraphFault, switches: GraphSwitches, now: number): GraphError | null {
  switch (fault.kind) {
    case 'error500':
      return new GraphError(500, 'generalException', 'An error occurred while processing the request.');
    case 'error503':
      return new GraphError(503, 'serviceNotAvailable', 'The service is temporarily unavailable.');
    case 'error504':
      return new GraphError(504, 'UnknownError', '');
    case 'throttled':
      return tooMany('', retryAfter(fault.retryAfter ?? 1, switches.retryAfter, now));
    case 'unauthorized':
      return unauthorized('Access token has expired or is not yet valid.');
    case 'forbidden':
      return denied();
    case 'gone':
      return new GraphError(410, 'resyncRequired', 'Resync required.', { location: '/v1.0/$resync' });
    case 'expiredPageToken':
      return expiredPageToken();
    default:
      return null;
  }
}

export function tooMany(message: string, headers: Readonly<Record<string, string>>): GraphError {
  return new GraphError(429, 'TooManyRequests', message, headers);
}

export function unauthorized(message: string): GraphError {
  return new GraphError(401, 'InvalidAuthenticationToken', message, { 'www-authenticate': 'Bearer' });
}
