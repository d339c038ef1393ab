import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadSandboxAccount, type RescueSandbox, startRescueSandbox } from '../../src/sandbox/index.ts';
import { adsync, EXAMPLES, newFolder } from './adsync.ts';

/** What a new user gets wrong first: each mistake must be explained, and must change nothing. */

let sandbox: RescueSandbox;
let folder: Awaited<ReturnType<typeof newFolder>>;

beforeEach(async () => {
  const account = await loadSandboxAccount(join(EXAMPLES, 'account.json'));
  sandbox = await startRescueSandbox({ account });
  folder = await newFolder({ 'directory.ldif': await readFile(join(EXAMPLES, 'directory.ldif'), 'utf8') });
});

afterEach(async () => {
  await sandbox.close();
  await folder.remove();
});

interface Mistake {
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

const mistakes: readonly Mistake[] = [
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
    groups: '    - {directoryGroup: Helpdesk Tier 1, rescueGroup: Technicians/Night Shift/Night Watch}',
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

function fileFor(mistake: Mistake): string {
  return `version: 1
${mistake.directory ?? FILE}
rescue:
  url: ${sandbox.url}
  apiToken: \${TOKEN}
  requests: {perSecond: 1000}
  groups:
${mistake.groups ?? TIER_1}
`;
}

describe.each(mistakes)('$name', (mistake) => {
  test.each(['plan', 'apply'])('%s explains it and changes nothing', async (command) => {
    const token = mistake.token ?? 'sandbox-token';
    const text = fileFor(mistake);
    await writeFile(join(folder.path, 'sync.yaml'), text);
    const before = JSON.stringify(sandbox.account.nodes);

    const args = command === 'apply' ? ['apply', '--yes'] : ['plan'];
    const ended = await adsync(args, { cwd: folder.path, env: { TOKEN: token, BIND_PASSWORD: 'hunter-2-secret' } });

    const all = ended.stdout + ended.stderr;
    for (const words of mistake.says) expect(all).toMatch(words);
    expect(ended.code).toBe(command === 'apply' ? mistake.apply : 1);
    expect(JSON.stringify(sandbox.account.nodes)).toBe(before);
    expect(all).not.toMatch(/hunter-2-secret|expired-token-123|INTERNAL|at .*\.js:/);
  });
});

test('apply without a terminal and without --yes is refused before anything is read', async () => {
  await writeFile(join(folder.path, 'sync.yaml'), fileFor({ name: '', says: [], apply: 1 }));

  const ended = await adsync(['apply'], { cwd: folder.path, env: { TOKEN: 'sandbox-token' } });

  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain('--yes');
  expect(sandbox.log).toEqual([]);
});
