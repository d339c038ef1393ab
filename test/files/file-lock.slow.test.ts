import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FileLocked, LOCK_TIMES, withFileLock } from '../../src/files/file-lock.ts';

const times = { ...LOCK_TIMES, look: 1 };
const { signal } = new AbortController();

let folder = '';
let path = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-lock-'));
  path = join(folder, 'token');
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('a lock beside a file', () => {
  test('lets one at a time work, however many come at once', async () => {
    let inside = 0;
    let most = 0;
    const one = (): Promise<void> =>
      withFileLock(
        path,
        async () => {
          inside += 1;
          most = Math.max(most, inside);
          await sleep(2);
          inside -= 1;
        },
        { signal, times },
      );

    await Promise.all(Array.from({ length: 12 }, one));

    expect(most).toBe(1);
    expect(await readdir(folder)).toHaveLength(1);
  });

  test('is let go when the work fails', async () => {
    await expect(withFileLock(path, () => Promise.reject(new Error('no')), { signal, times })).rejects.toThrow('no');

    await expect(withFileLock(path, () => Promise.resolve('yes'), { signal, times })).resolves.toBe('yes');
  });

  test('of a process that lives is waited for, and given up in the end', async () => {
    await writeFile(join(folder, '.token.lock.7'), 'held\n');
    const work = withFileLock(path, () => Promise.resolve(), { signal, times: { ...times, patience: 5 } });

    await expect(work).rejects.toBeInstanceOf(FileLocked);
  });

  test('of a process that is gone is passed over', async () => {
    const old = join(folder, '.token.lock.7');
    await writeFile(old, 'held\n');
    const longAgo = new Date(Date.now() - LOCK_TIMES.silence - 1000);
    await utimes(old, longAgo, longAgo);

    await expect(withFileLock(path, () => readdir(folder), { signal, times })).resolves.toEqual(['.token.lock.8']);
  });

  test('that is stamped in the future is passed over when no further sign of life comes', async () => {
    const ahead = join(folder, '.token.lock.7');
    await writeFile(ahead, 'held\n');
    const tomorrow = new Date(Date.now() + 86_400_000);
    await utimes(ahead, tomorrow, tomorrow);
    const short = { ...times, silence: 20, patience: 10_000 };

    const work = withFileLock(path, () => readdir(folder), { signal, times: short });

    await expect(work).resolves.toEqual(['.token.lock.8']);
  });

  test('that is stamped in the future is waited for while signs of life come', async () => {
    const ahead = join(folder, '.token.lock.7');
    await writeFile(ahead, 'held\n');
    let beats = 0;
    const beat = async (): Promise<void> => {
      const then = new Date(Date.now() + 86_400_000 + ++beats * 1000);
      await utimes(ahead, then, then);
    };
    await beat();
    const timer = setInterval(() => void beat(), 20);
    const patient = { ...times, look: 5, silence: 400, patience: 600 };

    const work = withFileLock(path, () => Promise.resolve(), { signal, times: patient });

    await expect(work).rejects.toBeInstanceOf(FileLocked);
    clearInterval(timer);
    await sleep(50);
  });

  test('shows life while the work goes on', async () => {
    const short = { heartbeat: 20, silence: 300, look: 1, patience: 10_000 };
    const order: string[] = [];
    const slow = withFileLock(
      path,
      async () => {
        await sleep(450);
        order.push('first');
      },
      { signal, times: short },
    );
    await sleep(10);
    const second = withFileLock(path, () => Promise.resolve(order.push('second')), { signal, times: short });

    await Promise.all([slow, second]);

    expect(order).toEqual(['first', 'second']);
  });

  test('is no longer waited for when the run ends', async () => {
    await writeFile(join(folder, '.token.lock.1'), 'held\n');

    const over = AbortSignal.abort(new Error('the run is over'));

    await expect(withFileLock(path, () => Promise.resolve(), { signal: over, times })).rejects.toThrow(
      'the run is over',
    );
  });
});
