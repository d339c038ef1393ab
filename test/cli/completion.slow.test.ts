import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newFolder } from '../e2e/adsync.ts';
import { adsync } from './fake-host.ts';

/** Each script in its shell, where this machine has it. */

let folder: Awaited<ReturnType<typeof newFolder>>;

beforeAll(async () => {
  folder = await newFolder({ 'plan one.json': '', 'sync.yaml': '' });
  for (const shell of ['bash', 'zsh', 'fish', 'powershell']) {
    const { code, stdout } = await adsync(['completion', shell]);
    expect(code).toBe(0);
    await writeFile(join(folder.path, `script.${shell}`), stdout);
  }
});

afterAll(async () => {
  await folder.remove();
});

function has(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined;
}

/** What a shell prints. */
function run(program: string, args: readonly string[]): string[] {
  const ended = spawnSync(program, args, { cwd: folder.path, encoding: 'utf8', timeout: 60_000 });
  expect(ended.stderr).toBe('');
  return ended.stdout.split('\n').filter((line) => line !== '');
}

/** The words of a line, the last of which is to be completed. */
const LINES: readonly [line: readonly string[], offered: readonly string[], not: readonly string[]][] = [
  [[''], ['plan', 'apply', 'groups', 'help'], ['search', '--json']],
  [['pl'], ['plan'], ['apply']],
  [['groups', ''], ['search', 'list', 'count'], ['plan']],
  [['groups', 'search', '--'], ['--limit', '--domain', '--file'], ['--out']],
  [['-f', 'plan', ''], ['plan', 'apply'], []],
  [['plan', '--o'], ['--out', '--own'], ['--json']],
  [['plan', '--out', 'apply', '--js'], ['--json'], ['--out']],
  [['schema', 's'], ['sync', 'snapshot'], ['plan']],
  [['completion', ''], ['bash', 'zsh', 'fish', 'powershell'], []],
];

// A shell, and ShellCheck, read the scripts only where they are installed.
(has('bash') ? describe : describe.skip)('bash', () => {
  test('reads the script', () => {
    expect(run('bash', ['-n', 'script.bash'])).toEqual([]);
  });

  const complete = (words: readonly string[]): string[] => {
    const script = `. ./script.bash; COMP_WORDS=(adsync "$@"); COMP_CWORD=$#; _adsync; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return run('bash', ['--norc', '-c', script, 'bash', ...words]);
  };

  test.each(LINES)('completes %j', (words, offered, not) => {
    const found = complete(words);

    expect(found).toEqual(expect.arrayContaining([...offered]));
    expect(found.filter((word) => not.includes(word))).toEqual([]);
  });

  test('leaves the value of an option that is a file to the shell, and takes --option=value apart', () => {
    expect(complete(['plan', '--out', ''])).toEqual([]);
    expect(complete(['plan', '--out', '=', 'pl'])).toEqual([]);
    expect(complete(['plan', '--out', '=', 'pl', '--own'])).toEqual(['--own']);
  });
});

(has('shellcheck') ? test : test.skip)('ShellCheck has nothing to say of the script for bash', () => {
  expect(run('shellcheck', ['-s', 'bash', '-e', 'SC2034', 'script.bash'])).toEqual([]);
});

(has('zsh') ? describe : describe.skip)('zsh (where it is installed)', () => {
  test('reads the script', () => {
    expect(run('zsh', ['-n', 'script.zsh'])).toEqual([]);
  });

  // The functions that put offers on the screen print them instead.
  const stubs = [
    'compdef() { : }',
    'compset() { : }',
    '_files() { print -l files }',
    '_message() { : }',
    '_describe() { local name=${@[-1]}; print -l -- ${${(P)name}%%:*} }',
    'compadd() { shift; print -l -- $@ }',
  ].join('\n');

  test.each(LINES)('completes %j', (line, offered, not) => {
    const script = `${stubs}\n. ./script.zsh\nwords=(adsync "$@"); CURRENT=$#words; _adsync`;
    const found = run('zsh', ['-f', '-c', script, 'zsh', ...line]);

    expect(found).toEqual(expect.arrayContaining([...offered]));
    // The real compadd narrows down to what was typed.
    if (line.at(-1) === '') expect(found.filter((word) => not.includes(word))).toEqual([]);
  });

  test('offers files where a file is wanted', () => {
    const script = `${stubs}\n. ./script.zsh\nwords=(adsync plan --out ''); CURRENT=4; _adsync`;

    expect(run('zsh', ['-f', '-c', script])).toEqual(['files']);
  });
});

(has('fish') ? describe : describe.skip)('fish (where it is installed)', () => {
  test('reads the script', () => {
    expect(run('fish', ['-n', 'script.fish'])).toEqual([]);
  });

  const complete = (words: readonly string[]): string[] => {
    const typed = ['adsync', ...words].join(' ');
    const found = run('fish', ['--no-config', '-c', `source script.fish; complete -C '${typed}'`]);
    return found.map((line) => line.split('\t')[0] ?? '');
  };

  test.each(LINES)('completes %j', (words, offered, not) => {
    const found = complete(words);

    expect(found).toEqual(expect.arrayContaining([...offered]));
    expect(found.filter((word) => not.includes(word))).toEqual([]);
  });

  test('offers files where a file is wanted, and nowhere else', () => {
    expect(complete(['plan', '--out', 'pl'])).toEqual(['plan one.json']);
    expect(complete(['plan', 'pl'])).toEqual([]);
    expect(complete(['apply', 'pl'])).toEqual(['plan one.json']);
  });
});

(has('pwsh') ? describe : describe.skip)('PowerShell (where it is installed)', () => {
  test('reads the script, and completes', () => {
    const line = 'adsync groups sea';
    const script = `. ./script.powershell; (TabExpansion2 '${line}' ${line.length}).CompletionMatches.CompletionText`;

    expect(run('pwsh', ['-NoProfile', '-Command', script])).toEqual(['search']);
  });
});
