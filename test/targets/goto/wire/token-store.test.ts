import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Secret } from '../../../../src/core/secret.ts';
import { spendFrom } from '../../../../src/targets/goto/wire/token-store.ts';
import { ADA, counts, type GivenSettings, REFRESH, testAccount, testWorld, withBench } from './support.ts';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-token-'));
  path = join(folder, 'token');
  await writeFile(path, `${REFRESH}\n`, { mode: 0o640 });
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const byFile = (file: string): GivenSettings => ({
  credential: { kind: 'refreshToken', token: new Secret(REFRESH), path: file },
});

/** A folder so deep that a file in it can be named, and nothing with a longer path be made beside it. */
async function deepFolder(room: number): Promise<string> {
  const longest = process.platform === 'linux' ? 4095 : 1023;
  let deep = folder;
  while (deep.length + 202 < longest - room) deep = join(deep, 'd'.repeat(200));
  const rest = longest - room - deep.length - 1;
  if (rest > 0) deep = join(deep, 'e'.repeat(rest));
  await mkdir(deep, { recursive: true });
  return deep;
}

describe('a refresh token', () => {
  test('that the service leaves alone stays in its file, and the log tells its age', async () => {
    const days = 12;
    await utimes(path, new Date(0), new Date(1_000_000 - days * 86_400_000));
    await withBench({ settings: byFile(path) }, async ({ client, sandbox, world }) => {
      expect(await client.readUser(ADA)).toMatchObject({ key: ADA });

      expect(sandbox.log[0]).toMatchObject({ body: { grant_type: 'refresh_token', refresh_token: '***' } });
      expect(await readFile(path, 'utf8')).toBe(`${REFRESH}\n`);
      expect(world.logged.join()).toContain(`it was written ${days} days ago`);
      expect((await stat(path)).mtimeMs).toBe(1_000_000 - days * 86_400_000);
    });
  });

  test('that comes back the same stays as well', async () => {
    await withBench({ settings: byFile(path), switches: { refreshRepeats: true } }, async ({ client, world }) => {
      await client.readUser(ADA);

      expect(await readFile(path, 'utf8')).toBe(`${REFRESH}\n`);
      expect(world.logged).toHaveLength(1);
    });
  });

  test('that is renewed is written to its file, each time, with the permissions it had', async () => {
    await chmod(path, 0o662);
    await withBench(
      { settings: byFile(path), switches: { refreshRotates: true } },
      async ({ client, sandbox, world }) => {
        for (let hours = 0; hours < 3; hours += 1) {
          await client.readUser(ADA);
          const [kept] = sandbox.account.refreshTokens;
          expect(await readFile(path, 'utf8')).toBe(`${kept?.token}\n`);
          await world.sleep(3_600_000, null);
        }
        expect(counts(sandbox)['POST token']).toBe(3);
        expect((await stat(path)).mode & 0o777).toBe(0o662);
        // Nothing is left behind but the lock.
        expect((await readdir(folder)).filter((name) => name !== 'token' && !name.startsWith('.token.lock.'))).toEqual(
          [],
        );
      },
    );
  });

  test('is followed behind a link, which stays a link', async () => {
    const link = join(folder, 'link');
    await symlink(path, link);
    await withBench({ settings: byFile(link), switches: { refreshRotates: true } }, async ({ client, sandbox }) => {
      await client.readUser(ADA);
      expect(await readFile(path, 'utf8')).toBe(`${sandbox.account.refreshTokens[0]?.token}\n`);
      expect((await stat(path)).isFile()).toBe(true);
    });
  });

  test('is read anew by whoever comes second: two programs at once lose none', async () => {
    const settings = byFile(path);
    const account = testAccount();
    const switches = { refreshRotates: true };
    await withBench({ settings, account, switches }, async (one) => {
      await withBench(
        { settings: { ...settings, authUrl: one.settings.url, url: one.settings.url } },
        async (other) => {
          const clients = [one.client, other.client];
          expect(await Promise.all(clients.map((client) => client.readUser(ADA)))).toMatchObject([
            { key: ADA },
            { key: ADA },
          ]);
          expect(counts(one.sandbox)['POST token']).toBe(2);
          expect(await readFile(path, 'utf8')).toBe(`${account.refreshTokens[0]?.token}\n`);
        },
      );
    });
  });

  test('that cannot stand in a file is not taken', async () => {
    const answer = { access_token: 'access-1', expires_in: 3600, refresh_token: 'two\nlines' };
    const fetch = (): Promise<Response> => Promise.resolve(Response.json(answer));
    await withBench({ settings: byFile(path), world: { fetch } }, async ({ client }) => {
      await client.me().catch(() => undefined);
      expect(await readFile(path, 'utf8')).toBe(`${REFRESH}\n`);
    });
  });

  test('that is wrong is said with what to do', async () => {
    await writeFile(path, 'wrong-token-0815');
    await withBench({ settings: byFile(path) }, async ({ client }) => {
      await expect(client.readUser(ADA)).rejects.toMatchObject({
        code: 'GOTO_TOKEN',
        advice: expect.stringContaining('Sign in to GoTo once more'),
        message: expect.not.stringContaining('0815'),
      });
      expect(await readFile(path, 'utf8')).toBe('wrong-token-0815');
    });
  });
});

describe('before it is used', () => {
  test.each<[string, () => Promise<string>, string]>([
    [
      'no lock can be made beside its file',
      async () => {
        // The name of the lock would be too long for any disk.
        const long = join(folder, 't'.repeat(250));
        await rename(path, long);
        return long;
      },
      'GOTO_TOKEN_READ_ONLY',
    ],
    [
      'its file cannot be replaced',
      async () => {
        // There is room for the path of the lock, and none for that of the new file.
        const deep = join(await deepFolder(15), 'token');
        await rename(path, deep);
        return deep;
      },
      'GOTO_TOKEN_READ_ONLY',
    ],
    ['there is no such file', () => Promise.resolve(join(folder, 'gone')), 'GOTO_TOKEN_FILE'],
    ['the file is a folder', () => Promise.resolve(folder), 'GOTO_TOKEN_FILE'],
    [
      'the file is empty',
      async () => {
        await writeFile(path, ' \n');
        return path;
      },
      'GOTO_TOKEN_FILE',
    ],
    [
      'the file is far too large',
      async () => {
        await writeFile(path, 'x'.repeat(70_000));
        return path;
      },
      'GOTO_TOKEN_FILE',
    ],
  ])('%s: the service is not asked', async (_what, prepare, code) => {
    const file = await prepare();
    await withBench({ settings: byFile(file), switches: { refreshRotates: true } }, async ({ client, sandbox }) => {
      await expect(client.readUser(ADA)).rejects.toMatchObject({ name: 'Failure', code });

      expect(sandbox.log).toEqual([]);
      expect(sandbox.account.refreshTokens).toMatchObject([{ token: REFRESH }]);
    });
  });
});

describe('after the service has renewed it', () => {
  const spent = { result: 'access', renewed: 'the-new-one' };

  test('it is written over the old one where the file cannot be replaced any more', async () => {
    const deep = join(await deepFolder(15), 'token');
    const result = await spendFrom(path, testWorld(), async (token) => {
      expect(token).toBe(REFRESH);
      // From now on the file lies where nothing can be made beside it.
      await rename(path, deep);
      await symlink(deep, path);
      return spent;
    });

    expect(result).toBe('access');
    expect(await readFile(path, 'utf8')).toBe('the-new-one\n');
  });

  test('that it could not be kept is said in so many words, without it', async () => {
    const inner = join(folder, 'inner', 'token');
    await mkdir(dirname(inner));
    await rename(path, inner);
    const work = spendFrom(inner, testWorld(), async () => {
      await rm(dirname(inner), { recursive: true });
      return spent;
    });

    await expect(work).rejects.toMatchObject({
      code: 'GOTO_TOKEN_LOST',
      message: expect.not.stringContaining('the-new-one'),
      advice: expect.stringContaining('sign in to GoTo once more'),
    });
  });

  test('what surrounds it in the file stays', async () => {
    await writeFile(path, `\n  ${REFRESH}\r\n`);
    await spendFrom(path, testWorld(), () => Promise.resolve({ ...spent, renewed: '$&-new' }));

    expect(await readFile(path, 'utf8')).toBe('\n  $&-new\r\n');
  });
});

test('a lock that somebody else keeps is waited for, and then said', async () => {
  const stop = new AbortController();
  const first = spendFrom(path, testWorld(), async () => {
    const second = spendFrom(path, testWorld({ signal: stop.signal }), () => {
      throw new Error('both at once');
    });
    stop.abort(new Error('stopped'));
    await expect(second).rejects.toThrow('stopped');
    return { result: null, renewed: null };
  });
  await expect(first).resolves.toBeNull();
});
