import { parsePath } from '../core/path.ts';
import { type Fault, httpsFault, ldapFault, rescueFault } from './address.ts';
import type { Report } from './diagnostic.ts';
import { DURATION_ADVICE, parseDuration } from './duration.ts';
import { type Item, quoted, selectTexts, valueAt } from './item.ts';
import { suggest } from './suggest.ts';

type Check = (text: string, root: Item, shown: string) => Fault | null;

/** How the texts of the file must look, beyond what a type can say. */
const CHECKS: readonly (readonly [path: string, check: Check])[] = [
  ['interval', duration(30_000, 24 * 3_600_000, '30s to 1d')],
  ['maxPlanAge', duration(60_000, 365 * 24 * 3_600_000, '1m to 365d')],
  ['directory.timeouts.connect', duration(100, 3_600_000, '100ms to 1h')],
  ['directory.timeouts.request', duration(100, 3_600_000, '100ms to 1h')],
  ['directory.timeouts.throttled', duration(1000, 3_600_000, '1s to 1h')],
  ['directory.tenantId', tenant],
  ['directory.clientId', application],
  ['directory.graphUrl', httpsFault],
  ['directory.authorityUrl', httpsFault],
  ['rescue.requests.timeout', duration(100, 3_600_000, '100ms to 1h')],
  ['directory.urls[]', (text, root) => ldapFault(text, valueAt(root, 'directory.tls.startTLS') === true)],
  ['directory.baseDN', baseDN],
  ['rescue.url', rescueFault],
  ['rescue.email', email],
  ['rescue.protect[]', email],
  ['rescue.groups[].rescueGroup', rescuePath],
  ['limits.disable', share],
  ['limits.disablePerGroup', share],
  ['limits.move', share],
  ['limits.readdress', share],
  ['limits.window', duration(0, 31 * 24 * 3_600_000, '0s to 31d')],
  ['rescue.groups[].disableLimit', share],
];

export function checkTexts(root: Item, report: Report): void {
  for (const [path, check] of CHECKS) {
    for (const { item, text } of selectTexts(root, path)) {
      const fault = check(text, root, quoted(item));
      if (fault === null) continue;
      item.faulty = true;
      report.error(fault[0], item.at, fault[1], fault[2]);
    }
  }
}

function duration(least: number, most: number, range: string): Check {
  return (text, _root, shown) => {
    const milliseconds = parseDuration(text);
    if (milliseconds === null) return ['WRONG_VALUE', `${shown} is no duration.`, DURATION_ADVICE];
    if (milliseconds >= least && milliseconds <= most) return null;
    return ['OUT_OF_RANGE', `${shown} is outside of what makes sense here.`, `Possible: ${range}.`];
  };
}

function share(text: string, _root: Item, shown: string): Fault | null {
  const match = /^(\d{1,3}(?:\.\d+)?)%$/.exec(text.trim());
  if (match !== null && Number(match[1]) <= 100) return null;
  return ['WRONG_VALUE', `${shown} is no share.`, 'Write a whole number, or a share from 0% to 100%.'];
}

function baseDN(text: string, _root: Item, shown: string): Fault | null {
  if (/^[A-Za-z][\w.-]*\s*=/.test(text.trim())) return null;
  return ['WRONG_VALUE', `${shown} is no distinguished name.`, 'Write it like DC=corp,DC=example.'];
}

/** The addresses of all tenants together (common and so on) give no token to an application. */
function tenant(text: string, _root: Item, shown: string): Fault | null {
  const isName = /^(?!(?:common|organizations|consumers)$)[0-9a-z][0-9a-z.-]*$/i.test(text.trim());
  if (isName) return null;
  return ['WRONG_VALUE', `${shown} is no tenant.`, 'Write its Directory (tenant) ID, or one of its domains.'];
}

function application(text: string, _root: Item, shown: string): Fault | null {
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text.trim())) return null;
  return [
    'WRONG_VALUE',
    `${shown} is no id of an application.`,
    'Write the Application (client) ID of its registration.',
  ];
}

function email(text: string, _root: Item, shown: string): Fault | null {
  if (/^[^\s@]+@[^\s@]+$/.test(text.trim())) return null;
  return ['WRONG_VALUE', `${shown} is no e-mail address.`, 'Write it like owner@corp.example.'];
}

const ROOTS = ['Technicians', 'Administrators', 'Master Administrators'];

function rescuePath(text: string, _root: Item, shown: string): Fault | null {
  const [first = '', ...names] = parsePath(text);
  if (!ROOTS.includes(first)) {
    const near = shown.startsWith('"') ? suggest(first, ROOTS) : null;
    const hint = near === null ? '' : ` Did you mean "${near}"?`;
    const advice = 'A path begins with Technicians/, Administrators/ or Master Administrators, spelt exactly so.';
    return ['RESCUE_ROOT_UNKNOWN', `${shown} begins with no root of the organization tree.${hint}`, advice];
  }
  if (names.includes('')) {
    const advice = 'Remove the superfluous slash; a slash inside a name is written \\/ (in double quotes "\\\\/").';
    return ['RESCUE_PATH', `${shown} holds an empty group name.`, advice];
  }
  if (/\p{Cc}/u.test(text)) {
    return ['RESCUE_PATH', 'The path holds a line break or another control character.', 'Write it on one line.'];
  }
  if (first === 'Technicians' && names.length === 0) {
    const message = 'Technicians cannot stand in the root itself.';
    return ['RESCUE_PATH', message, 'Name a group below it, like Technicians/Helpdesk.'];
  }
  if (first === 'Master Administrators' && names.length > 0) {
    return ['RESCUE_PATH', 'Master Administrators has no groups below it.', 'Write "Master Administrators" alone.'];
  }
  return null;
}
