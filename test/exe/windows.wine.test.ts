import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { type Example, openExample } from '../cli/example.ts';
import { newWindows, type Windows } from './wine.ts';

/**
 * The executable for Windows, under Wine 8, which takes two changes in the file: see scripts/jest-setup-wine.mjs.
 */

const PROGRAM = process.env['ADSYNC_TEST_WINDOWS_PROGRAM'] ?? '';

let windows: Windows;
let example: Example;

beforeAll(() => {
  windows = newWindows();
}, 120_000);
afterAll(async () => {
  await windows.remove();
});
beforeEach(async () => {
  example = await openExample();
});
afterEach(async () => {
  await example.close();
});

function adsync(...args: string[]) {
  return windows.run(PROGRAM, args, { cwd: example.path });
}

test('validate, plan, workbook, apply, and a plan with nothing left to do', async () => {
  const validated = await adsync('validate');
  const planned = await adsync('plan', '--excel', 'plan.xlsx', '--html', 'plan.html', '--out', 'plan.json');
  const applied = await adsync('apply', 'plan.json', '--yes');
  const last = await adsync('plan', '--detailed-exitcode');

  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(join(example.path, 'plan.xlsx'));
  expect(validated).toMatchObject({ code: 0, stdout: expect.stringContaining('sync.yaml is valid: 3 mappings') });
  expect(planned.stdout).toContain('Plan: 17 to create, 3 to update, 2 to move, 1 to enable, 3 to disable');
  expect(planned.code).toBe(0);
  expect(workbook.worksheets.length).toBeGreaterThan(1);
  expect(await readFile(join(example.path, 'plan.html'), 'utf8')).toContain('</html>');
  expect(applied).toMatchObject({ code: 0, stdout: expect.stringContaining('29 of 29 changes made') });
  expect(last).toMatchObject({ code: 0, stdout: expect.stringContaining('No changes.') });
});

test('reads no variable by which Node would run code', async () => {
  const cnf =
    'nodejs_conf = all\n[all]\nproviders = list\n[list]\none = library\n[library]\nmodule = none.dll\nactivate = 1\n';
  await writeFile(join(example.path, 'openssl.cnf'), cnf);
  const env = { OPENSSL_CONF: 'openssl.cnf', NODE_COMPILE_CACHE: 'cache', NODE_OPTIONS: '--no-such-option' };

  expect(await windows.run(PROGRAM, ['--version'], { cwd: example.path, env })).toMatchObject({ code: 0, stderr: '' });
  expect(existsSync(join(example.path, 'cache'))).toBe(false);
});

test('of two applies that are started together exactly one works', async () => {
  example.sandbox.switches.latency = 150;
  const both = [adsync('apply', '--yes'), adsync('apply', '--yes')];
  await Promise.race(both);
  example.sandbox.switches.latency = 0;
  const ended = await Promise.all(both);

  expect(ended.map(({ code }) => code).toSorted()).toEqual([0, 4]);
  expect(ended.find(({ code }) => code === 4)?.stderr).toContain('error LOCKED Another run works on account');
});

test('Ctrl-C finishes the changes under way, closes the journal, and says what is done', async () => {
  await example.close();
  let writes = 0;
  let kill: ((signal: NodeJS.Signals) => void) | null = null;
  example = await openExample({
    switches: { latency: 5 },
    faultFor(method) {
      if (/^(set|create|move)/.test(method)) writes += 1;
      if (writes === 6) kill?.('SIGINT');
      return null;
    },
  });

  const ended = await windows.run(PROGRAM, ['apply', '--yes'], {
    cwd: example.path,
    onStart: (send) => {
      kill = send;
    },
  });
  const again = await adsync('apply', '--yes');

  expect(ended.stderr).toContain('Interrupted. The changes under way were finished');
  expect(ended.code).toBe(130);
  expect(ended.stdout).toMatch(/Apply: \d+ of 29 changes made, \d+ skipped\./);
  expect(again.code).toBe(0);
});

describe('NODE_OPTIONS', () => {
  test('runs no code', async () => {
    const env = { NODE_OPTIONS: '--require ./no-such-file.cjs' };

    expect(await windows.run(PROGRAM, ['--version'], { cwd: example.path, env })).toMatchObject({
      code: 0,
      stderr: '',
    });
  });
});

test('a signature is put on, verified, and leaves a program that runs', async () => {
  const signed = join(example.path, 'signed.exe');
  const key = join(example.path, 'key.pem');
  const certificate = join(example.path, 'certificate.pem');
  const must = (program: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${program} failed:\n${stdout}${stderr}`);
  };
  must(
    'openssl',
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-subj',
    '/CN=Test',
    '-days',
    '30',
    '-keyout',
    key,
    '-out',
    certificate,
    '-addext',
    'extendedKeyUsage=codeSigning',
  );
  must('osslsigncode', 'sign', '-certs', certificate, '-key', key, '-h', 'sha256', '-in', PROGRAM, '-out', signed);
  must('osslsigncode', 'verify', '-CAfile', certificate, '-in', signed);

  expect(await windows.run(signed, ['--version'], { cwd: example.path })).toMatchObject({ code: 0 });
});
