import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Lock, lockOwner, type LockOptions, takeLock } from '../../src/run/lock.ts';
import { processStart, SILENCE } from '../../src/run/lock-owner.ts';

let stateDir = '';

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'adsync-lock-'));
});

afterEach(async () => {
  await rm(stateDir, { recursive: true, force: true });
});

const ALIVE = process.pid;
const GONE = 999_999_999;

function options(given: Partial<LockOptions> = {}): LockOptions {
  const isRunning = (pid: number): boolean => pid === ALIVE;
  return {
    stateDir,
    account: '560961',
    command: 'adsync apply',
    processes: { pid: ALIVE, host: 'here', isRunning },
    now: () => new Date('2026-11-22T09:00:00Z'),
    ...given,
  };
}

async function planted(owner: object): Promise<string> {
  const lock = await takeLock(options());
  await lock.release();
  const path = join(stateDir, 'locks', '560961.2');
  await writeFile(path, JSON.stringify(owner));
  return path;
}

const owner = { pid: ALIVE, host: 'here', since: '2026-11-22T08:00:00Z', command: 'adsync apply', processStart: null };

test('who comes second is told who holds the lock, and since when', async () => {
  const lock = await takeLock(options());

  const second = takeLock(options({ command: 'adsync retry' }));

  await expect(second).rejects.toMatchObject({
    code: 'LOCKED',
    message: `Another run works on account 560961: "adsync apply", process ${ALIVE} on here, since 2026-11-22T09:00:00.000Z.`,
  });
  await lock.release();
});

test('a released lock can be taken again, and locks do not pile up', async () => {
  for (let times = 0; times < 5; times++) await (await takeLock(options())).release();

  expect(await lockOwner(options())).toBeNull();
  expect(await readdir(join(stateDir, 'locks'))).toEqual(['560961.5']);
});

test('runs on two accounts do not exclude each other', async () => {
  const [one, other] = await Promise.all([takeLock(options()), takeLock(options({ account: '7' }))]);

  expect((await lockOwner(options()))?.pid).toBe(ALIVE);
  expect((await lockOwner(options({ account: '7' })))?.pid).toBe(ALIVE);
  await Promise.all([one.release(), other.release()]);
});

test.each([1, 2, 3, 4, 5])(
  'of 30 that come at once to a lock whose owner died, exactly one gets it (round %i)',
  async () => {
    await planted({ ...owner, pid: GONE });

    const all = await Promise.allSettled(Array.from({ length: 30 }, () => takeLock(options())));

    const taken = all.flatMap((end): Lock[] => (end.status === 'fulfilled' ? [end.value] : []));
    const codes = all.flatMap((end) => (end.status === 'rejected' ? [(end.reason as { code?: string }).code] : []));
    expect(taken).toHaveLength(1);
    expect(new Set(codes)).toEqual(new Set(['LOCKED']));
    await taken[0]?.release();
  },
);

describe('an owner that is gone holds nothing', () => {
  test.each([
    ['its process has ended', { ...owner, pid: GONE }],
    ['its number belongs to a later process now', { ...owner, processStart: '1' }],
  ])('%s', async (_name, given) => {
    await planted(given);

    const lock = await takeLock(options());

    expect((await lockOwner(options()))?.since).toBe('2026-11-22T09:00:00.000Z');
    await lock.release();
  });

  test('it is on another machine and has been silent for long', async () => {
    const path = await planted({ ...owner, host: 'elsewhere' });
    const now = options().now().getTime();

    await utimes(path, new Date(now), new Date(now - SILENCE + 1000));
    const early = await lockOwner(options());
    await utimes(path, new Date(now), new Date(now - SILENCE - 1000));
    const late = await lockOwner(options());

    expect(early?.host).toBe('elsewhere');
    expect(late).toBeNull();
  });

  test('it died before it signed its lock', async () => {
    const path = await planted(owner);
    await writeFile(path, '');

    const lock = await takeLock(options());

    expect(await readdir(join(stateDir, 'locks'))).toEqual(['560961.3']);
    await lock.release();
  });
});

test('a lock that was cleared away is not made anew by its release', async () => {
  const lock = await takeLock(options());
  await rm(join(stateDir, 'locks'), { recursive: true });

  await lock.release();

  await expect(readdir(join(stateDir, 'locks'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('the state folder is for its owner only, and Git leaves it alone', async () => {
  await (await takeLock(options())).release();

  expect(await readFile(join(stateDir, '.gitignore'), 'utf8')).toBe('*\n');
});

test('the start of a process is a number on Linux, and unknown for one that is gone', async () => {
  const linux = process.platform === 'linux';

  expect(await processStart(ALIVE)).toEqual(linux ? expect.stringMatching(/^\d+$/) : null);
  expect(await processStart(GONE)).toBeNull();
});
