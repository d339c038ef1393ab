import { expect, test } from '@jest/globals';
import { renamePatiently } from '../../src/files/rename.ts';

/** Renames a file that is refused so many times with one code: how it ended, how often it was tried, and what was waited. */
async function refused(times: number, code: string) {
  let tries = 0;
  let waited = 0;
  const ended = await renamePatiently('a', 'b', {
    rename: () => {
      tries += 1;
      return tries > times ? Promise.resolve() : Promise.reject(Object.assign(new Error('refused'), { code }));
    },
    sleep: (ms) => {
      waited += ms;
      return Promise.resolve();
    },
  }).then(
    () => 'done',
    () => 'refused',
  );
  return { ended, tries, waited };
}

test.each([
  ['EPERM', 0, 'done', 1],
  ['EPERM', 1, 'done', 2],
  ['EACCES', 3, 'done', 4],
  ['EBUSY', 4, 'done', 5],
  ['EBUSY', 5, 'refused', 5],
  ['ENOENT', 1, 'refused', 1],
  ['EXDEV', 1, 'refused', 1],
  ['EROFS', 1, 'refused', 1],
])('%s, %i times: %s after %i tries', async (code, times, ended, tries) => {
  expect(await refused(times, code)).toMatchObject({ ended, tries });
});

test('all tries together take less than a second', async () => {
  const { waited } = await refused(5, 'EBUSY');

  expect(waited).toBeGreaterThan(500);
  expect(waited).toBeLessThan(1000);
});
