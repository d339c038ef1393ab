import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { cellCounts, pageOf } from '../render/markdown-page.ts';
import { adsync, EXAMPLES, newFolder } from './adsync.ts';

test('the built program writes a comment for a pull request that a code host can show', async () => {
  const folder = await newFolder({});
  await cp(EXAMPLES, folder.path, { recursive: true });

  const ended = await adsync(['plan', '--markdown', 'plan.md', '--json'], { cwd: folder.path });

  expect(ended).toMatchObject({ code: 0 });
  const markdown = await readFile(join(folder.path, 'plan.md'), 'utf8');
  const { codes } = pageOf(markdown);
  const { changes } = JSON.parse(ended.stdout) as { changes: { id: string }[] };
  expect(changes.length).toBeGreaterThan(0);
  expect(changes.filter(({ id }) => !codes.includes(id))).toEqual([]);
  for (const counts of cellCounts(markdown)) expect(new Set(counts).size).toBe(1);
  await folder.remove();
});
