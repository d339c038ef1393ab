import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { seededRandom } from '../rescue/faults.ts';
import { newEcKey, newServerIdentity } from './certificate.ts';
import { newDeltaBook } from './delta-book.ts';
import { dispatch } from './dispatch.ts';
import { type GraphFault, graphFaultPicker } from './faults.ts';
import { federatedToken, newPlatforms, type Platforms } from './identities.ts';
import { objectsWithLag } from './index-lag.ts';
import { type GraphRequest, newRequestLog } from './log.ts';
import type { GraphRequestIn, GraphService } from './service.ts';
import { defaultGraphSwitches, type GraphSwitches } from './switches.ts';
import type { FederatedIdentity, GraphTenant } from './tenant.ts';
import { newThrottle, quotaOf } from './throttle.ts';
import { newAccessTokens } from './tokens.ts';
import { send, sendHalf } from './wire.ts';

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
  const log = newRequestLog();
  const service: GraphService = {
    tenant,
    switches,
    objects: objectsWithLag(tenant, () => switches.indexLag * 1000, now),
    tokens: newAccessTokens(now),
    throttle: newThrottle(() => quotaOf(tenant.users.length, switches), now),
    deltas: newDeltaBook(),
    random,
    now,
    enter: (request, inBatch) => log.enter(request, pickFault(`${request.method} ${request.url}`, inBatch), inBatch),
  };
  let closing = false;

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming, url);
    const entry = service.enter(request, false);
    if (switches.latency > 0) await setTimeout(switches.latency);
    const kind = entry.fault?.kind;
    if (closing || kind === 'hang') return;
    if (kind === 'drop') {
      incoming.socket.destroy();
      return;
    }
    const answer = dispatch(request, entry, { service, platforms, issuer });
    if (kind !== 'reset') entry.status = answer.status;
    if (kind === 'reset' || kind === 'truncated') sendHalf(kind, answer, incoming, response);
    else send(response, answer);
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
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
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
      closing = true;
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
      // Those too whose handshake is under way: the server itself knows them only after it.
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function readRequest(incoming: IncomingMessage, url: string): Promise<GraphRequestIn> {
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
