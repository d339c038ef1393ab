import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Example, openExample } from './example.ts';

/** What commands make of records that are damaged, unreadable, of another version, or of a time to come. */

let example: Example;

beforeEach(async () => {
  example = await openExample();
});

afterEach(async () => {
  await example.close();
});

function runsFolder(): string {
  return join(example.path, '.adsync', 'runs');
}

async function plant(name: string, ...lines: object[]): Promise<void> {
  await mkdir(runsFolder(), { recursive: true, mode: 0o700 });
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  await writeFile(join(runsFolder(), `${name}.jsonl`), text);
}

const HEAD = {
  type: 'run',
  format: 'adsync.journal/1',
  run: '2999-01-01T000000Z-fff',
  at: '2999-01-01T00:00:00.000Z',
  command: 'apply',
  adsyncVersion: '0.1.0',
  plan: 'f00d',
  config: { file: 'sync.yaml', sha256: 'beef' },
  account: '560961',
  url: 'http://127.0.0.1',
  changes: 0,
};

describe('where records cannot be read', () => {
  test.each([
    ['the folder', () => writeFile(runsFolder(), 'a file in the way'), /runs cannot be read\./],
    [
      'one of them',
      () => mkdir(join(runsFolder(), '2026-11-22T091200Z-abc.jsonl'), { recursive: true, mode: 0o700 }),
      /jsonl cannot/,
    ],
  ])('(%s) a plan is made and says so, and nothing is applied', async (_which, spoil, says) => {
    await mkdir(join(example.path, '.adsync'), { mode: 0o700 });
    await spoil();

    const planned = await example.run(['plan']);
    const applied = await example.run(['apply', '--yes']);

    expect(planned.code).toBe(0);
    expect(planned.stderr).toMatch(says);
    expect(planned.stderr).toContain('Whether a run broke off is not known; the plan is made all the same.');
    expect(planned.stdout).toContain('29 changes planned');
    expect(applied.code).toBe(1);
    expect(applied.stderr).toContain('error STATE_UNREADABLE');
    expect(example.sandbox.log.filter(({ wrote }) => wrote)).toEqual([]);
  });
});

describe('a journal in the format of another version', () => {
  const LEFT_OUT =
    'The run 2026-11-22T091200Z-abc is left out: adsync 9.1.0 has recorded it as adsync.journal/2, which this version does not read.\n';

  beforeEach(async () => {
    const open = { type: 'begin', call: 1, at: '2026-11-22T09:12:00Z', change: 'c', method: 'moveNode', name: '' };
    await plant('2026-11-22T091200Z-abc', { ...HEAD, format: 'adsync.journal/2', adsyncVersion: '9.1.0' }, open);
  });

  test('is left out of the history, which says so, and asked for by name it says who can read it', async () => {
    const listed = await example.run(['history', '--json']);
    const shown = await example.run(['history', '2026-11-22']);

    expect(JSON.parse(listed.stdout)).toMatchObject({ runs: [] });
    expect(listed.stderr).toBe(LEFT_OUT);
    expect(shown).toMatchObject({ code: 1, stdout: '' });
    expect(shown.stderr).toMatch(
      /^error RUN_FORMAT The run 2026-11-22T091200Z-abc was recorded by adsync 9\.1\.0 as adsync\.journal\/2; this is adsync \d/,
    );
  });

  test('is in the way of no plan and no apply, and is not tried again', async () => {
    const planned = await example.run(['plan']);
    const retried = await example.run(['retry', '--yes']);
    const applied = await example.run(['apply', '--yes']);

    expect(planned).toMatchObject({ code: 0, stderr: '' });
    expect(retried.code).toBe(1);
    expect(retried.stderr).toMatch(/^The run 2026-11-22T091200Z-abc is left out: .*\nerror NO_RUN /);
    expect(applied).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('retry', () => {
  beforeEach(async () => {
    example.sandbox.switches.nameMaxLength = 11;
    await example.run(['apply', '--yes']);
    example.sandbox.switches.nameMaxLength = 128;
  });

  test('does not claim that a run made everything whose journal is damaged', async () => {
    const [name = ''] = await readdir(runsFolder());
    const path = join(runsFolder(), name);
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, lines.filter((line, index) => index < 4 || !line.includes('"type":"change"')).join('\n'));

    const ended = await example.run(['retry', '--yes']);

    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toMatch(
      /^error RUN_DAMAGED The journal of the run of .* UTC is damaged: it names 3 of 29 changes, so what that run left undone is not known\.\n {2}Use adsync apply/,
    );
  });

  test('does not take a run that was recorded as of the future for the last one, and says so', async () => {
    await plant(HEAD.run, HEAD, { type: 'close', at: HEAD.at, end: 'done', text: '' });

    const ended = await example.run(['retry', '--yes']);

    expect(ended.stderr).toBe(
      'The run 2999-01-01T000000Z-fff is not taken for the last one: it was recorded as of 2999-01-01 00:00 UTC, which is still to come, so a clock was wrong.\n',
    );
    expect(ended.stdout).toMatch(/Apply: (\d+) of \1 changes made\./);
    expect(ended.code).toBe(0);
  });
});
