import { Secret } from '../core/secret.ts';
import {
  type MailSettings,
  NOTIFY_EVENTS,
  type NotifyEvent,
  type NotifySettings,
  type WebhookSettings,
} from '../core/settings.ts';
import { fillTemplate, PLACEHOLDERS, unknownPlaceholder } from '../core/template.ts';
import type { Report } from './diagnostic.ts';
import { type Entry, select, selectAll, selectTexts, textAt, valueAt } from './entry.ts';
import { didYouMean } from './suggest.ts';
import { durationAt, numberAt, requiredText } from './typed-values.ts';

/** Checks of `notify` that need more than one key. */
export function checkNotify(root: Entry, report: Report): void {
  for (const webhook of select(root, 'notify.webhooks[]')) checkTemplate(webhook, report);
  for (const mail of select(root, 'notify.mail')) checkMail(mail, report);
}

function checkTemplate(webhook: Entry, report: Report): void {
  const [found] = selectTexts(webhook, 'template');
  if (found === undefined) return;
  const { entry, text } = found;
  const format = textAt(webhook, 'format');
  if (format === 'slack' || format === 'teams') {
    const advice = 'Remove it, or write "format: json" and the whole message as the template.';
    report.error('KEY_WITHOUT_USE', entry.keyAt, `${entry.path} has no meaning with format: ${format}.`, advice);
    return;
  }
  const unknown = unknownPlaceholder(text);
  if (unknown !== null) {
    const message = `{{${unknown}}} in ${entry.path} is no placeholder.${didYouMean(unknown, PLACEHOLDERS)}`;
    report.error('TEMPLATE_INVALID', entry.at, message, `Possible: ${PLACEHOLDERS.join(', ')}.`);
  } else if (format === 'json' && !isJson(text)) {
    const advice = 'Write a JSON text; placeholders stand inside of its texts: {"text": "{{title}}"}.';
    report.error('TEMPLATE_INVALID', entry.at, `${entry.path} is no JSON once it is filled in.`, advice);
  }
}

function isJson(template: string): boolean {
  const samples = Object.fromEntries(PLACEHOLDERS.map((name) => [name, 'a "text"\n']));
  try {
    JSON.parse(fillTemplate(template, samples as Record<(typeof PLACEHOLDERS)[number], string>, 'json'));
    return true;
  } catch {
    return false;
  }
}

function checkMail(mail: Entry, report: Report): void {
  const [user] = selectAll(mail, 'user');
  const [password] = selectAll(mail, 'password');
  const one = user ?? password;
  if (one !== undefined && (user === undefined || password === undefined)) {
    const missing = user === undefined ? 'user' : 'password';
    const message = `"${missing}" is missing in notify.mail: who logs in needs both.`;
    report.error('CREDENTIALS_INCOMPLETE', one.keyAt, message, 'Add it, or remove the other one.');
  }
  if (password !== undefined && textAt(mail, 'security') === 'none') {
    const message = 'security: none would send the password of the mail server in clear.';
    report.error('INSECURE_MAIL', password.keyAt, message, 'Write starttls or tls, or remove user and password.');
  }
}

/**
 * What `notify` of a faultless file means; null where it is not there, or names nobody.
 *
 * @param ca PEM text of the authorities to trust; null = those of Node
 */
export function buildNotify(root: Entry, ca: string | null): NotifySettings | null {
  const webhooks = select(root, 'notify.webhooks[]').map(webhookOf);
  const [mail] = select(root, 'notify.mail').map(mailOf);
  if (webhooks.length === 0 && mail === undefined) return null;
  const names = valueAt(root, 'notify.names') === true;
  return { names, spacing: durationAt(root, 'notify.spacing', '1m'), ca, webhooks, mail: mail ?? null };
}

function webhookOf(entry: Entry): WebhookSettings {
  const authorization = textAt(entry, 'authorization');
  return {
    address: new Secret(requiredText(entry, 'address')),
    format: oneOf(['slack', 'teams', 'json', 'text'], requiredText(entry, 'format')) ?? 'json',
    template: textAt(entry, 'template'),
    authorization: authorization === null ? null : new Secret(authorization),
    events: eventsOf(entry),
  };
}

const PORTS = { starttls: 587, tls: 465, none: 25 } as const;

function mailOf(entry: Entry): MailSettings {
  const security = oneOf(['starttls', 'tls', 'none'], textAt(entry, 'security') ?? '') ?? 'starttls';
  const user = textAt(entry, 'user');
  const credentials = user === null ? null : { user, password: new Secret(requiredText(entry, 'password')) };
  return {
    host: requiredText(entry, 'host'),
    port: numberAt(entry, 'port') ?? PORTS[security],
    security,
    credentials,
    from: requiredText(entry, 'from'),
    to: selectTexts(entry, 'to[]').map(({ text }) => text),
    events: eventsOf(entry),
  };
}

function eventsOf(entry: Entry): readonly NotifyEvent[] {
  const named = selectTexts(entry, 'events[]').flatMap(({ text }) => oneOf(NOTIFY_EVENTS, text) ?? []);
  return named.length === 0 ? NOTIFY_EVENTS : named;
}

function oneOf<Word extends string>(words: readonly Word[], text: string): Word | null {
  return words.find((word) => word === text) ?? null;
}
