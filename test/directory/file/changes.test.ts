import { mkdtemp, rename, rm, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ChangeWatch, Directory, ReadOptions } from '../../../src/directory/directory.ts';
import type { Marked } from '../../../src/directory/mark.ts';
import { openDirectory } from '../../../src/directory/open.ts';
import { failureOf } from '../failure-of.ts';

const WANTED = [{ ref: 'Staff', nested: true }];
const NOW = new Date('2026-01-31T09:00:00Z');
const HOUR = 3_600_000;

let folder: string;
let path: string;
let directory: Directory;
let watch: ChangeWatch;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-changes-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  path = join(folder, 'directory.ldif');
  await writeFile(path, ldif());
  directory = await openDirectory({ type: 'file', path, shown: 'directory.ldif' });
  if (directory.changes === undefined) throw new Error('nothing tells whether a file has changed');
  watch = directory.changes;
});

/** 100 ns steps since 1601. */
function expiring(hours: number): string {
  return `accountExpires: ${BigInt(NOW.getTime() + hours * HOUR) * 10_000n + 116_444_736_000_000_000n}\n`;
}

function ldif(more: { anna?: string; bo?: string; cleo?: string; members?: readonly string[] } = {}): string {
  const { members = ['Anna', 'Bo'] } = more;
  const user = (number: number, cn: string, lines = ''): string =>
    `dn: CN=${cn},DC=corp\nobjectClass: user\nobjectGUID: 00000000-0000-4000-8000-00000000000${number}\ncn: ${cn}\nuserAccountControl: 512\n${lines}\n`;
  const group = `dn: CN=Staff,DC=corp\nobjectClass: group\nobjectGUID: 00000000-0000-4000-8000-000000000010\ncn: Staff\n`;
  const values = members.map((cn) => `member: CN=${cn},DC=corp\n`).join('');
  return `${user(1, 'Anna', more.anna)}${user(2, 'Bo', more.bo)}${user(3, 'Cleo', more.cleo)}${group}${values}\n`;
}

function options(given: Partial<ReadOptions> = {}): ReadOptions {
  return { signal: new AbortController().signal, now: NOW, progress: () => undefined, ...given };
}

async function marked(): Promise<Marked> {
  const { reading, mark } = await watch.read(WANTED, options());
  if (mark === null) throw new Error('no mark');
  return { reading, mark };
}

test('a reading that is marked is the one that is read otherwise', async () => {
  const { reading, mark, why } = await watch.read(WANTED, options());

  expect(reading).toEqual(await directory.read(WANTED, options()));
  expect(mark).toMatchObject({ type: 'file', until: null });
  expect(why).toBeNull();
});

test('a partial reading has no mark', async () => {
  await writeFile(path, ldif({ members: ['Anna', 'Nobody'] }));

  expect(await watch.read(WANTED, options())).toMatchObject({
    reading: { kind: 'partial' },
    mark: null,
    why: 'directory.ldif does not hold everything that is wanted of it.',
  });
});

describe('the end of a reading', () => {
  test.each([
    ['nobody expires', {}, null],
    ['the first of two', { anna: expiring(5), bo: expiring(2) }, 2],
    ['somebody has expired before', { anna: expiring(-1), bo: expiring(2) }, 2],
    ['somebody who was not read', { cleo: expiring(1) }, null],
  ])('%s', async (_, more, hours) => {
    await writeFile(path, ldif(more));

    expect((await marked()).mark.until).toBe(hours === null ? null : NOW.getTime() + hours * HOUR);
  });
});

describe('since the reading', () => {
  test.each([
    ['nothing has happened', () => Promise.resolve(), 'same'],
    ['it was touched', () => utimes(path, 1, 1), 'same'],
    ['it was written anew with the same bytes', () => replaceBy(ldif()), 'same'],
    ['it has another size', () => writeFile(path, ldif({ bo: 'mail: bo@corp\n' })), 'has another size'],
    ['it has other bytes, as many', () => writeFile(path, disabled()), 'has another content'],
  ])('%s', async (_, act, expected) => {
    const before = await marked();
    await act();

    const since = await watch.since(before, options());

    expect(since).toEqual(
      expected === 'same'
        ? { kind: 'same' }
        : { kind: 'changed', why: `directory.ldif ${expected} than when it was read.` },
    );
  });

  test('another object of the same file knows it, too', async () => {
    const before = await marked();
    const other = await openDirectory({ type: 'file', path, shown: 'directory.ldif' });

    expect(await other.changes?.since(before, options())).toEqual({ kind: 'same' });
  });

  test('neither size nor time prove that it is the same', async () => {
    const before = await marked();
    const { size, atime, mtime } = await stat(path);
    await writeFile(path, disabled());
    await utimes(path, atime, mtime);

    expect((await stat(path)).size).toBe(size);
    expect(await watch.since(before, options())).toMatchObject({ kind: 'changed' });
  });

  test('every byte counts, however large the file is', async () => {
    const large = `${ldif()}${'# nothing\n'.repeat(250_000)}`;
    await writeFile(path, large);
    const before = await marked();
    await writeFile(path, large.replace(/g\n$/, 'G\n'));

    expect(await watch.since(before, options())).toMatchObject({ kind: 'changed' });
    await writeFile(path, large);
    expect(await watch.since(before, options())).toEqual({ kind: 'same' });
  });

  test('a mark of somebody else says nothing', async () => {
    const { reading } = await marked();

    expect(await watch.since({ reading, mark: { type: 'file', until: null } }, options())).toMatchObject({
      kind: 'unknown',
    });
  });

  test('a file that is gone is a failure', async () => {
    const before = await marked();
    await unlink(path);

    expect(await failureOf(watch.since(before, options()))).toMatchObject({ code: 'LDIF_UNREADABLE' });
  });

  test('a look that is broken off ends', async () => {
    const before = await marked();

    await expect(watch.since(before, options({ signal: AbortSignal.abort(new Error('stop')) }))).rejects.toThrow(
      'stop',
    );
  });
});

/** Bo is disabled, in as many bytes. */
function disabled(): string {
  return ldif().replace(/(cn: Bo\nuserAccountControl: )512/, '$1514');
}

async function replaceBy(text: string): Promise<void> {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}
