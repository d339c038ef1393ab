import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { newSandboxAccount, startRescueSandbox } from '../../src/sandbox/index.ts';
import { newFolder } from '../e2e/adsync.ts';
import { adsync } from './fake-host.ts';

const INPUTS = join(import.meta.dirname, 'inputs');

const read = (file: string): Promise<string> => readFile(join(INPUTS, file), 'utf8');

const HOLDER = { name: 'Olga Owner', email: 'owner@corp.example', password: 'Owner-Pass%1' };

test('two people who have ended and share an address lose their user, and the account matches afterwards', async () => {
  const given = { organization: 'Example Ltd', accountId: 560961, apiToken: 'sandbox-token', holder: HOLDER };
  const sandbox = await startRescueSandbox({ account: newSandboxAccount(given) });
  const file = (await read('min-shared-mail.sync.yaml')).replace('sandbox:account.json', sandbox.url);
  const folder = await newFolder({
    'sync.yaml': file,
    'min-shared-mail.ldif': await read('min-shared-mail-before.ldif'),
  });
  const options = { cwd: folder.path };
  try {
    expect((await adsync(['apply', '--yes'], options)).code).toBe(0);
    expect(sandbox.account.nodes).toContainEqual(expect.objectContaining({ name: 'Ann', status: 'Offline' }));

    await writeFile(join(folder.path, 'min-shared-mail.ldif'), await read('min-shared-mail.ldif'));
    const applied = await adsync(['apply', '--yes'], options);
    const after = await adsync(['plan', '--detailed-exitcode'], options);

    expect(applied.code).toBe(0);
    expect(sandbox.account.nodes).toContainEqual(expect.objectContaining({ name: 'Ann', status: 'Disabled' }));
    expect(after).toMatchObject({ code: 0, stdout: expect.stringContaining('The account matches the directory') });
  } finally {
    await sandbox.close();
    await folder.remove();
  }
});
