import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { targetId } from '../../src/core/target-id.ts';
import { keepUntouched } from '../../src/run/untouched.ts';

test('what stood in a user is kept until it is dropped, and refuses the next probe while it is there', async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'adsync-untouched-'));
  const target = targetId('rescue', '1');
  const untouched = await keepUntouched(stateDir, target);
  await untouched.keep({ account: '1', node: '12', name: 'Pat', email: 'pat@corp.example', description: 'Probe' });

  await expect(keepUntouched(stateDir, target)).rejects.toMatchObject({ code: 'PROBE_UNFINISHED' });
  await untouched.drop();
  await expect(keepUntouched(stateDir, target)).resolves.toBeDefined();
  expect(await readdir(join(stateDir, 'probes'))).toEqual([]);
  await rm(stateDir, { recursive: true });
});
