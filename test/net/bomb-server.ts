import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcp } from 'node:net';
import type { AddressInfo, Server as TcpServer, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

const MiB = 1024 * 1024;

/** A server that sends too much. */
export interface BombServer {
  readonly url: string;
  readonly port: number;
  /** Path of every request, in order. */
  readonly requests: string[];
  /** Bytes handed to the network until now. */
  sent(): number;
  /** Resolves when the other side has hung up on every connection. */
  hungUp(): Promise<void>;
  close(): Promise<void>;
}

/** About 1 KiB on the wire for each MiB that comes out of it. */
export function gzipBomb(mebibytes: number): Buffer {
  const one = gzipSync(Buffer.alloc(16 * MiB, ' '));
  return Buffer.concat(Array.from({ length: Math.ceil(mebibytes / 16) }, () => one));
}

/** How one request is answered. */
export type Answering = (request: IncomingMessage, response: ServerResponse) => void;

export function gzipped(bomb: Buffer, status = 200): Answering {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'text/plain', 'content-encoding': 'gzip' }).end(bomb);
  };
}

/** A body that never ends; `begin` comes first. */
export function endless(status = 200, begin = ''): Answering {
  return (_request, response) => {
    const chunk = Buffer.alloc(64 * 1024, ' ');
    response.writeHead(status, { 'content-type': 'text/plain' });
    response.write(begin);
    function more(): void {
      while (!response.destroyed && response.write(chunk));
      if (!response.destroyed) response.once('drain', more);
    }
    more();
  };
}

export async function startBombs(answer: Answering): Promise<BombServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    request.resume().on('end', () => {
      answer(request, response);
    });
  });
  return { requests, ...(await listen(server)) };
}

/** Sends `begin` and then `line` for ever, to whatever is asked. */
export async function startEndlessTcp(begin: string | Buffer, line: string | Buffer): Promise<BombServer> {
  const many = Buffer.concat(Array.from({ length: Math.ceil(65_536 / line.length) }, () => Buffer.from(line)));
  const server = createTcp((socket) => {
    socket.once('data', () => {
      socket.write(begin);
      function more(): void {
        while (!socket.destroyed && socket.write(many));
        if (!socket.destroyed) socket.once('drain', more);
      }
      more();
    });
  });
  return { requests: [], ...(await listen(server)) };
}

async function listen(server: Server | TcpServer): Promise<Omit<BombServer, 'requests'>> {
  const all: Socket[] = [];
  server.on('connection', (socket: Socket) => {
    all.push(socket);
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    sent: () => all.reduce((sum, socket) => sum + socket.bytesWritten, 0),
    async hungUp() {
      const open = all.filter((socket) => !socket.destroyed);
      await Promise.all(open.map((socket) => new Promise((resolve) => socket.once('close', resolve))));
    },
    async close() {
      for (const socket of all) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
