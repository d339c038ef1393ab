import { request as requestPlain, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestSecure } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { rootCertificates } from 'node:tls';
import { codeOf } from '../core/errno.ts';
import { BOUNDS, TooLarge } from './bounds.ts';
import { type TlsFault, tlsFault } from './connection-faults.ts';
import { ProxyProblem } from './problem.ts';
import type { Proxy } from './proxy.ts';
import { verifiedTls } from './tls.ts';

/** Milliseconds for a connection through a proxy. */
const TIMEOUT = 20_000;

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'cannot be reached: nothing answers on that port',
  ENOTFOUND: 'cannot be reached: its name is unknown to DNS',
  EAI_AGAIN: 'cannot be reached: DNS gave no answer',
  ETIMEDOUT: 'cannot be reached: no answer',
  EHOSTUNREACH: 'cannot be reached: there is no route to it',
  ENETUNREACH: 'cannot be reached: there is no route to its network',
  ECONNRESET: 'cut the connection',
  EPIPE: 'cut the connection',
};

/** Faults of the encryption itself, whatever the certificate is. */
const BROKEN_OFF: ReadonlySet<TlsFault> = new Set(['oldTls', 'handshake', 'clientCertificate', 'refused']);

/**
 * Asks a proxy for a connection to a host (CONNECT, RFC 9110, section 9.3.6).
 *
 * undici's EnvHttpProxyAgent was tried in place of this file, proxy.ts and dispatchers.ts (7.30.2): 13 tests of test/net
 * fail with it. It does not tell errors of the proxy from those of the host behind it, so nobody knows which of the two to
 * mend and whether anything was sent. proxy.ts says where it reads the variables otherwise.
 *
 * @param target host:port
 * @param ca PEM text of an authority that the proxy may have, besides those of Node; null = none
 * @throws ProxyProblem
 */
export function openTunnel(proxy: Proxy, target: string, ca: string | null, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const sent = send(proxy, target, ca, signal);
    const timer = setTimeout(() => {
      sent.destroy(new ProxyProblem('unreachable', proxy.shown, `made no connection within ${TIMEOUT / 1000} s`));
    }, TIMEOUT);
    sent.on('connect', (response: IncomingMessage, socket: Socket, head: Buffer) => {
      clearTimeout(timer);
      const problem = judge(proxy, target, response.statusCode ?? 0, head);
      if (problem === null) {
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(problem);
    });
    sent.on('error', (error) => {
      clearTimeout(timer);
      reject(error instanceof ProxyProblem ? error : connectionProblem(proxy, error));
    });
    // An answer that ends without a tunnel: a proxy that closes the connection after its refusal.
    sent.on('response', (response) => {
      clearTimeout(timer);
      response.resume();
      reject(judge(proxy, target, response.statusCode ?? 0, Buffer.alloc(0)) ?? noProxy(proxy));
    });
    sent.end();
  });
}

function send(proxy: Proxy, target: string, ca: string | null, signal: AbortSignal): ClientRequest {
  const { host, port, authorization } = proxy;
  const headers = {
    host: target,
    ...(authorization === null ? {} : { 'proxy-authorization': authorization.reveal() }),
  };
  const sizes = { maxHeaderSize: BOUNDS.headers };
  const options = { host, port, method: 'CONNECT', path: target, headers, agent: false, signal, ...sizes } as const;
  if (!proxy.secure) return requestPlain(options);
  // Else the Host header would be taken for the name of the proxy.
  const servername = isIP(host) === 0 ? host : '';
  return requestSecure({ ...options, servername, ...verifiedTls(ca === null ? null : [...rootCertificates, ca]) });
}

function judge(proxy: Proxy, target: string, status: number, head: Buffer): ProxyProblem | null {
  const problem = (fault: ProxyProblem['fault'], what: string): ProxyProblem =>
    new ProxyProblem(fault, proxy.shown, what);
  if (status >= 200 && status < 300) {
    return head.length === 0 ? null : problem('refused', 'sends something before anything was asked');
  }
  if (status === 407) {
    const what = proxy.authorization === null ? 'wants credentials' : 'does not accept the credentials';
    return problem('credentials', `${what} (HTTP 407)`);
  }
  if (status === 502 || status === 503 || status === 504) {
    return problem('busy', `could not connect to ${target} (HTTP ${status})`);
  }
  return problem('refused', `refuses connections to ${target} (HTTP ${status})`);
}

function noProxy(proxy: Proxy): ProxyProblem {
  return new ProxyProblem('refused', proxy.shown, 'does not behave as a proxy');
}

function connectionProblem(proxy: Proxy, error: Error): ProxyProblem {
  const code = codeOf(error) ?? '';
  const problem = (fault: ProxyProblem['fault'], what: string): ProxyProblem =>
    new ProxyProblem(fault, proxy.shown, what, { cause: error });
  const fault = proxy.secure ? tlsFault(code, error.message) : null;
  if (fault === 'notTls') return problem('refused', 'does not speak TLS there');
  if (fault !== null && BROKEN_OFF.has(fault)) return problem('refused', `and adsync agree on no encryption (${code})`);
  if (fault !== null) return problem('certificate', `has a certificate that is not trusted (${code})`);
  if (code === 'HPE_HEADER_OVERFLOW') {
    return problem(
      'refused',
      `sends ${new TooLarge(BOUNDS.headers, 'headers').message}, so it was not listened to any longer`,
    );
  }
  if (code.startsWith('HPE_')) return problem('refused', 'does not behave as a proxy');
  return problem('unreachable', WORDS[code] ?? `cannot be reached (${code === '' ? error.name : code})`);
}
