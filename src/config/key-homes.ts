import type { Entry } from './entry.ts';

/** Where each key of the file belongs, for keys that were put elsewhere. Kept in step with the schema by a test. */
const HOMES: readonly (readonly [home: string, keys: readonly string[]])[] = [
  ['the top of the file', ['version', 'interval', 'approve', 'maxPlanAge', 'directory', 'rescue', 'limits']],
  ['directory', ['urls', 'baseDN', 'bindDN', 'bindPassword', 'tls', 'timeouts']],
  ['directory', ['tenantId', 'clientId', 'clientSecret', 'certificate', 'credential', 'serviceConnectionId']],
  ['directory', ['cloud', 'graphUrl', 'authorityUrl', 'path']],
  ['directory.tls', ['ca', 'startTLS', 'serverName']],
  ['directory.timeouts', ['connect', 'request', 'throttled']],
  ['rescue', ['url', 'region', 'apiToken', 'email', 'newUsers', 'loginId', 'ssoId']],
  ['rescue', ['licenses', 'protect', 'requests', 'groups', 'groupsWithLimits', 'adopt', 'linkKey', 'tls']],
  ['rescue.tls', ['ca']],
  ['rescue.licenses', ['technicians', 'mobile']],
  ['rescue.requests', ['concurrent', 'perSecond', 'timeout']],
  [
    'an entry of rescue.groups',
    ['directoryGroup', 'rescueGroup', 'fullGroup', 'subgroups', 'disableLimit', 'mobileLicense'],
  ],
  ['an entry of rescue.groups', ['ssoId', 'attributes']],
  ['limits', ['disable', 'disablePerGroup', 'move', 'readdress', 'create', 'minimum', 'window']],
  ['limits', ['groups', 'membersPerGroup']],
];

/** The maps in which `key` would be known. */
export function homesOf(key: string): string[] {
  return [...new Set(HOMES.filter(([, keys]) => keys.includes(key)).map(([home]) => home))];
}

/** How messages call an entry: its path, or a word for the whole file. */
export function describeKey(entry: Entry): string {
  return entry.path === '' ? 'the file' : entry.path;
}
