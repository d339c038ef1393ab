import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Failure } from '../../src/core/failure.ts';
import { mustHavePlace, writeAtomically } from '../../src/files/atomic.ts';
import { writeFailure } from '../../src/files/write-failure.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-atomic-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function writeText(path: string, text: string, mode = 0o600): Promise<void> {
  await writeAtomically(path, (file) => file.writeFile(text), mode);
}

describe('writeAtomically', () => {
  test('writes a new file with the wanted permissions and leaves nothing else behind', async () => {
    const path = join(folder, 'plan.json');

    await writeText(path, 'new');

    expect(await readFile(path, 'utf8')).toBe('new');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['plan.json']);
  });

  test('replaces an old file, also its permissions', async () => {
    const path = join(folder, 'plan.json');
    await writeFile(path, 'a much longer old content');
    await chmod(path, 0o644);

    await writeText(path, 'new');

    expect(await readFile(path, 'utf8')).toBe('new');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('shows the old content until the new one is whole', async () => {
    const path = join(folder, 'plan.json');
    await writeFile(path, 'old');
    let seen = '';

    await writeAtomically(
      path,
      async (file) => {
        await file.writeFile('new');
        seen = await readFile(path, 'utf8');
      },
      0o600,
    );

    expect(seen).toBe('old');
  });

  test('keeps the old file and cleans up when the content cannot be made', async () => {
    const path = join(folder, 'plan.json');
    await writeFile(path, 'old');
    const bug = new Error('a bug');

    const failed = writeAtomically(
      path,
      async (file) => {
        await file.writeFile('half');
        throw bug;
      },
      0o600,
    );

    await expect(failed).rejects.toBe(bug);
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['plan.json']);
  });

  test('follows a symbolic link instead of replacing it', async () => {
    await mkdir(join(folder, 'real'));
    await writeFile(join(folder, 'real', 'plan.json'), 'old');
    await symlink(join('real', 'plan.json'), join(folder, 'link.json'));

    await writeText(join(folder, 'link.json'), 'new');

    expect(await readlink(join(folder, 'link.json'))).toBe(join('real', 'plan.json'));
    expect(await readFile(join(folder, 'real', 'plan.json'), 'utf8')).toBe('new');
  });

  test('takes the longest name that a file can have', async () => {
    const path = join(folder, 'n'.repeat(255));

    await writeText(path, 'new');

    expect(await readFile(path, 'utf8')).toBe('new');
  });

  test('takes a file of a folder that is to be made, and of no other that is missing', async () => {
    const made = join(folder, 'records');

    await mustHavePlace(join(made, 'plan.json'), made);
    await expect(mustHavePlace(join(made, 'below', 'plan.json'), made)).rejects.toMatchObject({
      code: 'OUTPUT_FOLDER_MISSING',
    });

    await writeFile(made, 'a file');
    await expect(mustHavePlace(join(made, 'plan.json'), made)).rejects.toMatchObject({ code: 'OUTPUT_FOLDER_MISSING' });
  });

  test('refuses a folder', async () => {
    await expect(writeText(folder, 'new')).rejects.toMatchObject({ code: 'OUTPUT_IS_FOLDER' });
  });

  test('refuses what is no ordinary file, instead of replacing it', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);

    await expect(writeText(path, 'new')).rejects.toMatchObject({ code: 'OUTPUT_NOT_A_FILE' });

    expect((await stat(path)).isFIFO()).toBe(true);
  });

  test.each([
    ['a missing folder', ['missing', 'plan.json'], 'OUTPUT_FOLDER_MISSING'],
    ['a file in place of a folder', ['file', 'plan.json'], 'OUTPUT_FOLDER_MISSING'],
    ['a name too long', ['n'.repeat(300)], 'OUTPUT_NAME_TOO_LONG'],
  ])('refuses %s', async (_what, parts, code) => {
    await writeFile(join(folder, 'file'), '');

    const path = join(folder, ...parts);
    await expect(writeText(path, 'new')).rejects.toMatchObject({ name: 'Failure', code });
    await expect(mustHavePlace(path)).rejects.toMatchObject({ name: 'Failure', code });
  });
});

describe('mustHavePlace', () => {
  test('takes a new file, one that is there, and a link to one in another folder, and writes nothing', async () => {
    const elsewhere = join(folder, 'elsewhere');
    await mkdir(elsewhere);
    await writeFile(join(elsewhere, 'plan.json'), 'old');
    await symlink(join(elsewhere, 'plan.json'), join(folder, 'link.json'));

    await mustHavePlace(join(folder, 'new.json'));
    await mustHavePlace(join(elsewhere, 'plan.json'));
    await mustHavePlace(join(folder, 'link.json'));

    expect((await readdir(folder)).sort()).toEqual(['elsewhere', 'link.json']);
    expect(await readdir(elsewhere)).toEqual(['plan.json']);
  });

  test('refuses a folder', async () => {
    await expect(mustHavePlace(folder)).rejects.toMatchObject({ code: 'OUTPUT_IS_FOLDER' });
  });
});

describe('writeFailure', () => {
  test.each([
    ['EACCES', 'OUTPUT_NOT_PERMITTED', 'Excel'],
    ['EPERM', 'OUTPUT_NOT_PERMITTED', '/reports'],
    ['EBUSY', 'OUTPUT_MOUNTED', 'Mount the folder /reports'],
    ['EROFS', 'OUTPUT_READ_ONLY', 'another disk'],
    ['ENOSPC', 'OUTPUT_DISK_FULL', 'Free some space'],
    ['EDQUOT', 'OUTPUT_DISK_FULL', 'another disk'],
    ['EFBIG', 'OUTPUT_DISK_FULL', 'another disk'],
    ['EIO', 'OUTPUT_FAILED', 'another folder'],
  ])('turns %s into %s with advice', (errno, code, advice) => {
    const failure = writeFailure('/reports/plan.xlsx', Object.assign(new Error('x'), { code: errno }), 'linux');

    expect(failure).toMatchObject({ name: 'Failure', code });
    expect((failure as Failure).message).toMatch(/^Cannot write \/reports\/plan\.xlsx: /);
    expect((failure as Failure).advice).toContain(advice);
  });

  test('says on Windows that another program has the file open', () => {
    const failure = writeFailure('C:\\plan.xlsx', Object.assign(new Error('x'), { code: 'EBUSY' }), 'win32');

    expect(failure).toMatchObject({ code: 'OUTPUT_IN_USE', advice: expect.stringContaining('Excel') });
  });

  test.each([
    ['a bug', new TypeError('x')],
    ['a failure', new Failure('LDAP_UNREACHABLE', 'x', 'y')],
    ['what is no error', 'x'],
  ])('leaves %s as it is', (_what, cause) => {
    expect(writeFailure('/reports/plan.xlsx', cause)).toBe(cause);
  });
});
