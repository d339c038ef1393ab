import { chmod, copyFile, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { checkStateDir } from '../../src/run/state-dir.ts';
import { CA_PEM } from '../config/files.ts';
import { type Example, openExample } from './example.ts';

/** What adsync writes: for whom, over what, and where it keeps its records. */

let example: Example;

beforeEach(async () => {
  example = await openExample();
});

afterEach(async () => {
  await example.close();
});

function at(...names: string[]): string {
  return join(example.path, ...names);
}

// On Windows access lists say who may read a file, and not its mode.
const onUnix = platform() === 'win32' ? test.skip : test;

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}

describe('a plan that is written to a file', () => {
  onUnix('is for its owner only, as text, as a workbook and as a page', async () => {
    await writeFile(at('plan.xlsx'), '', { mode: 0o644 });

    await example.run(['plan', '--out', 'plan.json', '--excel', 'plan.xlsx', '--html', 'plan.html']);

    const modes = ['plan.json', 'plan.xlsx', 'plan.html'].map((name) => modeOf(at(name)));
    expect(await Promise.all(modes)).toEqual([0o600, 0o600, 0o600]);
  });

  test.each([
    ['--out', 'plan.json'],
    ['--excel', 'plan.xlsx'],
    ['--html', 'plan.html'],
    ['--markdown', 'plan.md'],
  ])(
    'is refused before anything is read where the folder of %s is missing, with --force as well',
    async (option, name) => {
      const ended = await example.run(['plan', option, join('missing', name), '--force', '--verbose']);

      expect(ended.code).toBe(1);
      expect(ended.stderr).toContain('OUTPUT_FOLDER_MISSING');
      expect(ended.stderr).not.toContain('Reading');
    },
  );

  test('replaces an earlier one of the same kind, and an empty file', async () => {
    await writeFile(at('empty'), '');
    const args = ['plan', '--out', 'plan.json', '--excel', 'plan.xlsx', '--html', 'plan.html'];
    await example.run(args);

    const again = await example.run(args);
    const empty = await example.run(['plan', '--out', 'empty']);

    expect(again.code).toBe(0);
    expect(empty.code).toBe(0);
  });

  const others: [string, string][] = [
    ['sync.yaml', ''],
    ['directory.ldif', ''],
    ['ca.pem', CA_PEM],
    ['account.json', '{\n  "organization": "Example",\n  "nodes": []\n}\n'],
    ['tenant.json', '{ "tenantId": "x" }'],
    ['notes.txt', 'do not lose me'],
    ['other.json', '{ "name": "adsync.plan/1", "format": "other" }'],
    ['zip.xlsx', 'PK\u0003\u0004 and no archive'],
  ];

  test.each(others)('never replaces %s, unless it is told to', async (name, text) => {
    if (text !== '') await writeFile(at(name), text);
    const before = await readFile(at(name));
    await writeFile(at('aim.yaml'), await readFile(at('sync.yaml')));

    const workbook = name.endsWith('.xlsx') ? name : `${name}.xlsx`;
    if (workbook !== name) await writeFile(at(workbook), before);
    await writeFile(at(`${name}.html`), before);

    for (const [option, taken] of [
      ['--out', name],
      ['--excel', workbook],
      ['--html', `${name}.html`],
    ] as const) {
      const refused = await example.run(['plan', '-f', 'aim.yaml', option, taken]);

      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toContain(`error OUTPUT_NOT_OURS There is a file ${taken} already`);
      expect((await readFile(at(taken))).equals(before)).toBe(true);
    }
    expect(example.sandbox.log).toEqual([]);
  });

  test('replaces any file with --force', async () => {
    await writeFile(at('notes.txt'), 'may be lost');

    const forced = await example.run(['plan', '--out', 'notes.txt', '--force']);

    expect(forced.code).toBe(0);
    expect(await readFile(at('notes.txt'), 'utf8')).toContain('"format": "adsync.plan/2"');
  });

  test('is told apart from the other kind, and from a workbook that somebody has worked in', async () => {
    await example.run(['plan', '--out', 'plan.json', '--excel', 'plan.xlsx']);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.readFile(at('plan.xlsx'));
    workbook.lastModifiedBy = 'Ada Lovelace';
    await workbook.xlsx.writeFile(at('edited.xlsx'));

    await copyFile(at('plan.json'), at('plan.json.xlsx'));
    await copyFile(at('plan.json'), at('plan.json.html'));

    for (const args of [
      ['--excel', 'plan.json.xlsx'],
      ['--out', 'plan.xlsx'],
      ['--html', 'plan.json.html'],
      ['--excel', 'edited.xlsx'],
    ]) {
      expect((await example.run(['plan', ...args])).stderr).toContain('OUTPUT_NOT_OURS');
    }
  });

  test('is not written twice under one name', async () => {
    const said = await example.run(['plan', '--out', 'plan.xlsx', '--excel', './plan.xlsx', '--force']);

    expect(said.stderr).toContain('error OUTPUT_TWICE --excel and --out both name plan.xlsx.');
    const pages = await example.run(['plan', '--html', 'plan.html', '--out', './plan.html', '--force']);
    expect(pages.stderr).toContain('error OUTPUT_TWICE --html and --out both name ./plan.html.');
  });
});

describe('the name of a page', () => {
  test.each(['plan', 'plan.htm', 'plan.html.txt', '.html'])('%s does not end as a browser wants it', async (name) => {
    const said = await example.run(['plan', '--html', name, '--force']);

    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr).toContain(`error HTML_NAME --html names ${name}, and a browser shows a page only where`);
    expect(example.sandbox.log).toEqual([]);
  });
});

describe('the name of a workbook', () => {
  test.each(['plan', 'plan.xls', 'plan.xlsx.json', '.xlsx', 'folder/.xlsx'])(
    '%s does not end as Excel wants it, and nothing is read',
    async (name) => {
      const said = await example.run(['plan', '--excel', name, '--force']);

      expect(said).toMatchObject({ code: 1, stdout: '' });
      expect(said.stderr).toContain(`error EXCEL_NAME --excel names ${name}, and Excel opens`);
      expect(example.sandbox.log).toEqual([]);
    },
  );

  test('may be written in capitals', async () => {
    expect((await example.run(['plan', '--excel', 'PLAN.XLSX'])).code).toBe(0);
  });
});

describe('the state folder', () => {
  onUnix('is made for its owner only, and left alone by Git', async () => {
    await example.run(['apply', '--yes']);

    expect([await modeOf(at('.adsync')), await modeOf(at('.adsync', 'runs'))]).toEqual([0o700, 0o700]);
    expect(await readFile(at('.adsync', '.gitignore'), 'utf8')).toBe('*\n');
  });

  test('that somebody else has made gets no .gitignore', async () => {
    await mkdir(at('state'), { mode: 0o700 });
    await example.run(['apply', '--yes', '--state-dir', 'state']);
    await example.run(['plan', '--state-dir', '.']);

    expect(await readdir(at('state'))).toEqual(expect.arrayContaining(['locks', 'runs']));
    expect(await readdir(at('state'))).not.toContain('.gitignore');
    expect(await readdir(at())).not.toContain('.gitignore');
  });

  const commands = [['plan'], ['apply', '--yes'], ['retry', '--yes'], ['history'], ['history', 'x']];

  onUnix.each(commands.map((args) => [args]))('is refused by %j where others may write in it', async (args) => {
    await mkdir(at('.adsync'));
    await chmod(at('.adsync'), 0o770);

    const said = await example.run(args);

    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr).toContain(
      `error STATE_NOT_OURS The state folder is not for us alone: Other users may write in ${at('.adsync')} (mode 770). Nothing was changed.`,
    );
    expect(said.stderr).toContain(`chmod go-w ${at('.adsync')}`);
    expect(said.stderr).toContain(`--state-dir ${at('.adsync', 'adsync')}`);
    expect(example.sandbox.log).toEqual([]);
  });

  onUnix.each([['.adsync'], ['.adsync/runs'], ['.adsync/names'], ['.adsync/spent']])(
    'is refused where %s is a link',
    async (name) => {
      await mkdir(at('elsewhere'), { mode: 0o700 });
      if (name !== '.adsync') await mkdir(at('.adsync'), { mode: 0o700 });
      await symlink(at('elsewhere'), at(name));

      const said = await example.run(['apply', '--yes']);

      expect(said.code).toBe(1);
      expect(said.stderr).toContain(
        `STATE_NOT_OURS The state folder is not for us alone: ${at(name)} is a symbolic link.`,
      );
      expect(await readdir(at('elsewhere'))).toEqual([]);
    },
  );

  onUnix('is refused where it belongs to somebody else, also for root, and may be made inside', async () => {
    await mkdir(at('.adsync'), { mode: 0o700 });
    const { uid } = await stat(at('.adsync'));

    await expect(checkStateDir(at('.adsync'), uid)).resolves.toBe(at('.adsync'));
    await expect(checkStateDir(at('.adsync'), uid + 1)).rejects.toMatchObject({
      code: 'STATE_NOT_OURS',
      message: expect.stringContaining(`belongs to another user (uid ${uid}; adsync runs as uid ${uid + 1})`),
      advice: expect.stringContaining(`chown -R ${uid + 1} ${at('.adsync')}`),
    });
    await expect(checkStateDir(at('.adsync', 'adsync'), uid + 1)).resolves.toBe(at('.adsync', 'adsync'));
    await expect(checkStateDir(at('.adsync'), null)).resolves.toBe(at('.adsync'));
  });

  onUnix('replaces a link that lies in it, and not what the link names', async () => {
    const path = at('sync.yaml');
    await writeFile(path, (await readFile(path, 'utf8')).replace('version: 1', 'version: 1\nlimits: { disable: 0 }'));
    await example.run(['plan']);
    const [hold = ''] = await readdir(at('.adsync', 'holds'));
    await writeFile(at('notes.txt'), 'do not lose me');
    await chmod(at('.adsync', 'holds', hold), 0o600);
    await (await import('node:fs/promises')).rm(at('.adsync', 'holds', hold));
    await symlink(at('notes.txt'), at('.adsync', 'holds', hold));

    await example.run(['plan']);

    expect(await readFile(at('notes.txt'), 'utf8')).toBe('do not lose me');
    expect(await readFile(at('.adsync', 'holds', hold), 'utf8')).toContain('adsync.hold/1');
  });
});

describe('an option that takes a value', () => {
  const options: [string, string[]][] = [
    ['--file', ['validate']],
    ['--out', ['plan']],
    ['--excel', ['plan']],
    ['--html', ['plan']],
    ['--state-dir', ['apply', '--yes']],
    ['--state-dir', ['history']],
    ['--approve', ['retry', '--yes']],
    ['--limit', ['groups', 'search', 'x']],
    ['--domain', ['groups', 'search', 'x']],
    ['--account', ['sandbox']],
    ['--log', ['sandbox']],
    ['--port', ['sandbox']],
  ];

  test.each(options)('%s of %j refuses an empty one, and one that looks like an option', async (option, args) => {
    const empty = await example.run([...args, option, '']);
    const blank = await example.run([...args, `${option}=  `]);
    const swallowed = await example.run([...args, option, '--json']);
    const dash = await example.run([...args, `${option}=-x`]);

    for (const { code, stdout } of [empty, blank, swallowed, dash])
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    for (const { stderr } of [empty, blank]) expect(stderr).toContain('The value is empty. Is a variable not set?');
    for (const { stderr } of [swallowed, dash]) expect(stderr).toContain('looks like an option: the value is missing');
    expect(await readdir(at())).toEqual(['directory.ldif', 'sync.yaml']);
  });
});
