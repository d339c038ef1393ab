import { createServer as createPlain, type IncomingMessage, type Server } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTls } from 'node:tls';
import { newServerIdentity, type ServerIdentity } from '../../src/sandbox/graph/certificate.ts';

/** A proxy that knows CONNECT and nothing else. */
export interface TestProxy {
  /** `127.0.0.1:port` */
  readonly address: string;
  /** `host:port` of every CONNECT, in order. */
  readonly connects: string[];
  /** Proxy-Authorization of every CONNECT; null where none came. */
  readonly authorizations: (string | null)[];
}

export interface ProxyOptions {
  /** Where hosts really are: `host` → port on this machine. */
  readonly hosts?: Readonly<Record<string, number>>;
  /** Wants these credentials: `user:password`. */
  readonly credentials?: string;
  /** Answers every CONNECT in this way instead; null = never. */
  readonly answer?: string | null;
  readonly tls?: ServerIdentity;
}

const open: (() => Promise<void>)[] = [];

/** Closes everything that was started here; for afterEach. */
export async function closeAll(): Promise<void> {
  for (const close of open.splice(0)) await close();
}

export async function startProxy(options: ProxyOptions = {}): Promise<TestProxy> {
  const { hosts = {}, credentials, answer, tls } = options;
  const connects: string[] = [];
  const authorizations: (string | null)[] = [];
  const server = tls === undefined ? createPlain() : createSecure({ key: tls.key, cert: tls.certificate });
  server.on('connect', (request: IncomingMessage, client: Socket, head: Buffer) => {
    client.on('error', () => client.destroy());
    const target = request.url ?? '';
    const authorization = request.headers['proxy-authorization'] ?? null;
    connects.push(target);
    authorizations.push(authorization);
    if (answer === null) return;
    if (answer !== undefined) {
      client.end(answer);
      return;
    }
    if (credentials !== undefined && authorization !== `Basic ${Buffer.from(credentials).toString('base64')}`) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm="proxy"\r\n\r\n');
      return;
    }
    const port = hosts[target.replace(/:\d+$/, '')];
    if (port === undefined) {
      client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      join(client, upstream);
    });
  });
  const port = await listen(server);
  return { address: `127.0.0.1:${port}`, connects, authorizations };
}

/** Ends TLS with a certificate for `names`, and hands on to a server on this machine: plain, or TLS by `ca`. */
export async function startTls(
  names: readonly string[],
  target: { readonly port: number; readonly ca?: string },
): Promise<{ port: number; identity: ServerIdentity; connections(): number }> {
  const identity = newServerIdentity(names, new Date());
  let connections = 0;
  const server = createTls({ key: identity.key, cert: identity.certificate }, (client) => {
    connections += 1;
    const { port, ca } = target;
    const upstream = ca === undefined ? connect(port, '127.0.0.1') : connectTls({ port, host: 'localhost', ca });
    join(client, upstream);
  });
  server.on('tlsClientError', () => undefined);
  const port = await listen(server);
  return { port, identity, connections: () => connections };
}

function join(a: Socket, b: Socket): void {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    from.pipe(to);
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
  }
}

async function listen(server: Server | ReturnType<typeof createTls>): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

/** A port at which nothing listens. */
export async function deadPort(): Promise<number> {
  const server = createPlain();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
