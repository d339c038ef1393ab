import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { codeOf } from '../core/errno.ts';
import { Failure } from '../core/failure.ts';
import { type Listen, isOurHost, shownAddress } from './listen.ts';

/** What is answered to one path. */
export interface Page {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** The pages by their path. */
export type Pages = Readonly<Record<string, () => Page | Promise<Page>>>;

export interface PageServer {
  /** http://host:port, without a slash at the end. */
  readonly url: string;
  /** Ends at once, with all connections. */
  close(): Promise<void>;
}

/** Milliseconds. Whoever asks sends a few lines; nobody may keep a connection busy with less. */
const SLOWEST = {
  headersTimeout: 5000,
  requestTimeout: 5000,
  keepAliveTimeout: 5000,
  connectionsCheckingInterval: 1000,
};
const MOST_CONNECTIONS = 64;

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};

/**
 * Answers GET and HEAD with one of some pages, and nothing else. It takes no input but the path.
 *
 * @throws Failure LISTEN_FAILED
 */
export async function servePages(listen: Listen, pages: Pages): Promise<PageServer> {
  const server = createServer({ ...SLOWEST, maxHeaderSize: 8192 }, (request, response) => {
    answer(request, listen, pages).then(
      (page) => {
        send(request, response, page);
      },
      () => {
        send(request, response, plain(500, 'This is a bug in adsync.'));
      },
    );
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.setTimeout(10_000);
  await new Promise<void>((resolve, reject) => {
    // For as long as it listens: a connection that cannot be taken, as where the process has too many files open, must
    // never end the program.
    server.on('error', (cause) => {
      reject(unavailable(listen, cause));
    });
    server.listen(listen.port, listen.host, resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : listen.port;
  return {
    url: `http://${shownAddress({ host: listen.host, port })}`,
    async close() {
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

async function answer(request: IncomingMessage, listen: Listen, pages: Pages): Promise<Page> {
  if (!isOurHost(request.headers.host, listen)) {
    return plain(421, `Ask for an IP address, for localhost, or for the name that stands in --listen.`);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'Only GET and HEAD are answered.');
  const path = (request.url ?? '/').replace(/[?#].*$/s, '');
  const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
  if (page !== undefined) return page();
  const known = Object.keys(pages).join('\n');
  return path === '/' ? plain(200, known) : plain(404, `There is:\n${known}`);
}

/** A page of plain text. */
export function plain(status: number, text: string): Page {
  return { status, type: 'text/plain; charset=utf-8', body: `${text}\n` };
}

function send(request: IncomingMessage, response: ServerResponse, { status, type, body }: Page): void {
  const bytes = Buffer.from(body, 'utf8');
  const allow = status === 405 ? { allow: 'GET, HEAD' } : {};
  // A body that came along is not read: the connection ends instead.
  const close = request.method === 'GET' || request.method === 'HEAD' ? {} : { connection: 'close' };
  response.writeHead(status, {
    ...HEADERS,
    ...allow,
    ...close,
    'content-type': type,
    'content-length': bytes.length,
  });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

const WORDS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there',
  EADDRNOTAVAIL: 'this machine does not have that address',
  EACCES: 'this user may not',
  ENOTFOUND: 'nobody knows that name',
};

function unavailable(listen: Listen, cause: Error): Failure {
  const code = codeOf(cause) ?? 'unknown';
  const message = `Cannot listen at ${shownAddress(listen)}: ${WORDS[code] ?? code}.`;
  const advice =
    code === 'EADDRINUSE'
      ? 'End that program, which may be another adsync, or choose another port with --listen.'
      : 'Choose another address or port with --listen, as 127.0.0.1:9464.';
  return new Failure('LISTEN_FAILED', message, advice, { cause });
}
