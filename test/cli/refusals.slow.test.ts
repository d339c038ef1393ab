import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
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
  test('that lacks its schemas says what to do', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'adsync-installed-'));
    close.push(() => rm(folder, { recursive: true }));
    for (const part of ['bin', 'dist', 'package.json']) {
      await cp(join(ROOT, part), join(folder, part), { recursive: true });
    }
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));

    const said = spawnSync(process.execPath, [join(folder, 'bin/adsync.js'), 'schema', 'plan'], { encoding: 'utf8' });

    expect(said).toMatchObject({ status: 1, stdout: '' });
    expect(said.stderr).toContain('error SCHEMA_MISSING');
    expect(said.stderr).toContain('Install adsync again');
  });
});
