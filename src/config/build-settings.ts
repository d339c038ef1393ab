import { resolve } from 'node:path';
import { parsePath } from '../core/path.ts';
import { roleOf } from '../targets/rescue/planner/roles.ts';
import { Secret } from '../core/secret.ts';
import type { Attribute, Mapping, RescueSettings, SsoIdSource } from '../targets/rescue/settings.ts';
import type { DirectorySettings, LimitSettings, Share } from '../core/settings.ts';
import { REGIONS, SANDBOX } from './address.ts';
import type { Report } from './diagnostic.ts';
import { parseDuration } from './duration.ts';
import { buildEntra } from './entra.ts';
import { isReferenced, type Item, select, selectTexts, textAt, valueAt } from './item.ts';

/** What a faultless file means, with the defaults filled in. */
export function buildDirectory(
  root: Item,
  folder: string,
  { authorities, certificate }: { readonly authorities: string | null; readonly certificate: Secret | null },
): DirectorySettings {
  const type = textAt(root, 'directory.type');
  if (type === 'file') return { type, ...directoryFile(root, folder) };
  if (type === 'entra') return buildEntra(root, authorities, certificate);
  return {
    type: 'ldap',
    urls: selectTexts(root, 'directory.urls[]').map(({ text }) => text),
    baseDN: required(root, 'directory.baseDN'),
    bindDN: required(root, 'directory.bindDN'),
    bindPassword: new Secret(required(root, 'directory.bindPassword')),
    tls: {
      ca: authorities,
      startTLS: valueAt(root, 'directory.tls.startTLS') === true,
      serverName: textAt(root, 'directory.tls.serverName'),
    },
    timeouts: {
      connect: duration(root, 'directory.timeouts.connect', '10s'),
      request: duration(root, 'directory.timeouts.request', '60s'),
    },
  };
}

function directoryFile(root: Item, folder: string): { readonly path: string; readonly shown?: string } {
  const path = resolve(folder, required(root, 'directory.path'));
  const [item] = select(root, 'directory.path');
  return item?.kind === 'scalar' && isReferenced(item) ? { path, shown: String(item.raw) } : { path };
}

/** What a faultless file means, with the defaults filled in. */
export function buildLimits(root: Item): LimitSettings {
  return {
    disable: shareAt(root, 'limits.disable') ?? { kind: 'percent', percent: 10 },
    disablePerGroup: shareAt(root, 'limits.disablePerGroup') ?? { kind: 'percent', percent: 50 },
    move: shareAt(root, 'limits.move') ?? { kind: 'percent', percent: 30 },
    readdress: shareAt(root, 'limits.readdress') ?? { kind: 'percent', percent: 30 },
    create: count(root, 'limits.create'),
    minimum: number(root, 'limits.minimum', 5),
    // The plain number 0 is the one duration that needs no unit.
    window: valueAt(root, 'limits.window') === 0 ? 0 : duration(root, 'limits.window', '24h'),
  };
}

function shareAt(item: Item, path: string): Share | null {
  const value = valueAt(item, path);
  if (typeof value === 'number') return { kind: 'count', count: value };
  const text = textAt(item, path);
  return text === null ? null : { kind: 'percent', percent: Number.parseFloat(text) };
}

/** "You can synchronize up to 999 groups, each consisting a maximum number of 999 members": the vendor's AdSync page. */
const CEILING = 999;

/** What a faultless file means, with the defaults filled in. */
export function buildRescue(root: Item, folder: string, ca: string | null, report: Report): RescueSettings {
  return {
    url: address(root, folder),
    ca,
    credentials: credentials(root),
    requests: {
      concurrent: number(root, 'rescue.requests.concurrent', 4),
      perSecond: number(root, 'rescue.requests.perSecond', 10),
      timeout: duration(root, 'rescue.requests.timeout', '60s'),
    },
    newUserPassword: newUserPassword(root),
    groupsWithLimits: textAt(root, 'rescue.groupsWithLimits') === 'write' ? 'write' : 'refuse',
    adopt: textAt(root, 'rescue.adopt') === 'account' ? 'account' : 'mapped',
    loginId: textAt(root, 'rescue.loginId') === 'upn' ? 'upn' : 'email',
    ssoId: ssoId(root),
    licenses: {
      technicians: count(root, 'rescue.licenses.technicians'),
      mobile: count(root, 'rescue.licenses.mobile'),
    },
    ceilings: {
      groups: number(root, 'limits.groups', CEILING),
      membersPerGroup: number(root, 'limits.membersPerGroup', CEILING),
    },
    protect: selectTexts(root, 'rescue.protect[]').map(({ text }) => text.trim()),
    protectLines: selectTexts(root, 'rescue.protect[]').map(({ item }) => report.line(item.at)),
    linkKey: linkKey(root),
    mappings: select(root, 'rescue.groups[]').map((item) => mapping(item, root, report)),
  };
}

function address(root: Item, folder: string): string {
  const url = textAt(root, 'rescue.url');
  if (url === null) return REGIONS[required(root, 'rescue.region')] ?? '';
  if (url.startsWith(SANDBOX)) return SANDBOX + resolve(folder, url.slice(SANDBOX.length).trim());
  return new URL(url).origin;
}

function credentials(root: Item): RescueSettings['credentials'] {
  const token = textAt(root, 'rescue.apiToken');
  if (token !== null) return { kind: 'token', token: new Secret(token) };
  const password = new Secret(required(root, 'rescue.password'));
  return { kind: 'password', email: required(root, 'rescue.email').trim(), password };
}

function linkKey(root: Item): Secret | null {
  const key = textAt(root, 'rescue.linkKey');
  return key === null ? null : new Secret(key);
}

function newUserPassword(root: Item): Secret | null {
  const [found] = selectTexts(root, 'rescue.newUsers.password');
  return found === undefined || found.item.raw === 'random' ? null : new Secret(found.text);
}

function mapping(item: Item, root: Item, report: Report): Mapping {
  const source = textAt(item, 'ssoId') === null ? ssoId(root) : ssoId(item, 'ssoId');
  const rescueGroup = parsePath(required(item, 'rescueGroup'));
  const role = roleOf(rescueGroup) ?? 'technician';
  const fullGroup = valueAt(item, 'fullGroup') !== false;
  return {
    directoryGroup: required(item, 'directoryGroup').trim(),
    rescueGroup,
    role,
    fullGroup,
    mobileLicense: valueAt(item, 'mobileLicense') === true,
    subgroups: subgroups(textAt(item, 'subgroups'), fullGroup && role !== 'masterAdministrator'),
    ssoId: source,
    attributes: attributes(item, source, fullGroup),
    disableLimit: shareAt(item, 'disableLimit'),
    line: report.line(item.at),
  };
}

/** Only full groups are mirrored unless the file says so; there are no groups of master administrators. */
function subgroups(text: string | null, mirrors: boolean): Mapping['subgroups'] {
  if (text === 'mirror' || text === 'flatten' || text === 'ignore') return text;
  return mirrors ? 'mirror' : 'flatten';
}

function ssoId(item: Item, path = 'rescue.ssoId'): SsoIdSource {
  const text = textAt(item, path);
  return text === 'email' || text === 'upn' ? text : 'none';
}

const ATTRIBUTES: readonly Attribute[] = ['name', 'email', 'status', 'ssoId'];

function attributes(item: Item, source: SsoIdSource, fullGroup: boolean): Attribute[] {
  const possible = ATTRIBUTES.filter((name) => name !== 'ssoId' || source !== 'none');
  const [list] = select(item, 'attributes');
  if (list === undefined) return fullGroup ? possible : ['status'];
  const chosen = new Set(selectTexts(item, 'attributes[]').map(({ text }) => text));
  return possible.filter((name) => chosen.has(name));
}

function count(root: Item, path: string): number | null {
  const value = valueAt(root, path);
  return typeof value === 'number' ? value : null;
}

function number(root: Item, path: string, otherwise: number): number {
  const value = valueAt(root, path);
  return typeof value === 'number' ? value : otherwise;
}

function duration(root: Item, path: string, otherwise: string): number {
  return parseDuration(textAt(root, path) ?? otherwise) ?? 0;
}

/** A text that the schema has proved to be there. */
function required(root: Item, path: string): string {
  const text = textAt(root, path);
  if (text === null) throw new Error(`${path} was to be there after the checks`);
  return text;
}
