import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadSandboxAccount } from '../../src/sandbox/index.ts';
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
  use: (url: string) => Promise<void>,
): Promise<{ code: number; stderr: string }> {
  const controller = new AbortController();
  const { host, stdout, stderr } = fakeHost({ cwd: folder.path, signal: controller.signal });
  const running = runCli(['node', 'adsync', 'sandbox', ...args], {
    ...host,
    stdout: {
      ...host.stdout,
      write: (text) => {
        stdout.push(text);
        void use(text.trim()).finally(() => {
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
    expect(stderr).toMatch(/^ {2}url: http:\/\/127\.0\.0\.1:\d+$/m);
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
