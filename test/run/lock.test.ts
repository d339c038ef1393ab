import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { targetId } from '../../src/core/target-id.ts';
import type { HeldLock } from '../../src/run/held-lock.ts';
import { lockOwner, takeLock, type TakeOptions } from '../../src/run/lock.ts';
import { HEARTBEAT, processStart, SILENCE } from '../../src/run/lock-owner.ts';
import { until } from '../until.ts';

let stateDir = '';

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'adsync-lock-'));
});

afterEach(async () => {
  await rm(stateDir, { recursive: true, force: true });
});

const ALIVE = process.pid;
const GONE = 999_999_999;
const HERE = { host: 'here', place: 'boot-1 pid:[1]' };
const isRunning = (pid: number): boolean => pid === ALIVE;

function options(given: Partial<TakeOptions> = {}): TakeOptions {
  return {
    stateDir,
    target: targetId('rescue', '560961'),
    command: 'adsync apply',
    processes: { pid: ALIVE, ...HERE, isRunning },
    now: () => new Date('2026-11-22T09:00:00Z'),
    signal: new AbortController().signal,
    onWatch: () => undefined,
    watch: { looks: 20, wait: 1 },
    ...given,
  };
}

async function planted(owner: object): Promise<string> {
  const lock = await takeLock(options());
  await lock.release();
  const path = join(stateDir, 'locks', 'rescue-560961.2');
  await writeFile(path, JSON.stringify(owner));
  return path;
}

const owner = { pid: ALIVE, ...HERE, since: '2026-11-22T08:00:00Z', command: 'adsync apply', processStart: null };

/** Lets a file be last written so many milliseconds ago, as the disk that holds it counts them. */
async function age(path: string, milliseconds: number): Promise<void> {
  await writeFile(join(stateDir, 'probe'), '');
  const { mtimeMs } = await stat(join(stateDir, 'probe'));
  const then = new Date(mtimeMs - milliseconds);
  await utimes(path, then, then);
}

/** Who holds a lock that was written shortly before, or long after, an owner must have shown that it lives. */
async function judged(given: object, more: Partial<TakeOptions> = {}): Promise<(string | null)[]> {
  const path = await planted(given);
  const found: (string | null)[] = [];
  for (const silent of [SILENCE - 60_000, SILENCE + 60_000]) {
    await age(path, silent);
    found.push((await lockOwner(options(more)))?.command ?? null);
  }
  return found;
}

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
  expect(await readdir(join(stateDir, 'locks'))).toEqual(['rescue-560961.5']);
});

test('runs on two accounts do not exclude each other', async () => {
  const [one, other] = await Promise.all([takeLock(options()), takeLock(options({ target: targetId('rescue', '7') }))]);

  expect((await lockOwner(options()))?.pid).toBe(ALIVE);
  expect((await lockOwner(options({ target: targetId('rescue', '7') })))?.pid).toBe(ALIVE);
  await Promise.all([one.release(), other.release()]);
});

test('accounts of the same number, but of other kinds of target, do not exclude each other', async () => {
  const [one, other] = await Promise.all([
    takeLock(options()),
    takeLock(options({ target: targetId('goto', '560961') })),
  ]);

  expect((await readdir(join(stateDir, 'locks'))).sort()).toEqual(['goto-560961.1', 'rescue-560961.1']);
  await Promise.all([one.release(), other.release()]);
});

describe('a lock of the version before, which was named after the number of the account alone,', () => {
  async function formerly(given: object): Promise<void> {
    await mkdir(join(stateDir, 'locks'));
    await writeFile(join(stateDir, 'locks', '560961.7'), JSON.stringify(given));
  }

  test('is somebody at work', async () => {
    await formerly(owner);

    await expect(takeLock(options())).rejects.toMatchObject({
      code: 'LOCKED',
      advice: expect.stringContaining('560961.7'),
    });
    expect((await lockOwner(options()))?.command).toBe('adsync apply');
  });

  test('is passed over once its owner is gone, and says nothing of other targets', async () => {
    await formerly({ ...owner, pid: GONE });
    const lock = await takeLock(options());
    await formerlyAlive();

    const other = await takeLock(options({ target: targetId('goto', '560961') }));

    await Promise.all([lock.release(), other.release()]);
  });

  function formerlyAlive(): Promise<void> {
    return writeFile(join(stateDir, 'locks', '560961.8'), JSON.stringify(owner));
  }
});

test.each([1, 2, 3, 4, 5])(
  'of 30 that come at once to a lock whose owner died, exactly one gets it (round %i)',
  async () => {
    await planted({ ...owner, pid: GONE });

    const all = await Promise.allSettled(Array.from({ length: 30 }, () => takeLock(options())));

    const taken = all.flatMap((end): HeldLock[] => (end.status === 'fulfilled' ? [end.value] : []));
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

  test('it died before it signed its lock', async () => {
    const path = await planted(owner);
    await writeFile(path, '');

    const lock = await takeLock(options());

    expect(await readdir(join(stateDir, 'locks'))).toEqual(['rescue-560961.3']);
    await lock.release();
  });
});

describe('an owner that cannot be asked is judged by its silence', () => {
  test.each([
    ['1999-01-01T00:00:00Z', 'years behind'],
    ['2099-01-01T00:00:00Z', 'years ahead'],
  ])('on another machine, although our clock says %s and is %s', async (now) => {
    const found = await judged({ ...owner, host: 'elsewhere' }, { now: () => new Date(now) });

    expect(found).toEqual(['adsync apply', null]);
  });

  test.each([
    ['in another container of this machine', { ...owner, pid: GONE, place: 'boot-1 pid:[2]' }],
    ['in a container whose machine is another one', { ...owner, pid: GONE, place: 'boot-2 pid:[1]' }],
    ['whose number is that of another process here', { ...owner, place: 'boot-1 pid:[2]' }],
    ['of an earlier version, which may be in another container', { ...owner, pid: GONE, place: undefined }],
  ])('%s, although the host has the same name', async (_name, given) => {
    const found = await judged(given);

    expect(found).toEqual(['adsync apply', null]);
  });

  test.each([
    ['as on Windows and macOS', { ...owner, processStart: null }],
    ['where nobody says which place it is either', { ...owner, processStart: null, place: null }],
  ])('where its process number is in use and nobody can tell since when, %s', async (_name, given) => {
    const found = await judged(given);

    expect(found).toEqual(['adsync apply', null]);
  });

  test('but not one of an earlier version whose process is there', async () => {
    const found = await judged({ ...owner, place: undefined });

    expect(found).toEqual(['adsync apply', 'adsync apply']);
  });

  test('but not one whose process started when its lock says', async () => {
    const start = await processStart(ALIVE);
    const found = await judged({ ...owner, processStart: start });

    expect(found).toEqual(['adsync apply', start === null ? null : 'adsync apply']);
  });
});

describe('an owner whose signs of life are stamped in the future is watched', () => {
  const elsewhere = { ...owner, host: 'elsewhere' };

  async function stampedAhead(milliseconds: number): Promise<string> {
    const path = await planted(elsewhere);
    await age(path, -milliseconds);
    return path;
  }

  test('and passed over when no further sign comes', async () => {
    await stampedAhead(86_400_000);
    const watched: string[] = [];

    const lock = await takeLock(options({ onWatch: ({ host }) => watched.push(host) }));

    expect(watched).toEqual(['elsewhere']);
    await lock.release();
  });

  test('and at work when one comes, wherever the clock stands by then', async () => {
    const path = await stampedAhead(86_400_000);
    const onWatch = (): void => void age(path, -80_000_000);

    const taken = takeLock(options({ onWatch, watch: { looks: 100_000, wait: 1 } }));

    await expect(taken).rejects.toMatchObject({ code: 'LOCKED' });
  });

  test('and gone when it lets go meanwhile', async () => {
    const path = await stampedAhead(86_400_000);
    const onWatch = (): void => void writeFile(path, '{"released":true}\n');

    const lock = await takeLock(options({ onWatch, watch: { looks: 100_000, wait: 1 } }));

    await lock.release();
  });

  test('no longer than until the run is told to stop', async () => {
    await stampedAhead(86_400_000);
    const stop = new AbortController();
    const onWatch = (): void => {
      stop.abort(new Error('the run is over'));
    };

    const taken = takeLock(options({ onWatch, signal: stop.signal, watch: { looks: 1, wait: 3_600_000 } }));

    await expect(taken).rejects.toThrow('the run is over');
  });

  test('but not for a stamp that is hardly ahead', async () => {
    await stampedAhead(SILENCE - 60_000);

    await expect(takeLock(options())).rejects.toMatchObject({ code: 'LOCKED' });
  });

  test('by nobody who only looks: it is at work then', async () => {
    await stampedAhead(86_400_000);

    expect((await lockOwner(options()))?.host).toBe('elsewhere');
  });
});

test('whoever holds a lock has the disk stamp it from time to time, and leaves what stands in it as it is', async () => {
  jest.useFakeTimers({ doNotFake: ['setTimeout', 'setImmediate', 'nextTick', 'queueMicrotask', 'Date'] });
  const lock = await takeLock(options({ now: () => new Date('1999-01-01T00:00:00Z') }));
  const path = join(stateDir, 'locks', 'rescue-560961.1');
  const text = await readFile(path, 'utf8');
  await age(path, 2 * SILENCE);
  const { mtimeMs } = await stat(path);

  jest.advanceTimersByTime(HEARTBEAT);
  jest.useRealTimers();
  await until(async () => (await stat(path)).mtimeMs !== mtimeMs);

  const since = (await stat(path)).mtimeMs - mtimeMs;
  expect(since).toBeGreaterThanOrEqual(2 * SILENCE);
  expect(since).toBeLessThan(3 * SILENCE);
  expect(await readFile(path, 'utf8')).toBe(text);
  await lock.release();
});

describe('a lock that cannot be read is not taken for a free one', () => {
  test('the file', async () => {
    await (await takeLock(options())).release();
    await mkdir(join(stateDir, 'locks', 'rescue-560961.2'));

    const taken = takeLock(options());

    await expect(taken).rejects.toMatchObject({
      code: 'STATE_UNREADABLE',
      message: expect.stringMatching(/560961\.2 cannot be read \(EISDIR\), so nobody can tell whether another run/),
    });
    await expect(lockOwner(options())).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
    expect((await readdir(join(stateDir, 'locks'))).sort()).toEqual(['rescue-560961.1', 'rescue-560961.2']);
  });

  test.each(['9007199254740991', '9007199254740993', '9'.repeat(400)].map((digits) => [digits.slice(0, 20), digits]))(
    'a number that is too large to count on: %s',
    async (_shown, digits) => {
      await (await takeLock(options())).release();
      const name = `rescue-560961.${digits}`.slice(0, 255);
      await writeFile(join(stateDir, 'locks', name), '');
      const damaged = {
        code: 'STATE_UNREADABLE',
        message: expect.stringContaining('The record of locks is damaged'),
        advice: expect.stringContaining('delete that file'),
      };

      await expect(takeLock(options())).rejects.toMatchObject(damaged);
      await expect(lockOwner(options())).rejects.toMatchObject(damaged);
      expect(await readdir(join(stateDir, 'locks'))).toEqual(['rescue-560961.1', name].sort());
      await expect(takeLock(options({ target: targetId('rescue', '2') }))).resolves.toBeDefined();
    },
  );

  test('but the largest number that can be counted on is passed over', async () => {
    await (await takeLock(options())).release();
    await writeFile(join(stateDir, 'locks', `rescue-560961.${Number.MAX_SAFE_INTEGER - 2}`), '{"released":true}\n');

    await (await takeLock(options())).release();

    expect(await readdir(join(stateDir, 'locks'))).toEqual([`rescue-560961.${Number.MAX_SAFE_INTEGER - 1}`]);
  });

  test('the folder', async () => {
    await writeFile(join(stateDir, 'locks'), 'a file');

    await expect(lockOwner(options())).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
  });
});

describe('an owner notices that its lock is no longer its own', () => {
  let lock: HeldLock;
  let path = '';
  let time = 0;

  beforeEach(async () => {
    time = Date.parse('2026-11-22T09:00:00Z');
    lock = await takeLock(options({ now: () => new Date(time) }));
    path = join(stateDir, 'locks', 'rescue-560961.1');
  });

  afterEach(async () => {
    await lock.release();
  });

  test('not while it is', async () => {
    await lock.check();
    time += 5000;

    await expect(lock.check()).resolves.toBeUndefined();
  });

  test('when the state folder was removed', async () => {
    await lock.check();
    await rm(join(stateDir, 'locks'), { recursive: true });
    time += 1000;

    await expect(lock.check()).rejects.toMatchObject({
      code: 'LOCK_LOST',
      message: `This run no longer holds the lock of account 560961: ${path} is gone, because somebody has cleared the state folder. Nothing more is changed by it.`,
    });
  });

  test('when somebody began anew in the same place', async () => {
    await rm(join(stateDir, 'locks'), { recursive: true });
    const other = await takeLock(options({ command: 'adsync retry' }));

    await expect(lock.check()).rejects.toMatchObject({ code: 'LOCK_LOST' });
    await lock.release();

    expect((await lockOwner(options()))?.command).toBe('adsync retry');
    await other.release();
  });

  test('when it slept so long that another machine has passed it over', async () => {
    await lock.check();
    await age(path, SILENCE + 60_000);
    const elsewhere = { pid: ALIVE, host: 'elsewhere', place: 'boot-2 pid:[1]', isRunning };
    const other = await takeLock(options({ command: 'adsync retry', processes: elsewhere }));
    time += 3_600_000;

    await expect(lock.check()).rejects.toMatchObject({
      code: 'LOCK_LOST',
      message: expect.stringContaining('another run has taken it'),
    });
    await lock.release();

    expect((await lockOwner(options()))?.command).toBe('adsync retry');
    await other.release();
  });

  test('and shows that it lives before it goes on after a sleep that nobody has used', async () => {
    await age(path, SILENCE + 60_000);
    time += 3_600_000;

    await lock.check();

    const elsewhere = { pid: ALIVE, host: 'elsewhere', place: 'boot-2 pid:[1]', isRunning };
    await expect(takeLock(options({ processes: elsewhere }))).rejects.toMatchObject({ code: 'LOCKED' });
  });

  test('by looking once a second at most', async () => {
    await lock.check();
    await rm(path);
    time += 999;

    await expect(lock.check()).resolves.toBeUndefined();
    time += 1;
    await expect(lock.check()).rejects.toMatchObject({ code: 'LOCK_LOST' });
  });
});

test('a lock that was cleared away is not made anew by its release', async () => {
  const lock = await takeLock(options());
  await rm(join(stateDir, 'locks'), { recursive: true });

  await lock.release();

  await expect(readdir(join(stateDir, 'locks'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('the state folder is for its owner only, and Git leaves it alone', async () => {
  const made = join(stateDir, 'made');
  await (await takeLock({ ...options(), stateDir: made })).release();

  expect(await readFile(join(made, '.gitignore'), 'utf8')).toBe('*\n');
  await expect(readFile(join(stateDir, '.gitignore'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('the start of a process is a number on Linux, and unknown for one that is gone', async () => {
  const linux = process.platform === 'linux';

  expect(await processStart(ALIVE)).toEqual(linux ? expect.stringMatching(/^\d+$/) : null);
  expect(await processStart(GONE)).toBeNull();
});
