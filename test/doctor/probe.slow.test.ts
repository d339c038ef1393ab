import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { runCli } from '../../src/cli/run-cli.ts';
import { fileNameOf, targetId } from '../../src/core/target-id.ts';
import { adsync, fakeHost } from '../cli/fake-host.ts';

const EXAMPLES = resolve(import.meta.dirname, '../../examples');
const PAT = {
  id: 337499,
  parent: 337373,
  type: 'Technician',
  name: 'Pat Probe',
  email: 'pat.probe@corp.example',
  description: 'Only for probes',
  status: 'Disabled',
};
const STEPS = 5;
let cwd = '';

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'adsync-probe-'));
  for (const name of ['rescue-and-goto.yaml', 'directory.ldif', 'goto-account.json'])
    await cp(join(EXAMPLES, name), join(cwd, name));
  const account = JSON.parse(await readFile(join(EXAMPLES, 'account.json'), 'utf8')) as { nodes: object[] };
  account.nodes.push(PAT);
  await writeFile(join(cwd, 'account.json'), JSON.stringify(account));
});
afterEach(async () => {
  await rm(cwd, { recursive: true });
});

/** Answers each question when it is asked, as somebody at a terminal would. */
async function atTerminal(
  args: readonly string[],
  lines: readonly string[],
): Promise<{ code: number; out: string; err: string }> {
  const stream = new PassThrough();
  const { host, stdout, stderr } = fakeHost({ cwd, isTTY: true });
  const left = [...lines];
  const write = (text: string): void => {
    stderr.push(text);
    if (/(?:Type yes to go on|once more): $/.test(text)) setImmediate(() => stream.write(`${left.shift() ?? ''}\n`));
  };
  const code = await runCli(['node', 'adsync', 'doctor', '-f', 'rescue-and-goto.yaml', ...args], {
    ...host,
    stdin: { isTTY: true, stream },
    stderr: { ...host.stderr, write },
  });
  return { code, out: stdout.join(''), err: stderr.join('') };
}

interface Document {
  readonly checks: readonly { readonly id: string; readonly result: string; readonly text: string }[];
  readonly questions: readonly { readonly target: string; readonly id: string; readonly answer: unknown }[];
}

async function descriptionOfPat(): Promise<unknown> {
  const { nodes } = JSON.parse(await readFile(join(cwd, 'account.json'), 'utf8')) as { nodes: (typeof PAT)[] };
  return nodes.find(({ id }) => id === PAT.id)?.description;
}

async function keptFiles(): Promise<string[]> {
  return await readdir(join(cwd, '.adsync/probes')).catch(() => []);
}

const PROBE = ['--probe', '--probe-user', 'pat.probe@corp.example'];
const yes = Array<string>(STEPS).fill('yes');

test('each step has its own yes, the answers stand in the document, and nothing is left behind', async () => {
  const { code, out, err } = await atTerminal(
    [...PROBE, '--json'],
    ['pat.probe@corp.example', 'yes', 'no', 'y', '', 'yes'],
  );
  const { checks, questions } = JSON.parse(out) as Document;

  expect(code).toBe(0);
  expect(err).toContain('337499, Pat Probe, pat.probe@corp.example');
  expect(err.split('Try it?')).toHaveLength(STEPS + 1);
  expect(Object.fromEntries(questions.map(({ id, answer }) => [id, answer]))).toEqual({
    omittedFields: 'clear',
    emptyFields: null,
    lineBreaksInValues: null,
    characters: null,
    descriptionMaxLength: null,
    descriptionTooLong: null,
  });
  expect(checks.find(({ id }) => id === 'rescue.probe')).toMatchObject({ result: 'ok' });
  expect(checks.find(({ id }) => id === 'goto.probe')).toMatchObject({ result: 'ok' });
  expect(await descriptionOfPat()).toBe('Only for probes');
  expect(await keptFiles()).toEqual([]);
});

test('where the user is named otherwise the second time, nothing is tried', async () => {
  const before = await readFile(join(cwd, 'account.json'), 'utf8');
  const { code, out, err } = await atTerminal(PROBE, ['yes', ...yes]);

  expect(code).toBe(0);
  expect(err).not.toContain('Try it?');
  expect(out).toContain('It was not tried: nobody agreed to it.');
  expect(await readFile(join(cwd, 'account.json'), 'utf8')).toBe(before);
});

test.each([
  [['--probe', '--probe-user', 'x', '--yes'], 'CONSENT_MISSING'],
  [['--probe'], 'PROBE_USER_MISSING'],
  [['--probe-user', 'x'], 'PROBE_USER_MISSING'],
])('without a terminal or a name nothing is read: %j', async (args, problem) => {
  const { code, stderr, stdout } = await adsync(['doctor', '-f', 'rescue-and-goto.yaml', ...args], { cwd });

  expect(code).toBe(1);
  expect(stderr).toContain(problem);
  expect(stdout).toBe('');
});

test('where an earlier one broke off, it says what stood there, and nothing is tried', async () => {
  await mkdir(join(cwd, '.adsync/probes'), { recursive: true, mode: 0o700 });
  await writeFile(join(cwd, '.adsync/probes', `${fileNameOf(targetId('rescue', '560961'))}.json`), '{"node":"4711"}\n');
  const { code, out, err } = await atTerminal([...PROBE, '--target', 'rescue'], ['pat.probe@corp.example', ...yes]);

  expect(code).toBe(1);
  expect(out.replace(/\s+/g, ' ')).toContain('{"node":"4711"}');
  expect(err).not.toContain('Try it?');
});
