import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { Secret } from '../../src/core/secret.ts';
import {
  type MailSettings,
  NOTIFY_EVENTS,
  type NotifySettings,
  type WebhookSettings,
} from '../../src/core/settings.ts';
import { openHttp } from '../../src/net/http.ts';
import { sendMail } from '../../src/net/mail.ts';
import { messageOf } from '../../src/notify/message.ts';
import { testNews } from '../../src/notify/news.ts';
import { openReceivers, type Undelivered } from '../../src/notify/receivers.ts';
import { newServerIdentity } from '../../src/sandbox/graph/certificate.ts';
import { closeAll, startProxy } from '../net/connect-proxy.ts';
import { at } from '../monitoring/events.ts';

const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  await closeAll();
});

interface Posted {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** An HTTP server of a receiver. */
async function receiver(status: number, headers: Record<string, string> = {}) {
  const posted: Posted[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      posted.push({ url: `${request.method ?? ''} ${request.url ?? ''}`, headers: request.headers, body });
      response.writeHead(status, headers).end('ok');
    });
  });
  const port = await listening(server);
  closers.push(() => closed(server));
  return { posted, address: `http://127.0.0.1:${port}/services/very-secret-part` };
}

function listening(server: Server | TcpServer): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function closed(server: Server | TcpServer): Promise<void> {
  if ('closeAllConnections' in server) server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}

function webhook(address: string, more: Partial<WebhookSettings> = {}): NotifySettings {
  const one = { address: new Secret(address), format: 'json', template: null, authorization: null } as const;
  return { names: true, spacing: 1, ca: null, webhooks: [{ ...one, events: NOTIFY_EVENTS, ...more }], mail: null };
}

/** Sends one message to the first receiver. @returns why it was not taken; null = it was */
async function deliver(settings: NotifySettings, env: Record<string, string> = {}, title = 'This is a test') {
  const receivers = openReceivers(settings, { openHttp: (ca) => openHttp({ ca, env }), now: () => Date.parse(at(0)) });
  const message = messageOf([{ ...testNews('sync.yaml', at(0)), title }], { host: 'sync1', names: true });
  try {
    await receivers.list[0]?.deliver(message, new AbortController().signal);
    return null;
  } catch (error) {
    expect((error as Error).message).not.toContain('very-secret-part');
    const { message: what, passes, wait } = error as Undelivered;
    return { what, passes, wait };
  } finally {
    await receivers.close();
  }
}

describe('a webhook', () => {
  test('gets the message with its headers', async () => {
    const { posted, address } = await receiver(200);

    expect(await deliver(webhook(address, { authorization: new Secret('Bearer token') }))).toBeNull();

    expect(posted).toMatchObject([
      {
        url: 'POST /services/very-secret-part',
        headers: { 'content-type': 'application/json; charset=utf-8', authorization: 'Bearer token' },
      },
    ]);
    expect(JSON.parse(posted[0]?.body ?? '')).toMatchObject({
      format: 'adsync.notification/1',
      news: [{ event: 'test' }],
    });
  });

  test.each([
    [404, {}, { what: 'it answers with HTTP 404', passes: false, wait: null }],
    [429, { 'retry-after': '90' }, { what: 'it answers with HTTP 429', passes: true, wait: 90_000 }],
    [503, {}, { what: 'it answers with HTTP 503', passes: true, wait: null }],
    // Followed, the message would go to whoever the redirect names.
    [302, { location: 'http://127.0.0.1:1/' }, { what: 'it answers with HTTP 302', passes: false, wait: null }],
  ])('answers with %i %j', async (status, headers, expected) => {
    const { address } = await receiver(status, headers);

    expect(await deliver(webhook(address))).toEqual(expected);
  });

  test('that nobody serves can be tried again', async () => {
    const { address } = await receiver(200);
    await closers.pop()?.();

    expect(await deliver(webhook(address))).toEqual({
      what: 'it cannot be reached (ECONNREFUSED)',
      passes: true,
      wait: null,
    });
  });

  test('is reached through a proxy, whose faults are said', async () => {
    const { address, connects } = await startProxy({ answer: 'HTTP/1.1 403 Forbidden\r\n\r\n' });
    const env = { HTTPS_PROXY: `http://${address}` };

    const problem = await deliver(webhook('https://hooks.example/services/very-secret-part'), env);

    expect(connects).toEqual(['hooks.example:443']);

    expect(problem?.passes).toBe(false);
    expect(problem?.what).toMatch(/^the proxy .* refuses connections to hooks\.example:443/);
  });
});

/** A mail server with a certificate of its own authority. */
async function mailServer(options: SMTPServerOptions = {}, host = '127.0.0.1') {
  const { ca, key, certificate } = newServerIdentity([host], new Date());
  const mails: { readonly from: string; readonly to: readonly string[]; readonly text: string; secure: boolean }[] = [];
  const logins: string[] = [];
  const server = new SMTPServer({
    key,
    cert: certificate,
    authOptional: true,
    disableReverseLookup: true,
    onAuth({ username, password }, _session, callback) {
      logins.push(`${username ?? ''} ${password ?? ''}`);
      if (password === 'right-password') callback(null, { user: username });
      else callback(new Error('Wrong, you said very-secret-part'));
    },
    onData(stream, session, callback) {
      let text = '';
      stream.setEncoding('utf8').on('data', (part: string) => (text += part));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        mails.push({ from, to: rcptTo.map(({ address }) => address), text, secure: session.secure });
        callback();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closers.push(
    () =>
      new Promise<void>((resolve) => {
        server.close(resolve);
      }),
  );
  return { ca, mails, logins, port: (server.server.address() as AddressInfo).port };
}

function mail(port: number, ca: string | null, more: Partial<MailSettings> = {}): NotifySettings {
  const server = { host: '127.0.0.1', port, security: 'starttls', credentials: null } as const;
  const addresses = { from: 'adsync@corp.example', to: ['it@corp.example', 'ops@corp.example'] };
  const settings: MailSettings = { ...server, ...addresses, events: NOTIFY_EVENTS, ...more };
  return { names: true, spacing: 1, ca, webhooks: [], mail: settings };
}

const credentials = { user: 'adsync', password: new Secret('right-password') };

describe('mail', () => {
  test('goes over STARTTLS, with user and password', async () => {
    const { ca, mails, logins, port } = await mailServer();

    expect(await deliver(mail(port, ca, { credentials }))).toBeNull();

    expect(logins).toEqual(['adsync right-password']);
    expect(mails).toMatchObject([
      { from: 'adsync@corp.example', to: ['it@corp.example', 'ops@corp.example'], secure: true },
    ]);
    const text = mails[0]?.text ?? '';
    expect(text).toMatch(/^Subject: adsync: This is a test \(sync\.yaml\)\r$/m);
    expect(text).toMatch(/^Auto-Submitted: auto-generated\r$/m);
    expect(text).toMatch(/^Content-Type: text\/plain; charset=utf-8\r$/m);
    expect(text).toContain('Sent by adsync on sync1.');
  });

  test('goes over TLS from the start', async () => {
    const { ca, mails, port } = await mailServer({ secure: true });

    expect(await deliver(mail(port, ca, { security: 'tls', credentials }))).toBeNull();
    expect(mails).toMatchObject([{ secure: true }]);
  });

  test('goes in clear where the file says so', async () => {
    const { mails, port } = await mailServer();

    expect(await deliver(mail(port, null, { security: 'none' }))).toBeNull();
    expect(mails).toMatchObject([{ secure: false }]);
  });

  test('has no header that a name made', async () => {
    const { ca, mails, port } = await mailServer();

    expect(await deliver(mail(port, ca), {}, 'x\r\nBcc: evil@evil.example\r\n\r\nHello')).toBeNull();

    expect(mails[0]?.to).toEqual(['it@corp.example', 'ops@corp.example']);
    expect(mails[0]?.text).not.toMatch(/^(Bcc|Hello)/m);
  });

  test('is not sent to a server that offers no TLS', async () => {
    const { ca, mails, port } = await mailServer({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'] });

    expect(await deliver(mail(port, ca, { credentials }))).toMatchObject({ passes: false });
    expect(mails).toEqual([]);
  });

  test.each([
    ['an authority that is not trusted', null, '127.0.0.1', 'its certificate is not trusted'],
    ['another name', 'own', 'smtp.other.example', 'its certificate is for another name'],
  ])('is not sent to a server with %s', async (_name, trusted, host, what) => {
    const { ca, mails, logins, port } = await mailServer({}, host);

    const problem = await deliver(mail(port, trusted === null ? null : ca, { credentials }));

    expect(problem).toMatchObject({ what, passes: false });
    expect([mails, logins]).toEqual([[], []]);
  });

  test.each<readonly [string, SMTPServerOptions, Partial<MailSettings>, string, boolean]>([
    [
      'a wrong password',
      {},
      { credentials: { user: 'adsync', password: new Secret('wrong-password') } },
      'the mail server does not accept user and password (SMTP 535)',
      false,
    ],
    [
      'a receiver that nobody knows',
      {
        onRcptTo(_address, _session, callback) {
          callback(Object.assign(new Error('very-secret-part'), { responseCode: 550 }));
        },
      },
      {},
      'the mail server does not accept the sender or a receiver (SMTP 550)',
      false,
    ],
    [
      'a server that is busy',
      {
        onMailFrom(_address, _session, callback) {
          callback(Object.assign(new Error('very-secret-part'), { responseCode: 451 }));
        },
      },
      {},
      'the mail server does not accept the sender or a receiver (SMTP 451)',
      true,
    ],
  ])('is not taken for %s', async (_name, options, more, what, passes) => {
    const { ca, port } = await mailServer(options);

    expect(await deliver(mail(port, ca, more))).toMatchObject({ what, passes });
  });

  test('ends at once where the server never answers', async () => {
    const sockets: Socket[] = [];
    const server = createTcpServer((socket) => sockets.push(socket));
    const port = await listening(server);
    closers.push(() => closed(server));
    const receivers = openReceivers(mail(port, null), { openHttp: (ca) => openHttp({ ca, env: {} }), now: Date.now });
    const message = messageOf([testNews('sync.yaml', at(0))], { host: 'h', names: false });
    const ending = new AbortController();

    const delivered = receivers.list[0]?.deliver(message, ending.signal);
    await new Promise((resolve) => server.once('connection', resolve));
    const gone = new Promise((resolve) => sockets[0]?.once('close', resolve));
    ending.abort(new Error('adsync ends'));

    await expect(delivered).rejects.toThrow('adsync ends');
    await gone;
    await receivers.close();
  });
});

describe('a mail server that keeps us', () => {
  /** Its first answer never comes to its end. */
  function dripping(socket: Socket): void {
    socket.on('error', () => undefined).write('220 mail.example\r\n');
    socket.once('data', () => {
      const timer = setInterval(() => socket.write('250-more\r\n'), 10);
      socket.on('close', () => {
        clearInterval(timer);
      });
    });
  }

  async function keeping(signal: AbortSignal): Promise<unknown> {
    const server = createTcpServer(dripping);
    const port = await listening(server);
    closers.push(() => closed(server));
    const to = { host: '127.0.0.1', port, security: 'none', credentials: null, ca: null } as const;
    const content = { from: 'a@corp.example', to: ['b@corp.example'], subject: 'x', text: 'y' };
    return await sendMail(to, content, 100, signal).catch((error: unknown) => error);
  }

  test('is given up', async () => {
    expect(await keeping(new AbortController().signal)).toMatchObject({ name: 'MailRefused', passes: true });
  });

  test('is left at once when adsync ends', async () => {
    const ending = new AbortController();
    setImmediate(() => {
      ending.abort(new Error('the end'));
    });

    expect(await keeping(ending.signal)).toMatchObject({ message: 'the end' });
  });
});
