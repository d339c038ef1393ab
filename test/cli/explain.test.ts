import { expect, test } from '@jest/globals';
import { EXAMPLES, newFolder } from '../e2e/adsync.ts';
import { adsync } from './fake-host.ts';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** `adsync explain` on an example; more of it is in explain.slow.test.ts. */

test('somebody is told of from the directory to the change, and nothing is written', async () => {
  const folder = await newFolder({});
  for (const name of ['sync.yaml', 'directory.ldif', 'account.json'])
    cpSync(join(EXAMPLES, name), join(folder.path, name));
  const before = readdirSync(folder.path).sort();

  const { code, stdout } = await adsync(['explain', 'WEI.CHEN@corp.example', '--quiet'], { cwd: folder.path });

  expect(code).toBe(0);
  expect(stdout).toMatch(/^Wei Chen: enabled in the directory, e-mail wei\.chen@corp\.example/);
  expect(stdout).toMatch(/has them, by Helpdesk Tier 2 › Network \(sync\.yaml:\d+\)/);
  expect(stdout).toMatch(/Decision: 1 change planned\n {2}move: .*\n {4}from Technicians\/Helpdesk\/Tier 2 to /);
  expect(readdirSync(folder.path).sort()).toEqual(before);
  await folder.remove();
});
