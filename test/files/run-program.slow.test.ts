import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type ProgramAnswer, runProgram } from '../../src/files/run-program.ts';
import { newFolder } from '../e2e/adsync.ts';
import { until } from '../until.ts';

/** Real programs, as a vault's own would be. */

let folder: Awaited<ReturnType<typeof newFolder>>;

beforeEach(async () => {
  folder = await newFolder({});
});

afterEach(async () => {
  await folder.remove();
});

interface Wishes {
  readonly patience?: number;
  readonly signal?: AbortSignal;
  readonly platform?: NodeJS.Platform;
}

function run(words: readonly [string, ...string[]], wishes: Wishes = {}): Promise<ProgramAnswer> {
  const { patience = 20_000, signal = new AbortController().signal, platform = process.platform } = wishes;
  const endGroup = (pid: number): void => {
    process.kill(-pid, 'SIGKILL');
  };
  const env = { PATH: process.env['PATH'] ?? '', VAULT: 'of the environment' };
  return runProgram(words, { folder: folder.path, limit: 100, patience }, { env, platform, signal, endGroup });
}

async function script(name: string, text: string, mode = 0o700): Promise<string> {
  await writeFile(join(folder.path, name), `#!/bin/sh\n${text}\n`, { mode });
  return `./${name}`;
}

/** The text that was printed, or the problem. */
function said(answer: ProgramAnswer): string {
  return 'problem' in answer ? answer.problem : new TextDecoder().decode(answer.bytes);
}

describe('what it gives', () => {
  test.each([
    ['what it prints', ['printf', '%s', 'x y'], 'x y'],
    ['words as they are: there is no shell', ['printf', '%s|', '$HOME', '*', '; id'], '$HOME|*|; id|'],
    ['its exit code', ['sh', '-c', 'echo secret; exit 3'], 'ended with exit code 3'],
    ['the signal that ended it', ['sh', '-c', 'kill -TERM $$'], 'was ended by SIGTERM'],
    ['that it printed too much', ['sh', '-c', 'yes'], 'printed more than 100 bytes'],
    ['that there is none', ['no-such-vault'], 'is in no folder of PATH'],
    ['that there is none in the folder', ['./no-such-vault'], 'is no program that may be run'],
    ['that a folder is none', ['./'], 'is no program that may be run'],
    ['the environment', ['sh', '-c', 'printf %s "$VAULT"'], 'of the environment'],
    ['an end of input at once', ['cat'], ''],
    ['nothing of stderr', ['sh', '-c', 'echo secret >&2'], ''],
  ] as [string, [string, ...string[]], string][])('is %s', async (_what, words, expected) => {
    expect(said(await run(words))).toBe(expected);
  });

  test('is that of a program in the folder, which works there', async () => {
    await mkdir(join(folder.path, 'bin'));
    await script('bin/vault', 'cat here');
    await writeFile(join(folder.path, 'here'), 'token');

    expect(said(await run(['bin/vault']))).toBe('token');
  });

  test('is nothing of a file that may not be run, nor of one of the folder that is named without a slash', async () => {
    await script('plain', 'echo no', 0o600);
    await script('vault-of-the-folder', 'echo no');

    expect(said(await run(['./plain']))).toBe('is no program that may be run');
    expect(said(await run(['vault-of-the-folder']))).toBe('is in no folder of PATH');
  });

  test.each(['get.cmd', 'GET.BAT', 'C:\\Tools\\az.cmd'])('is nothing of the batch file %s in Windows', async (name) => {
    const answer = await run([name], { platform: 'win32' });

    expect(said(answer)).toBe('is a batch file, which only a shell could run: name the .exe that it starts');
  });

  test('cannot come from a terminal', async () => {
    expect(said(await run(['sh', '-c', '(: < /dev/tty) 2>/dev/null && echo asked; true']))).toBe('');
  });
});

describe('it ends with all that it has started', () => {
  test.each(['patience', 'signal'] as const)('by %s', async (why) => {
    const stop = new AbortController();
    const started = join(folder.path, 'started');
    await script('slow', `sleep 600 & echo $! > ${started}.draft; mv ${started}.draft ${started}; wait`);
    const answer = run(['./slow'], why === 'patience' ? { patience: 1500 } : { signal: stop.signal });
    await until(() => readFile(started, 'utf8').then(Boolean, () => false));
    const inner = Number(await readFile(started, 'utf8'));
    if (why === 'signal') stop.abort();

    expect(said(await answer)).toBe(why === 'signal' ? 'was interrupted' : 'took longer than 1.5 seconds');
    await until(() => Promise.resolve(!isAlive(inner)));
  });
});

/** What has ended and was not yet looked at by its parent counts as ended. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return !isZombie(pid);
}

function isZombie(pid: number): boolean {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
