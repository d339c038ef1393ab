import { createPublicKey } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { seededRandom } from '../rescue/faults.ts';
import type { GraphAnswer } from './answer.ts';
import { issueToken, openIdConfiguration } from './authority.ts';
import { newEcKey, newServerIdentity } from './certificate.ts';
import { type GraphFault, graphFaultPicker } from './faults.ts';
import { faultError } from './fault-answers.ts';
import { askPlatform, federatedToken, newPlatforms, type Platforms } from './identities.ts';
import { type GraphRequest, type LogEntry, newRequestLog } from './log.ts';
import { objectsOf } from './objects.ts';
import { answerGraph, quota } from './service.ts';
import { defaultGraphSwitches, type GraphSwitches } from './switches.ts';
import type { FederatedIdentity, GraphTenant } from './tenant.ts';
import { newThrottle } from './throttle.ts';
import { newAccessTokens } from './tokens.ts';
import { isCut, send, strikeInstead, strikeOver } from './wire.ts';

export interface GraphSandboxOptions {
  readonly tenant: GraphTenant;
  /** Where to listen; 127.0.0.1 by default. */
  readonly host?: string;
  /** 0 or absent = any free one. */
  readonly port?: number;
  readonly switches?: Partial<GraphSwitches>;
  readonly faults?: readonly GraphFault[];
  /** Milliseconds since 1970; for tokens, page tokens and throttling. */
  readonly now?: () => number;
}

export interface GraphSandbox {
  /** https://localhost:port, the authority as well as the root of Graph (which is served under /v1.0). */
  readonly url: string;
  /** PEM of the authority that vouches for the server's certificate; a new one at each start. */
  readonly ca: string;
  /** The live tenant: what is changed here is as if somebody had done it in the portal. */
  readonly tenant: GraphTenant;
  /** Every request since the start, in order of arrival. */
  readonly log: readonly GraphRequest[];
  /** Live: may be turned at any time, as may `faults`. */
  readonly switches: GraphSwitches;
  readonly faults: GraphFault[];
  /** GitHub Actions, Azure DevOps and managed identities, as served here. */
  readonly platforms: Platforms;
  /** A token as a CI system would hand it out, which the authority takes for an app that trusts its issuer. */
  federatedToken(identity: FederatedIdentity): string;
  /** Ends all connections. */
  close(): Promise<void>;
}

const LONGEST_BODY = 4_000_000;

/**
 * Serves a stand-in for Microsoft Graph v1.0 and the authority that gives tokens for it, over https with a certificate
 * of its own. It is meant for loopback and for reading: nothing can be written through it.
 */
export async function startGraphSandbox(options: GraphSandboxOptions): Promise<GraphSandbox> {
  const { tenant, now = Date.now } = options;
  const switches: GraphSwitches = { ...defaultGraphSwitches(), ...options.switches };
  const faults: GraphFault[] = [...(options.faults ?? [])];
  const random = seededRandom(switches.seed);
  const pickFault = graphFaultPicker(faults, random);
  const identity = newServerIdentity(['localhost', '127.0.0.1'], new Date());
  const issuer = newEcKey();
  const issuerKey = createPublicKey(issuer);
  const tokens = newAccessTokens(now);
  const log = newRequestLog();
  const throttle = newThrottle(() => quota({ tenant, switches }), now);
  const enter = (request: { method: string; url: string; headers: Headers }, inBatch: boolean): LogEntry =>
    log.enter(request, pickFault(`${request.method} ${request.url}`), inBatch);
  const service = { tenant, switches, objects: objectsOf(tenant), tokens, throttle, random, now, enter };
  const timers = new Set<NodeJS.Timeout>();

  function answer(request: Request, entry: LogEntry): GraphAnswer {
    const { method, url, headers, body, origin } = request;
    if (/^\/v1\.0(?:[/?]|$)/.test(url)) return answerGraph(service, request, entry);
    const struck = entry.fault === null ? null : faultError(entry.fault, switches, now());
    if (struck !== null) return { status: struck.status, headers: struck.headers, body: '' };

    const { pathname, searchParams: parameters } = new URL(url, origin);
    const tokenLifetime = switches.tokenLifetime;
    const authority = { tenant, tokens, issuerKey, tokenLifetime, origin, now: now() };
    const configuration = /^\/([^/]+)\/v2\.0\/\.well-known\/openid-configuration$/.exec(pathname)?.[1];
    if (configuration !== undefined && method === 'GET') return openIdConfiguration(configuration, authority);
    const endpoint = /^\/([^/]+)\/oauth2\/v2\.0\/token$/.exec(pathname)?.[1];
    if (endpoint !== undefined && method === 'POST') {
      const form = new URLSearchParams(body);
      entry.client = form.get('client_id');
      return issueToken(endpoint, form, authority);
    }
    const world = { platforms, tenant, tokens, key: issuer, tokenLifetime, now: now() };
    return askPlatform({ method, pathname, parameters, headers }, world) ?? { status: 404, headers: {}, body: '' };
  }

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming, url);
    const entry = enter(request, false);
    if (switches.latency > 0) await pause(switches.latency);
    if (entry.fault !== null && strikeInstead(entry.fault, incoming, response, entry)) return;
    const given = answer(request, entry);
    if (entry.fault !== null && isCut(entry.fault)) {
      strikeOver(entry.fault, given, incoming, response, entry);
      return;
    }
    entry.status = given.status;
    send(response, given);
  }

  function pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        resolve();
      }, milliseconds);
      timers.add(timer);
    });
  }

  const server = createServer({ key: identity.key, cert: identity.certificate }, (incoming, response) => {
    handle(incoming, response).catch(() => {
      if (response.headersSent) response.destroy();
      else send(response, { status: 500, headers: {}, body: '' });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `https://localhost:${port}`;
  const platforms = newPlatforms(url);

  return {
    url,
    ca: identity.ca,
    tenant,
    log: log.entries,
    switches,
    faults,
    platforms,
    federatedToken: (wanted) => federatedToken(wanted, issuer, now()),
    async close() {
      for (const timer of timers) clearTimeout(timer);
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
      server.closeAllConnections();
      await closed;
    },
  };
}

type Headers = Readonly<Record<string, string>>;

interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
  readonly origin: string;
}

async function readRequest(incoming: IncomingMessage, url: string): Promise<Request> {
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LONGEST_BODY) throw new Error('the request is too long');
    parts.push(part);
  }
  const host = headers['host'];
  return {
    method: incoming.method ?? 'GET',
    url: incoming.url ?? '/',
    headers,
    body: Buffer.concat(parts).toString('utf8'),
    origin: host === undefined ? url : `https://${host}`,
  };
}
