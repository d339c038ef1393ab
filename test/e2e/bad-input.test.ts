import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { loadSandboxAccount, type RescueSandbox, startRescueSandbox } from '../../src/sandbox/index.ts';
import { envFor, fileFor, flawsOf, mistakes } from '../cli/mistakes.ts';
import { adsync, EXAMPLES, newFolder } from './adsync.ts';

/** The built program and a mistake of each sort; all mistakes are in test/cli/bad-input.test.ts. */

let sandbox: RescueSandbox;
let folder: Awaited<ReturnType<typeof newFolder>>;

beforeEach(async () => {
  const account = await loadSandboxAccount(join(EXAMPLES, 'account.json'));
  sandbox = await startRescueSandbox({ account });
  folder = await newFolder({ 'directory.ldif': await readFile(join(EXAMPLES, 'directory.ldif'), 'utf8') });
});

afterEach(async () => {
  await sandbox.close();
  await folder.remove();
});

/** In the file, in what is found in the account or the directory, and a call that fails. */
const OF_EACH_SORT = ['a typo in a key', 'a directory group that does not exist', 'a token that is not valid any more'];

test.each(mistakes.filter(({ name }) => OF_EACH_SORT.includes(name)))(
  '$name: apply explains it and changes nothing',
  async (mistake) => {
    await writeFile(join(folder.path, 'sync.yaml'), fileFor(mistake, sandbox.url));
    const before = JSON.stringify(sandbox.account.nodes);

    const ended = await adsync(['apply', '--yes'], { cwd: folder.path, env: envFor(mistake) });

    expect(flawsOf(mistake, ended)).toEqual([]);
    expect(ended.code).toBe(mistake.apply);
    expect(JSON.stringify(sandbox.account.nodes)).toBe(before);
  },
);

test('apply without a terminal and without --yes is refused before anything is read', async () => {
  await writeFile(join(folder.path, 'sync.yaml'), fileFor({ name: '', says: [], apply: 1 }, sandbox.url));

  const ended = await adsync(['apply'], { cwd: folder.path, env: { TOKEN: 'sandbox-token' } });

  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain('--yes');
  expect(sandbox.log).toEqual([]);
});
