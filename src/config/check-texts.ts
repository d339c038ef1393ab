import { type Fault, httpsFault, ldapFault } from './address.ts';
import { datesFault, hoursFault, timeZoneFault, weekdaysFault } from './calendar.ts';
import type { Report } from './diagnostic.ts';
import { DURATION_ADVICE, parseDuration } from './duration.ts';
import { type Entry, quoted, selectTexts, valueAt } from './entry.ts';
import { mailbox, mailHost, webhookFault } from './notify-texts.ts';

/**
 * Says what is wrong with a text; null when nothing is.
 *
 * @param root what paths begin in
 * @param shown the text as messages may show it
 */
export type TextCheck = (text: string, root: Entry, shown: string) => Fault | null;

/** How the texts at each path must look, beyond what a type can say. */
export type TextChecks = readonly (readonly [path: string, check: TextCheck])[];

/** The texts outside the sections of the targets. */
export const GENERAL_TEXTS: TextChecks = [
  ['interval', duration(30_000, 24 * 3_600_000, '30s to 1d')],
  ['retention', duration(24 * 3_600_000, 3650 * 24 * 3_600_000, '1d to 3650d')],
  ['maxPlanAge', duration(60_000, 365 * 24 * 3_600_000, '1m to 365d')],
  ['directory.timeouts.connect', duration(100, 3_600_000, '100ms to 1h')],
  ['directory.timeouts.request', duration(100, 3_600_000, '100ms to 1h')],
  ['directory.timeouts.throttled', duration(1000, 3_600_000, '1s to 1h')],
  ['directory.tenantId', tenant],
  ['directory.clientId', application],
  ['directory.graphUrl', httpsFault],
  ['directory.authorityUrl', httpsFault],
  ['directory.urls[]', (text, root) => ldapFault(text, valueAt(root, 'directory.tls.startTLS') === true)],
  ['directory.baseDN', baseDN],
  ['timeZone', timeZoneFault],
  ['freeze[].dates', datesFault],
  ['freeze[].days', weekdaysFault],
  ['freeze[].hours', hoursFault],
  ['limits.disable', share],
  ['limits.disablePerGroup', share],
  ['limits.move', share],
  ['limits.readdress', share],
  ['limits.window', duration(0, 31 * 24 * 3_600_000, '0s to 31d')],
  ['notify.spacing', duration(10_000, 24 * 3_600_000, '10s to 1d')],
  ['notify.webhooks[].address', webhookFault],
  ['notify.mail.host', mailHost],
  ['notify.mail.from', mailbox],
  ['notify.mail.to[]', mailbox],
];

/**
 * Reports every text that does not look as it must, and marks it as faulty.
 *
 * @param root what the paths begin in: the file, or a section of it
 */
export function checkTexts(root: Entry, checks: TextChecks, report: Report): void {
  for (const [path, check] of checks) {
    for (const { entry, text } of selectTexts(root, path)) {
      const fault = check(text, root, quoted(entry));
      if (fault === null) continue;
      entry.faulty = true;
      report.error(fault[0], entry.at, fault[1], fault[2]);
    }
  }
}

/** A duration between two bounds, in milliseconds. */
export function duration(least: number, most: number, range: string): TextCheck {
  return (text, _root, shown) => {
    const milliseconds = parseDuration(text);
    if (milliseconds === null) return ['WRONG_VALUE', `${shown} is no duration.`, DURATION_ADVICE];
    if (milliseconds >= least && milliseconds <= most) return null;
    return ['OUT_OF_RANGE', `${shown} is outside of what makes sense here.`, `Possible: ${range}.`];
  };
}

/** A share from 0% to 100%. */
export function share(text: string, _root: Entry, shown: string): Fault | null {
  const match = /^(\d{1,3}(?:\.\d+)?)%$/.exec(text.trim());
  if (match !== null && Number(match[1]) <= 100) return null;
  return ['WRONG_VALUE', `${shown} is no share.`, 'Write a whole number, or a share from 0% to 100%.'];
}

function baseDN(text: string, _root: Entry, shown: string): Fault | null {
  if (/^[A-Za-z][\w.-]*\s*=/.test(text.trim())) return null;
  return ['WRONG_VALUE', `${shown} is no distinguished name.`, 'Write it like DC=corp,DC=example.'];
}

/** The addresses of all tenants together (common and so on) give no token to an application. */
function tenant(text: string, _root: Entry, shown: string): Fault | null {
  const isName = /^(?!(?:common|organizations|consumers)$)[0-9a-z][0-9a-z.-]*$/i.test(text.trim());
  if (isName) return null;
  return ['WRONG_VALUE', `${shown} is no tenant.`, 'Write its Directory (tenant) ID, or one of its domains.'];
}

function application(text: string, _root: Entry, shown: string): Fault | null {
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text.trim())) return null;
  return [
    'WRONG_VALUE',
    `${shown} is no id of an application.`,
    'Write the Application (client) ID of its registration.',
  ];
}

/** An e-mail address, or a pattern of some. */
export function email(text: string, _root: Entry, shown: string): Fault | null {
  if (/^[^\s@]+@[^\s@]+$/.test(text.trim())) return null;
  return ['WRONG_VALUE', `${shown} is no e-mail address.`, 'Write it like owner@corp.example.'];
}
