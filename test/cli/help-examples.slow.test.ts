import { spawnSync } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commandWords } from '../../src/config/command-words.ts';
import { Interrupted } from '../../src/cli/signals.ts';
import { runCli } from '../../src/cli/run-cli.ts';
import { EXAMPLES, newFolder } from '../e2e/adsync.ts';
import { adsync, fakeHost, type Said } from './fake-host.ts';
import { EXAMPLES_TABLE, type ExampleRun } from './help-examples.ts';
import { helpTexts } from './help-texts.ts';

/** Every example of every help, run in a company of its own: LDIF file, sandbox account, saved plan, one run in the past. */

let world: Awaited<ReturnType<typeof newFolder>>;
let copies: Awaited<ReturnType<typeof newFolder>>;
/** The run in the past, as the history names it. */
let run = '';
let count = 0;

beforeAll(async () => {
  [world, copies] = [await newFolder({}), await newFolder({})];
  const at = (...path: string[]): string => join(world.path, ...path);
  for (const name of ['sync.yaml', 'directory.ldif', 'account.json', 'tenant.json', 'tests']) {
    await cp(join(EXAMPLES, name), at(name), { recursive: true });
  }
  await prepare(at);
  const runs = (await succeed(['history', '--json'])).stdout;
  run = (JSON.parse(runs) as { runs: { run: string }[] }).runs[0]?.run ?? '';
  expect(run).not.toBe('');
}, 120_000);

afterAll(async () => {
  await world.remove();
  await copies.remove();
});

/** What the examples name. */
async function prepare(at: (...path: string[]) => string): Promise<void> {
  const file = await readFile(at('sync.yaml'), 'utf8');
  await mkdir(at('it'));
  for (const name of ['other.yaml', 'old.yaml', 'it/rescue.yaml']) await writeFile(at(name), file);
  for (const region of ['emea', 'apac']) {
    await writeFile(at(`${region}.yaml`), file.replace('account.json', `${region}.json`));
    const account = JSON.parse(await readFile(at('account.json'), 'utf8')) as { account: { id: string } };
    await writeFile(at(`${region}.json`), JSON.stringify(account));
  }
  const git = (...args: string[]): void => {
    const who = ['-c', 'user.name=A', '-c', 'user.email=a@corp.example'];
    expect(spawnSync('git', [...who, ...args], { cwd: world.path }).status).toBe(0);
  };
  git('init', '-q');
  git('add', 'sync.yaml');
  git('commit', '-q', '-m', 'one');
  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  await succeed(['snapshot', 'snapshot.json']);
  // One run in the past, with everything but what a second plan is to find.
  await succeed(['apply', '--yes']);
  await cp(join(EXAMPLES, 'account.json'), at('account.json'));
  await succeed(['plan', '--out', 'plan.json', '--excel', 'plan.xlsx']);
}

async function succeed(args: readonly string[]): Promise<Said> {
  const said = await adsync(args, { cwd: world.path, env: { PATH: process.env['PATH'] ?? '' } });
  expect([args, said.code, said.code === 0 ? '' : said.stderr]).toEqual([args, 0, '']);
  return said;
}

interface Line {
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  /** What the shell does with the answer: `| jq …` or `> file`. */
  readonly rest: string;
}

/** Takes a line of a help apart as a shell would; what stands for something in it is put in. */
function lineOf(example: string): Line {
  const line = example
    .replaceAll('2026-11-22T0912', run)
    .replace('=… ', `=${'k'.repeat(32)} `)
    .replace(/(remove|move|--before) "Technicians\/Tier 1"/, '$1 "Technicians/Helpdesk/Tier 1"')
    .replace('move 4', 'move 3')
    .replace('--print -f /etc/adsync/', '--print -f ')
    .replace('explain ada@', 'explain ada.lovelace@')
    .replace('--port 8080', '--port 0');
  const [, variable = '', value = '', command = '', rest = ''] =
    /^(?:([A-Z_]+)=(\S+) )?adsync (.*?)( [|>] .*)?$/.exec(line) ?? [];
  const parsed = commandWords(command);
  if ('fault' in parsed) throw new Error(`${line}: ${parsed.fault}`);
  return { env: variable === '' ? {} : { [variable]: value }, args: parsed.words, rest: rest.trim() };
}

async function runLine({ env, args }: Line, { typed, until }: ExampleRun, cwd: string): Promise<Said> {
  const stop = new AbortController();
  const { host, stdout, stderr } = fakeHost({
    cwd,
    env: { PATH: process.env['PATH'] ?? '', NO_COLOR: '1', ...env },
    isTTY: typed !== undefined,
    ...(typed === undefined ? {} : { stdin: typed }),
    signal: stop.signal,
  });
  const watched = (stream: typeof host.stdout): typeof host.stdout => ({
    ...stream,
    write: (text) => {
      stream.write(text);
      if (until?.test(stdout.join('') + stderr.join('')) === true) stop.abort(new Interrupted('SIGINT'));
    },
  });
  const code = await runCli(['node', 'adsync', ...args], {
    ...host,
    stdout: watched(host.stdout),
    stderr: watched(host.stderr),
  });
  return { code, stdout: stdout.join(''), stderr: stderr.join('') };
}

const examples = [...new Set(helpTexts().flatMap((one) => one.examples))];
const isRun = (line: string): boolean => EXAMPLES_TABLE[line]?.notRun === undefined;

describe('an example of a help runs', () => {
  test.each(examples.filter(isRun))('%s', async (example) => {
    const wishes = EXAMPLES_TABLE[example] ?? {};
    const cwd = join(copies.path, String((count += 1)));
    await cp(world.path, cwd, { recursive: true });
    for (const name of wishes.without ?? []) await rm(join(cwd, name));
    const line = lineOf(example);

    const said = await runLine(line, wishes, cwd);

    expect([said.code, said.code === (wishes.code ?? 0) ? '' : said.stderr]).toEqual([wishes.code ?? 0, '']);
    if (wishes.says !== undefined) expect(said.stdout + said.stderr).toMatch(wishes.says);
    if (line.rest === '') return;
    const piped = spawnSync('sh', ['-c', `cat ${line.rest}`], { cwd, input: said.stdout, encoding: 'utf8' });
    expect({ status: piped.status, stderr: piped.stderr }).toEqual({ status: 0, stderr: '' });
  });
});

test('what is not run has a reason', () => {
  const reasons = examples.filter((line) => !isRun(line)).map((line) => EXAMPLES_TABLE[line]?.notRun ?? '');

  expect(reasons.filter((why) => !/^[A-Z].{20,}\.$/.test(why))).toEqual([]);
  expect(examples.length).toBeGreaterThan(60);
});
