/** What a new user gets wrong first. */

export interface Mistake {
  readonly name: string;
  readonly directory?: string;
  readonly token?: string;
  readonly groups?: string;
  readonly says: readonly (string | RegExp)[];
  /** The exit code of `apply --yes`; `plan` always ends with 1. */
  readonly apply: 1 | 3;
}

const FILE = 'directory: {type: file, path: directory.ldif}';
const TIER_1 = '    - {directoryGroup: Helpdesk Tier 1, rescueGroup: Technicians/Helpdesk/Tier 1}';

export const mistakes: readonly Mistake[] = [
  {
    name: 'a directory group that does not exist',
    groups: '    - {directoryGroup: Helpdesk Tier One, rescueGroup: Technicians/Helpdesk/Tier 1}',
    says: ['GROUP_NOT_FOUND', 'Helpdesk Tier One', 'Helpdesk Tier 1', 'sync.yaml:8'],
    apply: 3,
  },
  {
    name: 'a typo in a key',
    groups: '    - {directoryGroop: Helpdesk Tier 1, rescueGroup: Technicians/Helpdesk/Tier 1}',
    says: ['sync.yaml:8:8', 'directoryGroop', /did you mean .*directoryGroup/i],
    apply: 1,
  },
  {
    name: 'two mappings for one Rescue group',
    groups: `${TIER_1}\n    - {directoryGroup: Network, rescueGroup: Technicians/helpdesk/Tier 1}`,
    says: ['sync.yaml:9', /line 8/, 'Tier 1'],
    apply: 1,
  },
  {
    name: 'a Rescue path that is a user',
    groups: '    - {directoryGroup: Field Support, rescueGroup: Technicians/Night Shift/Night Watch}',
    says: ['RESCUE_PATH_IS_USER', 'Night Watch', 'sync.yaml:8'],
    apply: 3,
  },
  {
    name: 'a token that is not valid any more',
    token: 'expired-token-123',
    says: [/token/i, /Admin/],
    apply: 1,
  },
  {
    name: 'a domain controller that cannot be reached',
    directory: `directory:
  {type: ldap, urls: ['ldaps://127.0.0.1:1'], baseDN: 'DC=x', bindDN: cn=me, bindPassword: '\${BIND_PASSWORD}'}`,
    says: ['LDAP_UNREACHABLE', '127.0.0.1:1', 'directory.urls'],
    apply: 1,
  },
  {
    name: 'a missing LDIF file',
    directory: 'directory: {type: file, path: nowhere.ldif}',
    says: ['nowhere.ldif'],
    apply: 1,
  },
];

/** The file with the mistake in it, for a stand-in account. */
export function fileFor(mistake: Mistake, url: string): string {
  return `version: 1
${mistake.directory ?? FILE}
rescue:
  url: ${url}
  apiToken: \${TOKEN}
  requests: {perSecond: 1000}
  groups:
${mistake.groups ?? TIER_1}
`;
}

export interface Reply {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function envFor({ token = 'sandbox-token' }: Mistake): Record<string, string> {
  return { TOKEN: token, BIND_PASSWORD: 'hunter-2-secret' };
}

/** Everything that must be said and is not, or must not be and is. */
export function flawsOf({ says }: Mistake, { stdout, stderr }: Reply): string[] {
  const all = stdout + stderr;
  const missing = says.filter((words) => (typeof words === 'string' ? !all.includes(words) : !words.test(all)));
  const leaked = /hunter-2-secret|expired-token-123|INTERNAL|at .*\.[jt]s:/.exec(all);
  return [...missing.map((words) => `missing: ${String(words)}`), ...(leaked === null ? [] : [`said: ${leaked[0]}`])];
}
