import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Example, openExample } from './example.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const close: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const one of close.splice(0)) await one();
});

async function example(): Promise<Example> {
  const opened = await openExample();
  close.push(() => opened.close());
  return opened;
}

describe('without a terminal and without --yes', () => {
  test.each([['apply'], ['retry']])('%s reads and changes nothing', async (command) => {
    const opened = await example();

    const said = await opened.run([command]);

    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr).toContain('error CONSENT_MISSING');
    expect(said.stderr).toContain(`adsync ${command} --yes`);
    expect(opened.sandbox.log).toEqual([]);
  });
});

describe('history', () => {
  test('of a part of a name that fits several runs names them, and guesses none', async () => {
    const opened = await example();
    await opened.run(['apply', '--yes']);
    for (const node of opened.sandbox.account.nodes) if (node.description.includes('[adsync ')) node.name = 'By Hand';
    await opened.run(['apply', '--yes']);
    const { stdout } = await opened.run(['history', '--json']);
    const names = (JSON.parse(stdout) as { runs: { run: string }[] }).runs.map((one) => one.run);

    const said = await opened.run(['history', '-']);

    expect(names).toHaveLength(2);
    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr).toContain('error RUN_AMBIGUOUS');
    for (const name of names) expect(said.stderr).toContain(name);
  });
});

describe('an installation', () => {
  test('needs no file and no package besides its own code', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'adsync-installed-'));
    close.push(() => rm(folder, { recursive: true }));
    for (const part of ['bin', 'dist', 'package.json']) {
      await cp(join(ROOT, part), join(folder, part), { recursive: true });
    }
    for (const file of ['sync.yaml', 'directory.ldif', 'account.json']) {
      await cp(join(ROOT, 'examples', file), join(folder, file));
    }
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [join(folder, 'bin/adsync.js'), ...args], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, NODE_OPTIONS: '--throw-deprecation' },
      });

    const schema = run('schema', 'plan');
    const plan = run('plan', '--excel', 'plan.xlsx', '--html', 'plan.html', '--out', 'plan.json');
    const apply = run('apply', '--yes', 'plan.json');

    expect(schema).toMatchObject({ status: 0, stderr: '' });
    expect(schema.stdout).toBe(await readFile(join(ROOT, 'schemas/plan.schema.json'), 'utf8'));
    expect(plan).toMatchObject({ status: 0 });
    expect(apply.stdout).toContain('done');
    expect(apply.status).toBe(0);
  });
});
