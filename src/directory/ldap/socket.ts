import { type Socket, connect as connectTcp, isIP } from 'node:net';
import type { LdapSettings } from '../../core/settings.ts';
import { beginTls, hasShownCertificate } from '../../net/tls.ts';
import type { Endpoint } from './endpoint.ts';
import {
  closedIn,
  ConnectionProblem,
  describeSocketError,
  type Phase,
  type Seen,
  timeoutIn,
} from './connection-problem.ts';
import { requestStartTls } from './starttls.ts';

/**
 * Opens a connection that is ready for a bind: TCP, then TLS where the endpoint has it, checked against the
 * configured authorities and the name of the server. One time limit covers all of it, handshake included.
 *
 * This is our own code because ldapts has no time limit for StartTLS, checks `localhost` when given an IP address, and
 * reconnects in clear text after a failure. So ldapts gets a finished socket, once (see client.ts).
 *
 * @throws ConnectionProblem, or the signal's reason when it is aborted; the socket is closed by then
 */
export async function openSocket(endpoint: Endpoint, settings: LdapSettings, signal: AbortSignal): Promise<Socket> {
  const limit = AbortSignal.timeout(settings.timeouts.connect);
  const stop = AbortSignal.any([signal, limit]);
  const tcp = connectTcp({ host: endpoint.host, port: endpoint.port });
  const kill = (): void => {
    tcp.destroy();
  };
  stop.addEventListener('abort', kill, { once: true });
  let phase: Phase = 'tcp';
  let latest: Socket = tcp;
  try {
    await ready(tcp, 'connect', phase, stop);
    tcp.setNoDelay(true);
    tcp.setKeepAlive(true, 30_000);
    if (endpoint.security === 'none') return tcp;
    phase = 'startTLS';
    if (endpoint.security === 'startTLS') await requestStartTls(tcp, stop);
    phase = 'tls';
    latest = beginTls(tcp, tlsOptions(endpoint, settings));
    await ready(latest, 'secureConnect', phase, stop);
    return latest;
  } catch (error) {
    tcp.destroy();
    signal.throwIfAborted();
    if (limit.aborted) throw timeoutIn(phase, settings.timeouts.connect / 1000);
    if (error instanceof ConnectionProblem) throw error;
    throw describeSocketError(error, endpoint, seenOn(latest, phase, settings));
  } finally {
    stop.removeEventListener('abort', kill);
  }
}

/** What is known of a connection besides the error that ended it. */
export function seenOn(socket: Socket, phase: Phase, { tls }: LdapSettings): Seen {
  return { phase, certificate: hasShownCertificate(socket), ownAuthorities: tls.ca !== null };
}

/** An IP address is checked against the certificate's IP names and never sent as a server name (RFC 6066, 3). */
function tlsOptions({ host }: Endpoint, { tls }: LdapSettings) {
  const name = tls.serverName ?? host;
  return {
    host: name,
    ...(isIP(name) === 0 ? { servername: name } : {}),
    ca: tls.ca,
  };
}

/** Resolves with the event; rejects with the socket's error, at its end, or when stopped. */
function ready(socket: Socket, event: 'connect' | 'secureConnect', phase: Phase, stop: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error: Error | null): void => {
      socket.off(event, done).off('error', settle).off('close', closed);
      stop.removeEventListener('abort', aborted);
      // A socket that fails after this must not bring the process down for want of a listener.
      socket.on('error', ignore);
      if (error === null) resolve();
      else reject(error);
    };
    const done = (): void => {
      settle(null);
    };
    const closed = (): void => {
      settle(closedIn(phase));
    };
    const aborted = (): void => {
      settle(new Error('stopped'));
    };
    socket.on(event, done).on('error', settle).on('close', closed);
    stop.addEventListener('abort', aborted, { once: true });
    if (stop.aborted) aborted();
  });
}

function ignore(): void {
  // The reader of the socket learns of it through 'close'.
}
