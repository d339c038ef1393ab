import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Failure } from '../../src/core/failure.ts';
import { carryOut } from '../../src/service/carry-out.ts';
import { MARKER } from '../../src/service/description.ts';
import type { Step } from '../../src/service/steps.ts';

let folder = '';
let shown: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adsync-service-'));
  mkdirSync(join(folder, 'bin'));
  shown = [];
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A program of the system, in the only folder of PATH. */
function program(name: string, script: string): void {
  const path = join(folder, 'bin', name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

async function outcome(steps: readonly Step[]): Promise<unknown> {
  const show = (text: string): void => {
    shown.push(text);
  };
  try {
    return await carryOut(steps, { env: { PATH: join(folder, 'bin') }, platform: 'linux', show });
  } catch (error) {
    if (error instanceof Failure) return [error.code, error.message];
    throw error;
  }
}

describe('a file that is there', () => {
  const look = (name: string, mayMiss: boolean): Step => ({ do: 'look-at-file', path: join(folder, name), mayMiss });

  test('is left alone unless adsync has written it', async () => {
    writeFileSync(join(folder, 'a.service'), '[Unit]\n');
    const steps: Step[] = [
      look('a.service', true),
      { do: 'write', path: join(folder, 'a.service'), text: 'x', encoding: 'utf8' },
    ];

    expect(await outcome(steps)).toEqual(['SERVICE_NOT_OURS', expect.stringContaining('a.service is there')]);
    expect(readFileSync(join(folder, 'a.service'), 'utf8')).toBe('[Unit]\n');
  });

  test('is recognised as ours, in UTF-16 too', async () => {
    const write = (encoding: 'utf8' | 'utf16le'): Step => {
      return { do: 'write', path: join(folder, encoding), text: `<!-- ${MARKER} -->\r\n`, encoding };
    };

    expect(await outcome([write('utf8'), write('utf16le'), look('utf8', false), look('utf16le', true)])).toBe(true);
    expect(readFileSync(join(folder, 'utf16le')).subarray(0, 4)).toEqual(Buffer.from([0xff, 0xfe, 0x3c, 0]));
    expect(statSync(join(folder, 'utf8')).mode & 0o711).toBe(0o600);
  });

  test('may be missing only where it is installed', async () => {
    expect(await outcome([look('none', true)])).toBe(true);
    expect(await outcome([look('none', false)])).toEqual(['SERVICE_NOT_INSTALLED', expect.stringContaining('none')]);
  });
});

test.each([
  [`printf '<\\0S\\0o\\0u\\0>\\0'; printf '${MARKER}' | sed 's/./&\\x00/g'`, true],
  [`echo '<Source>${MARKER}</Source>'`, true],
  ['echo "<Source>somebody</Source>"', 'SERVICE_NOT_OURS'],
  ['exit 1', 'SERVICE_NOT_INSTALLED'],
])('what a command answers (%s) decides like a file: %j', async (script, expected) => {
  program('schtasks', `PATH=/usr/bin:/bin; ${script}`);
  const step: Step = { do: 'look-at-answer', command: ['schtasks', '/Query'], what: 'the task adsync', mayMiss: false };
  const found = await outcome([step]);

  expect(Array.isArray(found) ? found[0] : found).toBe(expected);
});

describe('programs', () => {
  test('get their arguments as they are, without a shell', async () => {
    program('tool', `for one in "$@"; do echo "[$one]" >> ${join(folder, 'log')}; done`);

    expect(await outcome([{ do: 'run', command: ['tool', 'a b', '$HOME', ';', '', '"*"'] }])).toBe(true);
    expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('[a b]\n[$HOME]\n[;]\n[]\n["*"]\n');
  });

  test('that fail end it all, unless they may', async () => {
    program('fails', 'echo first >&2; echo "Access is denied." >&2; exit 5');
    const after: Step = { do: 'make-folder', path: join(folder, 'after'), mode: 0o755 };
    const fails = (mayFail?: true): Step => ({ do: 'run', command: ['fails', 'x'], ...(mayFail ? { mayFail } : {}) });

    expect(await outcome([fails(), after])).toEqual([
      'SERVICE_COMMAND',
      'fails x ended with 5: first Access is denied.',
    ]);
    expect(existsSync(join(folder, 'after'))).toBe(false);
    expect(await outcome([fails(true), after])).toBe(true);
    expect(existsSync(join(folder, 'after'))).toBe(true);
    expect(await outcome([{ do: 'run', command: ['gone'] }])).toEqual([
      'SERVICE_COMMAND',
      'gone could not be started: it is in no folder of PATH.',
    ]);
  });

  test('that only show something say how it is', async () => {
    program('status', 'echo "inactive (dead)"; exit 3');
    program('fine', 'echo active');

    expect(await outcome([{ do: 'show', command: ['status'] }])).toBe(false);
    expect(await outcome([{ do: 'show', command: ['fine'] }])).toBe(true);
    expect(shown).toEqual(['inactive (dead)\n', 'active\n']);
  });

  test('a manager that does not answer is found out before anything is written', async () => {
    program('systemctl', 'echo "System has not been booted with systemd." >&2; exit 1');
    const write: Step = { do: 'write', path: join(folder, 'unit'), text: 'x', encoding: 'utf8' };
    const ask = (name: string): Step => ({ do: 'ask-manager', command: [name, 'show'] });

    expect(await outcome([ask('systemctl'), write])).toEqual([
      'SERVICE_MANAGER',
      'What manages services does not answer: System has not been booted with systemd. Nothing was written.',
    ]);
    expect(await outcome([ask('launchctl'), write])).toEqual([
      'SERVICE_MANAGER',
      'What manages services does not answer: launchctl is not there. Nothing was written.',
    ]);
    expect(existsSync(join(folder, 'unit'))).toBe(false);
  });
});

test('what is removed is gone, and what was gone is no fault', async () => {
  writeFileSync(join(folder, 'unit'), '');
  const remove: Step = { do: 'remove', path: join(folder, 'unit') };

  expect(await outcome([remove, remove])).toBe(true);
  expect(existsSync(join(folder, 'unit'))).toBe(false);
});
