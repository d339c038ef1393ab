import { denied, expiredPageToken, GraphError } from './answer.ts';
import type { GraphFault } from './faults.ts';
import type { GraphSwitches } from './switches.ts';
import { retryAfter } from './throttle.ts';

/** The error that a fault puts in place of the answer; null for faults of another sort. */
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
