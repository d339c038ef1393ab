import { isIP } from 'node:net';
import { createTransport } from 'nodemailer';
import type { Secret } from '../core/secret.ts';
import { codeOf } from '../core/errno.ts';
import { limit } from './exchange.ts';
import { TLS_WORDS, tlsFault } from './connection-faults.ts';
import { verifiedTls } from './tls.ts';

/** A server that takes mail. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** starttls = TLS before anything else, or nothing is sent; tls = from the start; none = in clear. */
  readonly security: 'starttls' | 'tls' | 'none';
  readonly credentials: { readonly user: string; readonly password: Secret } | null;
  /** PEM text of the authorities to trust; null = those of Node. */
  readonly ca: string | null;
}

/** A mail of plain text. Subject and text may hold anything: neither becomes a header or a command. */
export interface Mail {
  /** Addresses alone. */
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** Why a mail was not taken. It holds nothing of what the server said: that could repeat a password or an address. */
export class MailRefused extends Error {
  /** Whether another try may help. */
  readonly passes: boolean;

  constructor(what: string, passes: boolean, cause: unknown) {
    super(what, { cause });
    this.name = 'MailRefused';
    this.passes = passes;
  }
}

/**
 * Sends one mail over a connection of its own. There is no way through an HTTP proxy.
 *
 * @param timeout milliseconds for each step: the connection, the greeting, an answer. All of them together may take three times
 *   as long, for a server that says a word now and then would keep us for ever
 * @param signal ends it at once
 * @throws MailRefused; the reason of `signal` when that is aborted
 */
export async function sendMail(server: MailServer, mail: Mail, timeout: number, signal: AbortSignal): Promise<void> {
  const { host, port, security, credentials, ca } = server;
  signal.throwIfAborted();
  const ending = new AbortController();
  const stop = (): void => {
    ending.abort(new MailRefused(WORDS['ETIMEDOUT'] ?? '', true, null));
  };
  const ended = limit(3 * timeout, stop);
  signal.addEventListener('abort', stop);
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(credentials === null ? {} : { auth: { user: credentials.user, pass: credentials.password.reveal() } }),
    tls: { ...verifiedTls(ca), ...(isIP(host) === 0 ? { servername: host } : {}) },
    dnsTimeout: timeout,
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const { from, to, subject, text } = mail;
    const headers = { 'Auto-Submitted': 'auto-generated' };
    await transport.sendMail({ from, to: [...to], subject: oneLine(subject), text, headers, signal: ending.signal });
  } catch (error) {
    signal.throwIfAborted();
    ending.signal.throwIfAborted();
    throw refusal(error);
  } finally {
    ended();
    signal.removeEventListener('abort', stop);
    transport.close();
  }
}

/** nodemailer does the same; a header is too dear to rest on one look. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}

/** The codes of nodemailer. */
const WORDS: Readonly<Record<string, string>> = {
  EDNS: 'the name of the mail server is unknown to DNS',
  ECONNECTION: 'the mail server cannot be reached',
  ESOCKET: 'the connection to the mail server failed',
  ETIMEDOUT: 'the mail server did not answer in time',
  ETLS: 'the mail server offers no TLS that can be trusted',
  EAUTH: 'the mail server does not accept user and password',
  ENOAUTH: 'the mail server does not accept user and password',
  EENVELOPE: 'the mail server does not accept the sender or a receiver',
  EMESSAGE: 'the mail server does not accept the message',
  EPROTOCOL: 'what answers there is no mail server',
};

function refusal(error: unknown): MailRefused {
  const code = codeOf(error) ?? '';
  const fault = tlsFault(originalCode(error));
  if (fault !== null) return new MailRefused(TLS_WORDS[fault], false, error);
  const status = responseCode(error);
  const what = WORDS[code] ?? 'the mail was not sent';
  // 4yz means later (RFC 5321, section 4.2.1); without a number it is about the connection.
  const passes = status === null ? !['ETLS', 'EAUTH', 'ENOAUTH'].includes(code) : status < 500;
  return new MailRefused(status === null ? what : `${what} (SMTP ${status})`, passes, error);
}

/** nodemailer puts a code of its own in the place of that of Node. */
function originalCode(error: unknown): string {
  const has = typeof error === 'object' && error !== null && 'originalCode' in error;
  return has && typeof error.originalCode === 'string' ? error.originalCode : '';
}

function responseCode(error: unknown): number | null {
  const has = typeof error === 'object' && error !== null && 'responseCode' in error;
  return has && typeof error.responseCode === 'number' ? error.responseCode : null;
}
