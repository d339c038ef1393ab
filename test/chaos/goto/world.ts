import {
  type GotoAccountFile,
  type GotoSandboxUser,
  type GotoSwitches,
  gotoUser,
  newGotoAccount,
} from '../../../src/sandbox/goto/index.ts';
import { guid } from '../../e2e/kinds.ts';

/** A directory and a GoTo account that differ in every way a plan knows, with no more seats than are needed in the end. */

const MEETING = '7000000000000000001';
const CONNECT = '7000000000000000002';
const SALES = '7000000000000000201';
const HELPDESK = '7000000000000000301';
const DOMAIN = 'DC=corp,DC=example';

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  Chiefs: ['sam'],
  Leads: ['mia', 'max'],
  Support: ['gus', 'xen', 'new4'],
  Sales: ['ada', 'bob', 'rita', 'hal', 'yve', 'ren', 'new1', 'new2', 'far'],
  Everybody: ['@Sales', 'cleo', 'new3'],
};

/** The last key of the account as it is at first; `far`, who is among its users, has an account elsewhere. */
const LAST_KEY = 7_000_000_000_000_000_402n;
/** The directory knows them, and no rule has them; or they are disabled there. */
const GONE = ['dan', 'ivy'];
const DISABLED = new Set(['ivy']);

function people(): string[] {
  const members = Object.values(GROUPS).flat();
  return [...new Set(members.filter((word) => !word.startsWith('@')))].concat(GONE);
}

export function ldif(): string {
  const entry = (lines: readonly string[]): string => `${lines.join('\n')}\n`;
  const users = people().map((word) =>
    entry([
      `dn: CN=${word},${DOMAIN}`,
      'objectClass: user',
      `cn: ${word}`,
      `objectGUID: ${guid(word)}`,
      `displayName: ${named(word)} Example`,
      `givenName: ${named(word)}`,
      'sn: Example',
      `userPrincipalName: ${word}@corp.local`,
      `userAccountControl: ${DISABLED.has(word) ? 514 : 512}`,
      `mail: ${word}@corp.example`,
      `department: ${word === 'ada' ? 'Sales' : 'All'}`,
    ]),
  );
  const groups = Object.entries(GROUPS).map(([name, members]) =>
    entry([
      `dn: CN=${name},${DOMAIN}`,
      'objectClass: group',
      `cn: ${name}`,
      `objectGUID: ${guid(`@${name}`)}`,
      ...members.map((member) => `member: CN=${member.replace('@', '')},${DOMAIN}`),
    ]),
  );
  return [...users, ...groups].join('\n');
}

function named(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

function user(number: number, word: string, given: Partial<GotoSandboxUser>): GotoSandboxUser {
  const key = String(7_000_000_000_000_000_100n + BigInt(number));
  const attributes = { person: guid(word), department: 'All' };
  const names = { firstName: named(word), lastName: 'Example' };
  return gotoUser({ key, email: `${word}@corp.example`, ...names, activated: true, attributes, ...given });
}

/** Seats are as many as the rules give: one that is lost keeps somebody from theirs. */
export function account(): GotoAccountFile {
  const file = newGotoAccount({ clientSecret: 'sandbox-secret', pat: 'sandbox-pat' });
  const users = [
    user(2, 'ada', { licenseKeys: [MEETING], lastName: 'Misspelt' }),
    user(3, 'bob', { attributes: {} }),
    user(4, 'rita', { adminRoles: ['SUPER_USER'], licenseKeys: [MEETING, CONNECT], groupKey: SALES }),
    user(5, 'sam', {}),
    user(6, 'gus', { licenseKeys: [CONNECT] }),
    user(7, 'hal', { licenseKeys: [MEETING], roleSets: [HELPDESK] }),
    user(8, 'xen', { licenseKeys: [MEETING] }),
    user(9, 'yve', { licenseKeys: [CONNECT] }),
    user(10, 'ren', { email: 'old-ren@corp.example', licenseKeys: [MEETING] }),
    user(11, 'cleo', { licenseKeys: [MEETING] }),
    user(12, 'mia', { adminRoles: ['MANAGE_ACCOUNT'] }),
    user(13, 'dan', { licenseKeys: [MEETING] }),
    user(14, 'ivy', { licenseKeys: [MEETING], roleSets: [HELPDESK] }),
    user(15, 'zoe', { email: 'zoe@partner.example', licenseKeys: [MEETING] }),
    user(16, 'far', { elsewhere: true, attributes: {} }),
  ];
  return {
    ...file,
    licences: file.licences.map((one) => ({ ...one, seats: one.key === MEETING ? 12 : 13 })),
    attributes: [
      { key: '7000000000000000401', name: 'person' },
      { key: '7000000000000000402', name: 'department' },
    ],
    users: [...file.users, ...users],
  };
}

export interface Asking {
  readonly keys: 'text' | 'numbers';
  readonly filter: 'eq' | 'regex';
  readonly timeout: string;
  readonly consistencyDelay: string;
}

export function yaml(url: string, { keys, filter, timeout, consistencyDelay }: Asking): string {
  return `version: 1
directory: { type: file, path: directory.ldif }
limits: { disable: 100%, disablePerGroup: 100%, readdress: 100% }
goto:
  url: ${url}
  authUrl: ${url}
  account: "1234567890123456789"
  clientId: adsync-rehearsal
  clientSecret: sandbox-secret
  personalAccessToken: sandbox-pat
  domains: [corp.example]
  welcomeMail: true
  adopt: account
  linkAttribute: person
  attributes: { department: department }
  products: { Meeting: "${MEETING}", Connect: "${CONNECT}" }
  requests: { perSecond: 1000, timeout: ${timeout}, consistencyDelay: ${consistencyDelay}, keys: ${keys}, filter: ${filter} }
  rules:
    - { directoryGroup: "CN=Chiefs,${DOMAIN}", role: superAdmin, products: [Connect] }
    - { directoryGroup: "CN=Leads,${DOMAIN}", role: { permissions: [MANAGE_USERS, RUN_REPORTS], userGroups: [Sales] } }
    - { directoryGroup: "CN=Support,${DOMAIN}", role: { custom: Helpdesk }, products: [Connect] }
    - { directoryGroup: Sales, products: [Meeting, Connect], userGroup: Sales }
    - { directoryGroup: Everybody, products: [Meeting] }
`;
}

/**
 * What counts of an account. Whoever is new has a key that depends on who came first, so it does not count. Where the
 * service shows no attributes, those of a user that was there before a run are left alone: one that was added by a run
 * which was killed right then never gets any.
 */
export function stateOf(
  { users, licences }: GotoAccountFile,
  { showsAttributes }: Pick<GotoSwitches, 'showsAttributes'>,
): string[] {
  const lines = users.map((one) => {
    const { key, email, licenseKeys, adminRoles, roleSets, managedGroupKeys, attributes, ...rest } = one;
    return JSON.stringify({
      ...rest,
      email: email.toLowerCase(),
      key: BigInt(key) > LAST_KEY ? 'new' : key,
      lists: [licenseKeys, adminRoles, roleSets, managedGroupKeys].map((list) => list.toSorted()),
      ...(showsAttributes ? { attributes: Object.entries(attributes).sort() } : {}),
      invitedDate: rest.invitedDate === null ? 'never' : 'once',
    });
  });
  return [...lines, ...licences.map(({ key, seats }) => JSON.stringify({ licence: key, seats }))].sort();
}
