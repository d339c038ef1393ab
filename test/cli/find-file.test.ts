import { chmod, chown, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findFile } from '../../src/cli/find-file.ts';
import { adsync } from './fake-host.ts';

/** A repository with a folder in it, below a folder that could be anybody's. */
let top: string;
let inner: string;
const uid = process.geteuid?.() ?? null;
const here = { uid, home: null };
const NOTHING = { file: 'sync.yaml', passedOver: null };

beforeEach(async () => {
  top = await realpath(await mkdtemp(join(tmpdir(), 'adsync-find-')));
  inner = join(top, 'repo/it/rescue');
  await mkdir(inner, { recursive: true });
});

afterEach(async () => {
  await rm(top, { recursive: true, force: true });
});

const posix = uid === null ? test.skip : test;
const asRoot = uid === 0 ? test : test.skip;

describe('sync.yaml is looked for', () => {
  posix('here, then in the folders above', async () => {
    expect(findFile(inner, here)).toEqual(NOTHING);

    await writeFile(join(top, 'repo/sync.yaml'), '');
    expect(findFile(inner, here)).toEqual({ file: '../../sync.yaml', passedOver: null });

    await writeFile(join(inner, 'sync.yaml'), '');
    expect(findFile(inner, here)).toEqual(NOTHING);
  });

  posix('no further than the folder with .git, be it a folder or the file of a worktree', async () => {
    await writeFile(join(top, 'sync.yaml'), '');
    await writeFile(join(top, 'repo/.git'), 'gitdir: elsewhere');

    expect(findFile(inner, here)).toEqual(NOTHING);
    expect(findFile(join(top, 'repo'), here)).toEqual(NOTHING);

    await writeFile(join(top, 'repo/sync.yaml'), '');
    expect(findFile(inner, here)).toEqual({ file: '../../sync.yaml', passedOver: null });
  });

  test('where the system tells no owners, only inside the home folder', async () => {
    await writeFile(join(top, 'repo/sync.yaml'), '');

    expect(findFile(inner, { uid: null, home: null })).toEqual(NOTHING);
    expect(findFile(inner, { uid: null, home: join(top, 'repo/it') })).toEqual(NOTHING);
    expect(findFile(inner, { uid: null, home: top })).toEqual({ file: join('../../sync.yaml'), passedOver: null });
  });
});

describe('a file above that somebody else could have put there is not used', () => {
  const passedOver = { file: '../../sync.yaml', why: 'could have been put there by another user' };

  beforeEach(async () => {
    await writeFile(join(top, 'repo/sync.yaml'), '', { mode: 0o644 });
  });

  posix('which all may write', async () => {
    await chmod(join(top, 'repo/sync.yaml'), 0o666);

    expect(findFile(inner, here)).toEqual({ file: 'sync.yaml', passedOver });
  });

  posix('in a folder in which all may replace it; but in one like /tmp', async () => {
    await chmod(join(top, 'repo'), 0o777);
    expect(findFile(inner, here)).toEqual({ file: 'sync.yaml', passedOver });

    await chmod(join(top, 'repo'), 0o1777);
    expect(findFile(inner, here)).toEqual({ file: '../../sync.yaml', passedOver: null });
  });

  posix('that leads nowhere', async () => {
    await rm(join(top, 'repo/sync.yaml'));
    await symlink('nowhere', join(top, 'repo/sync.yaml'));

    expect(findFile(inner, here).passedOver).toEqual({ file: '../../sync.yaml', why: 'cannot be looked at' });
  });

  asRoot('that belongs to somebody else, or lies in their folder; root is trusted', async () => {
    await chown(join(top, 'repo/sync.yaml'), 12_345, 12_345);
    expect(findFile(inner, here)).toEqual({ file: 'sync.yaml', passedOver });
    expect(findFile(inner, { uid: 12_345, home: null }).passedOver).toBe(null);
    expect(findFile(inner, { uid: 12_346, home: null }).passedOver).toEqual(passedOver);

    await chown(join(top, 'repo/sync.yaml'), 0, 0);
    expect(findFile(inner, { uid: 12_345, home: null }).passedOver).toBe(null);

    await chown(join(top, 'repo'), 12_346, 12_346);
    expect(findFile(inner, { uid: 12_345, home: null })).toEqual({ file: 'sync.yaml', passedOver });
  });

  posix('which is said (FILE_OF_OTHERS), and the file is missing then', async () => {
    await chmod(join(top, 'repo/sync.yaml'), 0o666);
    const said = await adsync(['validate'], { cwd: inner });

    expect(said.code).toBe(1);
    expect(said.stderr).toMatch(/^warning FILE_OF_OTHERS \.\.\/\.\.\/sync\.yaml is not used: it could have /);
    expect(said.stderr).toContain('To use it all the same, name it: --file ../../sync.yaml');
    expect(said.stderr).toContain('sync.yaml error FILE_NOT_FOUND');
  });
});
