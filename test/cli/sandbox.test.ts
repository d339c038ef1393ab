import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadGotoAccount } from '../../src/sandbox/goto/index.ts';
import { loadSandboxAccount } from '../../src/sandbox/index.ts';
import { CA_PEM } from '../config/files.ts';
import { ask } from '../sandbox/graph/world.ts';
import { newFolder } from '../e2e/adsync.ts';
import { adsync, fakeHost } from './fake-host.ts';
import { runCli } from '../../src/cli/run-cli.ts';

let folder: Awaited<ReturnType<typeof newFolder>>;

beforeEach(async () => {
  folder = await newFolder({});
});

afterEach(async () => {
  await folder.remove();
});

/** Serves until `use` is done with the address. */
async function serve(
  args: readonly string[],
  use: (url: string, said: () => string) => Promise<void>,
): Promise<{ code: number; stderr: string }> {
  const controller = new AbortController();
  const { host, stdout, stderr } = fakeHost({ cwd: folder.path, signal: controller.signal });
  const running = runCli(['node', 'adsync', 'sandbox', ...args], {
    ...host,
    stdout: {
      ...host.stdout,
      write: (text) => {
        stdout.push(text);
        void use(text.trim(), () => stderr.join('')).finally(() => {
          controller.abort();
        });
      },
    },
  });
  const code = await running;
  return { code, stderr: stderr.join('') };
}

describe('a stand-in account', () => {
  test('is created, served until a signal comes, and says how to use it', async () => {
    let answer = '';

    const { code, stderr } = await serve(['--account', 'account.json', '--init'], async (url) => {
      const { apiTokens } = await loadSandboxAccount(join(folder.path, 'account.json'));
      const body = new URLSearchParams({ authcode: apiTokens[0] ?? '' });
      const response = await fetch(`${url}/API/getAccount.aspx`, { method: 'POST', body });
      answer = await response.text();
    });

    const { apiTokens, accountId } = await loadSandboxAccount(join(folder.path, 'account.json'));
    expect(code).toBe(0);
    expect(answer).toContain(String(accountId));
    expect(stderr).toMatch(/^ {2}url: http:\/\/127\.0\.0\.1:\d+ {2}# or, without this server: sandbox:account\.json$/m);
    expect(stderr).toContain(`  apiToken: ${apiTokens[0] ?? 'missing'}\n`);
  });

  test('keeps a log of requests without secrets', async () => {
    const token = 'token-of-the-test';

    await serve(['--account', 'account.json', '--init', '--log', 'requests.jsonl'], async (url) => {
      const body = new URLSearchParams({ authcode: token });
      await fetch(`${url}/API/getAccount.aspx`, { method: 'POST', body });
    });

    const log = await readFile(join(folder.path, 'requests.jsonl'), 'utf8');
    expect(
      log
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { method: string }).method),
    ).toEqual(['getAccount']);
    expect(log).not.toContain(token);
  });

  test('is never overwritten by --init', async () => {
    await writeFile(join(folder.path, 'account.json'), 'precious');

    const said = await adsync(['sandbox', '--account', 'account.json', '--init'], { cwd: folder.path });

    expect(said).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('error SANDBOX_FILE_EXISTS') });
    expect(await readFile(join(folder.path, 'account.json'), 'utf8')).toBe('precious');
  });

  test('that is missing is an error', async () => {
    const said = await adsync(['sandbox', '--account', 'account.json'], { cwd: folder.path });

    expect(said).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('error SANDBOX_FILE_MISSING') });
  });

  test('does not start on a port that is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;

    const args = ['sandbox', '--account', 'account.json', '--init', '--port', String(port)];
    const said = await adsync(args, { cwd: folder.path });
    server.close();

    expect(said).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('error SANDBOX_PORT') });
  });

  test('does not start when its log cannot be written', async () => {
    const args = ['sandbox', '--account', 'account.json', '--init', '--log', 'missing/requests.jsonl'];
    const said = await adsync(args, { cwd: folder.path });

    expect(said).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('error LOG_UNWRITABLE') });
  });
});

describe('a stand-in GoTo account', () => {
  test('is created and served, and its YAML lines lead to its users', async () => {
    let answer = '';

    const { code, stderr } = await serve(['--goto', 'goto.json', '--init'], async (url, said) => {
      const value = (name: string): string => new RegExp(`^  ${name}: "?([^"\\n]+)"?$`, 'm').exec(said())?.[1] ?? '';
      const basic = Buffer.from(`${value('clientId')}:${value('clientSecret')}`).toString('base64');
      const body = new URLSearchParams({ grant_type: 'personal_access_token', pat: value('personalAccessToken') });
      const headers = { authorization: `Basic ${basic}` };
      const token = await fetch(`${value('authUrl')}/oauth/token`, { method: 'POST', headers, body });
      const { access_token: access } = (await token.json()) as { access_token: string };
      const users = `${value('url')}/admin/rest/v1/accounts/${value('account')}/users`;
      answer = await (await fetch(users, { headers: { authorization: `Bearer ${access}` } })).text();
      expect(value('url')).toBe(url);
    });

    const { users } = await loadGotoAccount(join(folder.path, 'goto.json'));
    expect(code).toBe(0);
    expect(users).toHaveLength(1);
    expect(JSON.parse(answer)).toMatchObject({ total: 1, results: [{ adminRoles: ['SUPER_USER'], status: 'ACTIVE' }] });
    expect(stderr).toContain('  domains: [corp.example]\n  products:\n    "GoTo Meeting": "7000000000000000001"\n');
  });

  test('is served beside a Rescue account', async () => {
    let urls = '';

    const { code, stderr } = await serve(
      ['--account', 'account.json', '--goto', 'goto.json', '--init', '--log', 'requests.jsonl'],
      async (url) => {
        urls = url;
        await fetch(`${url.split('\n')[1] ?? ''}/admin/rest/v1/me`);
      },
    );

    expect(code).toBe(0);
    expect(urls).toMatch(/^http:\/\/127\.0\.0\.1:\d+\nhttp:\/\/127\.0\.0\.1:\d+$/);
    expect(stderr).toMatch(/^rescue:\n(?: {2}.+\n)+\ngoto:\n/m);
    expect(JSON.parse(await readFile(join(folder.path, 'requests.jsonl'), 'utf8'))).toMatchObject({ status: 401 });
  });

  test('is never overwritten by --init, and nothing else is created then', async () => {
    await writeFile(join(folder.path, 'goto.json'), 'precious');

    const args = ['sandbox', '--account', 'account.json', '--goto', 'goto.json', '--init'];
    const said = await adsync(args, { cwd: folder.path });

    expect(said).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('error SANDBOX_FILE_EXISTS') });
    expect(await readdir(folder.path)).toEqual(['goto.json']);
    expect(await readFile(join(folder.path, 'goto.json'), 'utf8')).toBe('precious');
  });

  test('without client and token says so', async () => {
    const empty = { format: 'adsync.sandbox-goto/1', accountKey: '1', name: 'Corp' };
    await writeFile(join(folder.path, 'goto.json'), JSON.stringify(empty));

    const { stderr } = await serve(['--goto', 'goto.json'], () => Promise.resolve());

    expect(stderr).toContain('  clientId: …  # the account has none\n');
  });

  test.each([
    ['that is missing', ['--goto', 'none.json'], 'SANDBOX_FILE_MISSING'],
    ['that is none', ['--goto', 'bad.json'], 'SANDBOX_FILE_BAD'],
    ['that cannot be written', ['--goto', 'missing/goto.json', '--init'], 'SANDBOX_FILE_UNWRITABLE'],
  ])('%s is an error', async (_what, args, code) => {
    await writeFile(join(folder.path, 'bad.json'), '{}');
    const said = await adsync(['sandbox', ...args], { cwd: folder.path });

    expect(said).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(`error ${code}`) });
  });

  test('does not start on a port that is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;

    const args = ['sandbox', '--goto', 'goto.json', '--init', '--goto-port', String(port)];
    const said = await adsync(args, { cwd: folder.path });
    server.close();

    expect(said).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('choose another --goto-port') });
  });
});

describe('a stand-in Graph', () => {
  /** Asks for a token with the values of the YAML lines, and with it for the groups. */
  async function groupsBy(stderr: string): Promise<{ status: number; names: unknown[] }> {
    const value = (name: string): string => new RegExp(`^  ${name}: "?([^"\\n]+)"?$`, 'm').exec(stderr)?.[1] ?? '';
    const file = /^ {2}tls: \{ ca: (.+) \}$/m.exec(stderr)?.[1] ?? '';
    const ca = await readFile(join(folder.path, file), 'utf8');
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: value('clientId'),
      client_secret: value('clientSecret'),
      scope: `${value('graphUrl')}/.default`,
    });
    const url = `${value('authorityUrl')}/${value('tenantId')}/oauth2/v2.0/token`;
    const token = await ask({ ca }, url, { method: 'POST', body: body.toString() });
    const headers = { authorization: `Bearer ${String(token.body['access_token'])}` };
    const said = await ask({ ca }, `${value('graphUrl')}/v1.0/groups?$select=displayName`, { headers });
    const names = (said.body['value'] as { displayName: string }[]).map(({ displayName }) => displayName);
    return { status: said.status, names };
  }

  test('serves the example people, and its YAML lines lead to them', async () => {
    let stderr = '';
    let read: Awaited<ReturnType<typeof groupsBy>> | null = null;

    const { code } = await serve(['--graph'], async (_url, said) => {
      stderr = said();
      read = await groupsBy(stderr);
    });

    expect(code).toBe(0);
    expect(stderr).toContain('  tls: { ca: graph-ca.pem }\n');
    expect(read).toEqual({
      status: 200,
      names: ['Helpdesk Tier 1', 'Helpdesk Tier 2', 'Network', 'Printers', 'Field Support', 'All Staff'],
    });
  });

  test('replaces the authority of an earlier start, and no other file', async () => {
    const first = await serve(['--graph'], () => Promise.resolve());
    const again = await serve(['--graph'], () => Promise.resolve());
    const refused = [];
    for (const [name, text] of [
      ['ca.pem', CA_PEM],
      ['sync.yaml', 'version: 1\n'],
    ] as const) {
      await writeFile(join(folder.path, name), text);
      refused.push(await adsync(['sandbox', '--graph', '--ca', name], { cwd: folder.path }));
      expect(await readFile(join(folder.path, name), 'utf8')).toBe(text);
    }

    expect([first.code, again.code]).toEqual([0, 0]);
    for (const { code, stderr } of refused) {
      expect(code).toBe(1);
      expect(stderr).toContain('error SANDBOX_FILE_EXISTS');
    }
  });

  test('prints YAML lines that are valid in a file', async () => {
    let valid = '';

    await serve(['--graph'], async (_url, said) => {
      const directory = /^directory:\n(?: {2}.*\n)+/m.exec(said())?.[0] ?? '';
      const rescue = 'rescue:\n  url: sandbox:account.json\n  apiToken: sandbox-token\n';
      const groups = '  groups: [{ directoryGroup: Helpdesk Tier 1, rescueGroup: Technicians/Tier 1 }]\n';
      await writeFile(join(folder.path, 'entra.yaml'), `version: 1\n${directory}${rescue}${groups}`);
      valid = (await adsync(['validate', '-f', 'entra.yaml'], { cwd: folder.path })).stdout;
    });

    expect(valid).toMatch(/^entra\.yaml is valid: 1 mapping/);
  });

  test('is served beside an account, one address a line', async () => {
    let urls = '';

    const args = ['--graph', '--ca', 'my ca.pem', '--account', 'account.json', '--init', '--log', 'requests.jsonl'];
    const { code, stderr } = await serve(args, async (url) => {
      urls = url;
      const ca = await readFile(join(folder.path, 'my ca.pem'), 'utf8');
      await ask({ ca }, `${url.split('\n')[1] ?? ''}/v1.0/groups`);
    });

    expect(code).toBe(0);
    expect(urls).toMatch(/^http:\/\/127\.0\.0\.1:\d+\nhttps:\/\/localhost:\d+$/);
    expect(stderr).toContain('  tls: { ca: "my ca.pem" }\n');
    expect(JSON.parse(await readFile(join(folder.path, 'requests.jsonl'), 'utf8'))).toMatchObject({
      path: '/v1.0/groups',
      status: 401,
    });
  });

  test.each([
    ['when its tenant file is missing', ['--tenant', 'none.json'], 'SANDBOX_FILE_MISSING'],
    ['when its authority cannot be written', ['--ca', 'missing/ca.pem'], 'SANDBOX_FILE_UNWRITABLE'],
  ])('does not start %s', async (_what, args, code) => {
    const said = await adsync(['sandbox', '--graph', ...args], { cwd: folder.path });

    expect(said).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(`error ${code}`) });
  });
});

test('without anything to serve it says what can be served', async () => {
  const said = await adsync(['sandbox'], { cwd: folder.path });

  expect(said).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('error SANDBOX_NOTHING') });
});
