import { join } from 'node:path';
import { withRequests } from '../engine/bench.ts';
import { typical } from '../engine/pair.ts';
import { writeExport } from '../worlds/ldif.ts';
import { accountOf } from '../worlds/rescue-account.ts';
import { EXPORT, rescueSection, syncFile } from '../worlds/sync-file.ts';
import type { Case } from './case.ts';
import { mib, seconds } from './figures.ts';

const CEILING = { people: 50_000, groups: 999, members: 999 };

/** The ceiling from end to end: everybody is created, and then a plan has nothing left to do. */
export const WHOLE: readonly Case[] = [
  {
    name: 'apply-998001',
    slow: true,
    onDemand: true,
    async run(bench) {
      const cwd = await bench.newFolder();
      await writeExport(CEILING, join(cwd, 'directory.ldif'));
      await bench.serving(accountOf(CEILING, 'nobody'), 0, async (url, requests) => {
        await bench.write(cwd, 'sync.yaml', syncFile(EXPORT, rescueSection(CEILING, { url })));
        const run = (): ReturnType<typeof withRequests> =>
          withRequests(() => bench.adsync(['apply', '--yes'], { cwd }), requests);
        const series = await bench.measure({ name: 'apply, 998,001 memberships, everybody new', run }, 0);
        await bench.plan('none', [], cwd);
        const figures = `${seconds(typical(series, 'wall'))}, ${mib(typical(series, 'peak'))}`;
        bench.note(`998,001 memberships were applied to the end in ${figures}; the plan after it had no changes.`);
      });
    },
  },
];
