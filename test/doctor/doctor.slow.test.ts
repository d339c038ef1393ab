import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { adsync } from '../cli/fake-host.ts';

const EXAMPLES = resolve(import.meta.dirname, '../../examples');
let cwd = '';

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'adsync-doctor-'));
  for (const name of ['rescue-and-goto.yaml', 'directory.ldif', 'account.json', 'goto-account.json']) {
    await cp(join(EXAMPLES, name), join(cwd, name));
  }
});
afterAll(async () => {
  await rm(cwd, { recursive: true });
});

interface Document {
  readonly result: string;
  readonly recording?: string | null;
  readonly checks: readonly { readonly id: string; readonly result: string }[];
  readonly questions?: readonly { readonly target: string }[];
}

async function doctor(...args: string[]): Promise<{ code: number; document: Document; stderr: string }> {
  const said = await adsync(['doctor', '-f', 'rescue-and-goto.yaml', '--json', ...args], { cwd });
  return { code: said.code, document: JSON.parse(said.stdout) as Document, stderr: said.stderr };
}

function results({ checks }: Document): Record<string, string> {
  return Object.fromEntries(checks.map(({ id, result }) => [id, result]));
}

test('a file that works has no check that fails, and the document fits its schema', async () => {
  const { code, document } = await doctor();
  const schema = JSON.parse(await readFile(resolve(EXAMPLES, '../schemas/doctor.schema.json'), 'utf8')) as object;
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  formats.default(ajv);

  expect(code).toBe(0);
  expect(ajv.validate(schema, document)).toBe(true);
  expect(results(document)).toMatchObject({
    node: 'ok',
    secrets: 'warn',
    'directory.groups': 'ok',
    'rescue.access': 'ok',
    'rescue.role': 'ok',
    'goto.rights': 'ok',
    'goto.products': 'ok',
    'state.lock.goto': 'ok',
    files: 'ok',
  });
});

test('an account that fails leaves the checks of the other as they are', async () => {
  const path = join(cwd, 'rescue-and-goto.yaml');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace('apiToken: sandbox-token', 'apiToken: another-token'));
  const { code, document } = await doctor();
  await writeFile(path, text);

  expect(code).toBe(1);
  expect(results(document)).toMatchObject({
    'rescue.access': 'fail',
    'rescue.account': 'skipped',
    'state.lock.rescue': 'skipped',
    'goto.token': 'ok',
    'goto.account': 'ok',
  });
});

test('a recording needs an answer, and without a terminal --yes; nothing is read or kept before', async () => {
  const refused = await adsync(['doctor', '-f', 'rescue-and-goto.yaml', '--record', 'r.json'], { cwd });
  const unanswered = await adsync(['doctor', '-f', 'rescue-and-goto.yaml', '--record', 'r.json'], { cwd, isTTY: true });

  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('CONSENT_MISSING');
  expect(unanswered.stderr).toContain('This is what the recording holds');
  expect(unanswered.stderr).toContain('Nothing was kept.');
  await expect(stat(join(cwd, 'r.json'))).rejects.toThrow();
});

test('a recording names nobody, is for its owner, and is a profile that fits the account', async () => {
  const { code, document } = await doctor('--record', 'r.json', '--yes');
  const text = await readFile(join(cwd, 'r.json'), 'utf8');
  const account = JSON.parse(await readFile(join(cwd, 'account.json'), 'utf8')) as {
    readonly nodes: readonly { readonly name: string; readonly email?: string }[];
  };
  const users = account.nodes.flatMap(({ name, email = '' }) => (email === '' ? [] : [name, email]));

  expect(code).toBe(0);
  expect(document.recording).toBe('r.json');
  expect(new Set(document.questions?.map(({ target }) => target))).toEqual(new Set(['rescue', 'goto']));
  expect((await stat(join(cwd, 'r.json'))).mode & 0o777).toBe(0o600);
  expect(users.length).toBeGreaterThan(5);
  expect(users.filter((name) => text.includes(name))).toEqual([]);
  expect(text).not.toMatch(/sandbox-token|Bearer [\w.]|ASP\.NET/);

  const path = join(cwd, 'rescue-and-goto.yaml');
  const file = await readFile(path, 'utf8');
  const plan = async (profile: string) => {
    await writeFile(path, file.replace('  apiToken:', `  profile: ${profile}\n  apiToken:`));
    const said = await adsync(['plan', '-f', 'rescue-and-goto.yaml', '--target', 'rescue'], { cwd });
    await writeFile(path, file);
    return said.stdout;
  };

  expect(await plan('r.json')).not.toContain('PROFILE_DIFFERS');
  expect(await plan('{ lineEnd: crlf }')).toContain('PROFILE_DIFFERS');
});
