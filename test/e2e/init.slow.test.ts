import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Plan } from '../../src/plan/model.ts';
import { startGraphSandbox } from '../../src/sandbox/graph/index.ts';
import { adsync } from '../cli/fake-host.ts';
import { addGroup, addUsers, CLIENT, newTenant, SECRET, TENANT } from '../sandbox/graph/world.ts';
import { EXAMPLES, newFolder } from './adsync.ts';
import { KEYS, Terminal, type TerminalOptions } from './terminal.ts';

/** The wizard on a terminal, as a person uses it. */

const { enter, down, up, tab, escape, interrupt } = KEYS;
let folder: Awaited<ReturnType<typeof newFolder>>;
let open: Terminal[] = [];

beforeEach(async () => {
  folder = await newFolder({
    'directory.ldif': await readFile(join(EXAMPLES, 'directory.ldif'), 'utf8'),
    'account.json': await readFile(join(EXAMPLES, 'account.json'), 'utf8'),
  });
});

afterEach(async () => {
  for (const terminal of open) terminal.kill();
  open = [];
  await folder.remove();
});

function start(args: readonly string[], options: Partial<TerminalOptions> = {}): Terminal {
  const terminal = new Terminal(['init', ...args], { cwd: folder.path, ...options });
  open.push(terminal);
  return terminal;
}

const written = (name = 'sync.yaml'): Promise<string> => readFile(join(folder.path, name), 'utf8');

async function planned(env: Readonly<Record<string, string>>): Promise<Plan> {
  const { stdout } = await adsync(['plan', '--json'], { cwd: folder.path, env });
  return JSON.parse(stdout) as Plan;
}

test('a new file, with what was typed nowhere in it or on the screen', async () => {
  const wizard = start([]);
  await wizard.at('Which accounts', enter);
  await wizard.at('Where do people', down, down, enter);
  await wizard.at('Path of the file', 'wrong.ldif', enter);
  await wizard.at('error LDIF_UNREADABLE');
  await wizard.at('What now?', enter);
  await wizard.at('Where do people', enter);
  await wizard.at('Path of the file', ...Array.from('wrong.ldif', () => '\u007f'), 'directory.ldif', enter);
  await wizard.at('The directory answers');
  await wizard.at('Where is the Rescue account', up, enter);
  await wizard.at('How does adsync sign in', enter);
  await wizard.at('Address of the Rescue API', 'sandbox:account.json', enter);
  await wizard.at('API token', 'sandbox-token', enter);
  await wizard.at('it has 7 groups');
  await wizard.at('Which directory group feeds', enter);
  await wizard.at('A part of the name', 'helpdesk tier', enter);
  await wizard.at('2 groups found', tab, down, tab, enter);
  await wizard.at('Several directory groups', enter);
  await wizard.at('Helpdesk Tier 1 stand in', up, up, up, up, up, enter);
  await wizard.at('Options of Technicians/Helpdesk/Tier 1', enter);
  await wizard.at('Helpdesk Tier 2 stand in', up, up, up, up, enter);
  await wizard.at('Options of Technicians/Helpdesk/Tier 2', enter);
  await wizard.at('2 mappings so far', enter);
  await wizard.at('sign in with', enter);
  await wizard.at('SSO id', enter);
  await wizard.at('Technician seats', '200', enter);
  await wizard.at('Mobile add-ons', enter);
  await wizard.at('never disabled', 'night.watch@partner.example', enter);
  await wizard.at('random password', enter);
  await wizard.at('careful limits', enter);
  await wizard.at('How often', enter);
  await wizard.at('first plan?', enter);
  await wizard.at('2 mappings feed');
  await wizard.at('Plan: ');
  await wizard.at('Write sync.yaml?', enter);

  expect(await wizard.end()).toBe(0);
  expect(wizard.text).not.toContain('sandbox-token');
  expect(await written()).toBe(`version: 1
interval: 15m

directory:
  type: file
  path: directory.ldif

rescue:
  url: sandbox:account.json
  apiToken: \${RESCUE_API_TOKEN}
  licenses:
    technicians: 200
  protect: [ night.watch@partner.example ]
  groups:
    - directoryGroup: CN=Helpdesk Tier 1,OU=Groups,DC=corp,DC=example
      rescueGroup: Technicians/Helpdesk/Tier 1
    - directoryGroup: CN=Helpdesk Tier 2,OU=Groups,DC=corp,DC=example
      rescueGroup: Technicians/Helpdesk/Tier 2
`);
  expect(await written('.env.example')).toContain('\nRESCUE_API_TOKEN=\n');
  const { summary } = await planned({ RESCUE_API_TOKEN: 'sandbox-token' });
  const [, create = ''] = /Plan: (\d+) to create/.exec(wizard.text) ?? [];
  expect(summary).toMatchObject({ create: Number(create), createGroup: 2 });
}, 60_000);

const OLD = (url: string): string => `# Our file. Ask Mia before you change it.
version: 1
directory: # the tenant
  type: entra
  tenantId: "${TENANT}"
  clientId: ${CLIENT}
  clientSecret: \${AZURE_CLIENT_SECRET}   # from the vault
  graphUrl: "${url}"
  authorityUrl: "${url}"
  tls: { ca: graph-ca.pem }

rescue:
    url: sandbox:account.json
    apiToken: sandbox-token-of-a-stand-in
    groups:
    # the first one
    - { directoryGroup: Night, rescueGroup: Technicians/Night Shift }   # flow
`;

test('a file that is there keeps all but what was added, and names no secret; hostile names come out as text', async () => {
  const tenant = newTenant();
  addGroup(tenant, 900, 'Help\u202Edesk \u001b[31m One', addUsers(tenant, 3));
  addGroup(tenant, 901, `Help${'x'.repeat(200)}`, []);
  addGroup(tenant, 902, 'Night', []);
  const graph = await startGraphSandbox({ tenant });
  try {
    await writeFile(join(folder.path, 'graph-ca.pem'), graph.ca);
    const before = OLD(graph.url).replaceAll('\n', '\r\n');
    await writeFile(join(folder.path, 'sync.yaml'), before);
    const account = JSON.parse(await written('account.json')) as object;
    await writeFile(
      join(folder.path, 'account.json'),
      JSON.stringify({ ...account, apiTokens: ['sandbox-token-of-a-stand-in'] }),
    );
    const wizard = start([], { columns: 120, env: { NO_COLOR: '1', AZURE_CLIENT_SECRET: SECRET } });
    await wizard.at('What is to be changed?', enter);
    await wizard.at('it has 7 groups');
    await wizard.at('One mapping so far', up, up, up, up, enter);
    await wizard.at('A part of the name', 'help', enter);
    await wizard.at('2 groups found', down, tab, enter);
    await wizard.at('stand in?', up, up, enter);
    await wizard.at('Options of Administrators', enter);
    await wizard.at('2 mappings so far', enter);
    await wizard.at('What is to be changed?', up, enter);
    await wizard.at('first plan?', enter);
    await wizard.at('Plan: ');
    await wizard.at('Write these changes', enter);

    expect(await wizard.end()).toBe(0);
    expect(wizard.raw).not.toContain('\u202E');
    expect(wizard.raw).not.toContain('\u001b[31m');
    expect(wizard.text).toContain('Help<U+202E>desk ␛[31m One');
    const added = `    - directoryGroup: 00000000-0000-4000-8000-000000000900 # Help<U+202E>desk ␛[31m One\r\n      rescueGroup: Administrators\r\n`;
    expect(await written()).toBe(before.replace('    # the first one', `${added}    # the first one`));
  } finally {
    await graph.close();
  }
}, 60_000);

describe('whoever leaves', () => {
  test.each([
    ['with Ctrl-C', interrupt],
    ['with Esc', escape],
  ])(
    '%s leaves nothing written',
    async (_what, key) => {
      const wizard = start([]);
      await wizard.at('Which accounts', enter);
      await wizard.at('Where do people', key);
      await wizard.at('Nothing was written.');

      expect(await wizard.end()).toBe(1);
      expect(existsSync(join(folder.path, 'sync.yaml'))).toBe(false);
    },
    60_000,
  );
});

test('without a terminal it says what to use instead', async () => {
  expect(await adsync(['init'], { cwd: folder.path })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('error TERMINAL_MISSING'),
  });
});
