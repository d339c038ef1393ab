import { resolve } from 'node:path';
import { expiresAt } from '../../../config/calendar.ts';
import { namedGroups } from '../../../config/directory-group.ts';
import { type Entry, select, selectTexts, textAt, valueAt } from '../../../config/entry.ts';
import type { Report } from '../../../config/diagnostic.ts';
import type { Section } from '../../../config/section.ts';
import { durationAt, numberAt, requiredText, shareAt } from '../../../config/typed-values.ts';
import { Secret } from '../../../core/secret.ts';
import { parsePath } from '../../../core/path.ts';
import type { Authorities } from '../../../core/settings.ts';
import { roleOf } from '../planner/roles.ts';
import type { Attribute, Mapping, Part, RescueSettings, SsoIdSource } from '../settings.ts';
import { REGIONS, SANDBOX } from './address.ts';

/** "You can synchronize up to 999 groups, each consisting a maximum number of 999 members": the vendor's AdSync page. */
const CEILING = 999;

/**
 * What the section of a faultless file means, with the defaults filled in.
 *
 * @param authorities the authorities to trust; null = those of Node
 */
export function buildRescue(section: Section, authorities: Authorities | null): RescueSettings {
  const { root, folder, ceilings, report } = section;
  return {
    type: 'rescue',
    url: address(root, folder),
    ca: authorities,
    credentials: credentials(root),
    requests: {
      concurrent: numberAt(root, 'requests.concurrent') ?? 4,
      perSecond: numberAt(root, 'requests.perSecond') ?? 10,
      timeout: durationAt(root, 'requests.timeout', '60s'),
    },
    newUserPassword: newUserPassword(root),
    groupsWithLimits: textAt(root, 'groupsWithLimits') === 'write' ? 'write' : 'refuse',
    adopt: textAt(root, 'adopt') === 'account' ? 'account' : 'mapped',
    loginId: textAt(root, 'loginId') === 'upn' ? 'upn' : 'email',
    ssoId: ssoId(root),
    licenses: {
      technicians: numberAt(root, 'licenses.technicians'),
      mobile: numberAt(root, 'licenses.mobile'),
    },
    ceilings: {
      groups: ceilings.groups ?? CEILING,
      membersPerGroup: ceilings.membersPerGroup ?? CEILING,
    },
    protect: selectTexts(root, 'protect[]').map(({ text }) => text.trim()),
    protectLines: selectTexts(root, 'protect[]').map(({ entry }) => report.line(entry.at)),
    linkKey: linkKey(root),
    mappings: select(root, 'groups[]').map((entry) => mapping(entry, section)),
    ...graceDays(root),
  };
}

function address(root: Entry, folder: string): string {
  const url = textAt(root, 'url');
  if (url === null) return REGIONS[requiredText(root, 'region')] ?? '';
  if (url.startsWith(SANDBOX)) return SANDBOX + resolve(folder, url.slice(SANDBOX.length).trim());
  return new URL(url).origin;
}

function credentials(root: Entry): RescueSettings['credentials'] {
  const token = textAt(root, 'apiToken');
  if (token !== null) return { kind: 'token', token: new Secret(token) };
  const password = new Secret(requiredText(root, 'password'));
  return { kind: 'password', email: requiredText(root, 'email').trim(), password };
}

function linkKey(root: Entry): Secret | null {
  const key = textAt(root, 'linkKey');
  return key === null ? null : new Secret(key);
}

function graceDays(root: Entry): Pick<RescueSettings, 'graceDays'> {
  const text = textAt(root, 'leavers.grace');
  return text === null ? {} : { graceDays: Number.parseInt(text, 10) };
}

function newUserPassword(root: Entry): Secret | null {
  const [found] = selectTexts(root, 'newUsers.password');
  return found === undefined || found.entry.raw === 'random' ? null : new Secret(found.text);
}

function mapping(entry: Entry, { root, report }: Section): Mapping {
  const source = textAt(entry, 'ssoId') === null ? ssoId(root) : ssoId(entry, 'ssoId');
  const rescueGroup = parsePath(requiredText(entry, 'rescueGroup'));
  const role = roleOf(rescueGroup) ?? 'technician';
  const fullGroup = valueAt(entry, 'fullGroup') !== false;
  return {
    parts: partsOf(entry, report),
    rescueGroup,
    role,
    fullGroup,
    mobileLicense: valueAt(entry, 'mobileLicense') === true,
    subgroups: subgroups(textAt(entry, 'subgroups'), fullGroup && role !== 'masterAdministrator'),
    ssoId: source,
    attributes: attributes(entry, source, fullGroup),
    disableLimit: shareAt(entry, 'disableLimit'),
    ...expiresAt(entry),
    line: report.line(entry.at),
  };
}

/** A list of one means what the text alone means, wherever it stands. */
function partsOf(entry: Entry, report: Report): Part[] {
  const groups = namedGroups(entry);
  return groups.map(({ at, ...group }): Part => {
    return groups.length === 1 ? group : { ...group, place: report.place(at) };
  });
}

/** Only full groups are mirrored unless the file says so; there are no groups of master administrators. */
function subgroups(text: string | null, mirrors: boolean): Mapping['subgroups'] {
  if (text === 'mirror' || text === 'flatten' || text === 'ignore') return text;
  return mirrors ? 'mirror' : 'flatten';
}

function ssoId(entry: Entry, path = 'ssoId'): SsoIdSource {
  const text = textAt(entry, path);
  return text === 'email' || text === 'upn' ? text : 'none';
}

const ATTRIBUTES: readonly Attribute[] = ['name', 'email', 'status', 'ssoId'];

function attributes(entry: Entry, source: SsoIdSource, fullGroup: boolean): Attribute[] {
  const possible = ATTRIBUTES.filter((name) => name !== 'ssoId' || source !== 'none');
  const [list] = select(entry, 'attributes');
  if (list === undefined) return fullGroup ? possible : ['status'];
  const chosen = new Set(selectTexts(entry, 'attributes[]').map(({ text }) => text));
  return possible.filter((name) => chosen.has(name));
}
