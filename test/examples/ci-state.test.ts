import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SCRIPTS } from './ci/files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adsync-ci-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const KEY = 'state-key-0123456789abcdef';

function state(key: string, ...args: string[]): { status: number | null; said: string } {
  const env = { PATH: process.env['PATH'] ?? '', ADSYNC_STATE_KEY: key };
  const options = { cwd: folder, env, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(SCRIPTS, 'state.mjs'), ...args], options);
  return { status, said: stdout + stderr };
}

test('a state folder comes out of its sealed file as it went in, but for its locks', () => {
  for (const name of ['runs', 'locks']) {
    mkdirSync(join(folder, '.adsync', name), { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, '.adsync', name, 'a'), 'Ada Lovelace', { mode: 0o600 });
  }

  expect(state(KEY, 'seal', '.adsync', 'sealed')).toMatchObject({ status: 0 });
  expect(state(KEY, 'open', 'sealed', 'opened')).toMatchObject({ status: 0 });

  expect(readFileSync(join(folder, 'opened/runs/a'), 'utf8')).toBe('Ada Lovelace');
  expect(existsSync(join(folder, 'opened/locks'))).toBe(false);
  expect([statSync(join(folder, 'opened/runs/a')).mode & 0o777, statSync(join(folder, 'sealed')).mode & 0o777]).toEqual(
    [0o600, 0o600],
  );
  expect(readFileSync(join(folder, 'sealed'), 'latin1')).not.toMatch(/Ada|runs/);
});

test('what was altered, or sealed with another key, is not opened', () => {
  mkdirSync(join(folder, '.adsync'));
  state(KEY, 'seal', '.adsync', 'sealed');
  const bytes = readFileSync(join(folder, 'sealed'));
  writeFileSync(join(folder, 'cut'), bytes.subarray(0, -1));
  writeFileSync(join(folder, 'short'), bytes.subarray(0, 20));

  const ends = [
    state(`${KEY}x`, 'open', 'sealed', 'opened'),
    state(KEY, 'open', 'cut', 'opened'),
    state(KEY, 'open', 'short', 'opened'),
    state('', 'open', 'sealed', 'opened'),
    state('short', 'seal', '.adsync', 'sealed'),
  ];

  expect(ends.map(({ status }) => status)).toEqual([1, 1, 1, 1, 1]);
  expect(ends[3]?.said).toContain('ADSYNC_STATE_KEY is missing or too short.');
  expect(existsSync(join(folder, 'opened'))).toBe(false);
});

test('the first run has nothing to open, and a run that did nothing nothing to seal', () => {
  const { status, said } = state(KEY, 'open', 'sealed', 'opened');
  expect([status, said]).toEqual([
    0,
    'There is no state yet: limits count from now on, and approvals in the file count as unused.\n',
  ]);
  expect(state(KEY, 'seal', '.adsync', 'sealed')).toMatchObject({ status: 0 });
  expect(existsSync(join(folder, 'sealed'))).toBe(false);
});
