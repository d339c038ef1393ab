import type { MailSettings, NotifyEvent, NotifySettings, WebhookSettings } from '../core/settings.ts';
import { BOUNDS } from '../net/bounds.ts';
import { codeIn } from '../net/causes.ts';
import { TLS_WORDS, tlsFault } from '../net/connection-faults.ts';
import { exchange, Unanswered } from '../net/exchange.ts';
import type { Http } from '../net/http.ts';
import { proxyProblemIn } from '../net/problem.ts';
import { retryAfter } from '../net/retry.ts';
import { bodyOf, textOf } from './forms.ts';
import type { Message } from './message.ts';

/** Somebody who is told. */
export interface Receiver {
  /** For people: `webhook 2 (slack)`, `mail`. An address of a webhook is a secret, and stands nowhere. */
  readonly name: string;
  readonly events: readonly NotifyEvent[];
  /**
   * Sends one message, once.
   *
   * @throws Undelivered; the reason of `signal` when that is aborted
   */
  deliver(message: Message, signal: AbortSignal): Promise<void>;
}

/** A message was not taken. */
export class Undelivered extends Error {
  /** Whether another try may help. */
  readonly passes: boolean;
  /** Milliseconds that the receiver asks us to wait; null = it does not say. */
  readonly wait: number | null;

  constructor(what: string, passes: boolean, wait: number | null = null) {
    super(what);
    this.name = 'Undelivered';
    this.passes = passes;
    this.wait = wait;
  }
}

/** What receivers take from outside. */
export interface NotifyWorld {
  /** @param ca PEM text of the authorities to trust; null = those of Node */
  openHttp(ca: string | null): Http;
  /** Milliseconds since 1970. */
  now(): number;
}

export interface Receivers {
  readonly list: readonly Receiver[];
  close(): Promise<void>;
}

/** Milliseconds for a message with its answer. */
const TIMEOUT = 20_000;

/** Everybody whom the file names. Nothing is connected before the first message. */
export function openReceivers(settings: NotifySettings, world: NotifyWorld): Receivers {
  const { ca, webhooks, mail } = settings;
  const http = world.openHttp(ca);
  const posted = webhooks.map((webhook, index) => webhookReceiver(webhook, index + 1, http, world));
  return {
    list: [...posted, ...(mail === null ? [] : [mailReceiver(mail, ca)])],
    close: () => http.close(),
  };
}

function webhookReceiver(webhook: WebhookSettings, number: number, http: Http, world: NotifyWorld): Receiver {
  const { address, format, template, authorization, events } = webhook;
  return {
    name: `webhook ${number} (${format})`,
    events,
    async deliver(message, signal) {
      const { type, text } = bodyOf(message, format, template);
      const own = authorization === null ? {} : { authorization: authorization.reveal() };
      const headers = { 'content-type': type, 'user-agent': 'adsync', ...own };
      const limits = { timeout: TIMEOUT, most: () => BOUNDS.refusal, signal };
      const answered = await exchange(limits, (ending) =>
        http.send(address.reveal(), { method: 'POST', headers, body: text, redirect: 'manual', signal: ending }),
      ).catch((error: unknown) => {
        signal.throwIfAborted();
        throw unanswered(error);
      });
      const { status, ok, headers: given } = answered.response;
      if (ok) return;
      // 408 and 425 say so themselves: later.
      const passes = status >= 500 || [408, 425, 429].includes(status);
      throw new Undelivered(
        `it answers with HTTP ${status}`,
        passes,
        retryAfter(given.get('retry-after'), world.now()),
      );
    },
  };
}

/** Nothing of the error itself is shown: it may hold the address. */
function unanswered(error: unknown): Undelivered {
  const proxy = proxyProblemIn(error);
  if (proxy !== null) return new Undelivered(`${proxy.message}. ${proxy.advice}`, proxy.passes);
  if (error instanceof Unanswered && error.after !== null) {
    return new Undelivered(`it gives no answer within ${error.after} s`, true);
  }
  const code = codeIn(error);
  const fault = tlsFault(code);
  if (fault !== null) return new Undelivered(`${TLS_WORDS[fault]} (${code})`, false);
  return new Undelivered(`it cannot be reached (${code})`, true);
}

function mailReceiver(mail: MailSettings, ca: string | null): Receiver {
  const { from, to, events, ...server } = mail;
  return {
    name: `mail`,
    events,
    async deliver(message, signal) {
      const { MailRefused, sendMail } = await import('../net/mail.ts');
      const content = { from, to, subject: message.title, text: textOf(message) };
      try {
        await sendMail({ ...server, ca }, content, TIMEOUT, signal);
      } catch (error) {
        if (!(error instanceof MailRefused)) throw error;
        throw new Undelivered(error.message, error.passes);
      }
    },
  };
}
