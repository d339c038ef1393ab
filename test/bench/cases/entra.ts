import { startGraphSandbox } from '../../../src/sandbox/graph/index.ts';
import { withRequests } from '../engine/bench.ts';
import { accountOf } from '../worlds/rescue-account.ts';
import { rescueSection, syncFile } from '../worlds/sync-file.ts';
import { entraDirectory, tenantOf } from '../worlds/tenant.ts';
import type { Case } from './case.ts';
import { requestsOf } from './figures.ts';

const COMPANY = { people: 9_990, groups: 999, members: 10 };

export const ENTRA: readonly Case[] = [
  {
    name: 'graph-999',
    slow: false,
    async run(bench) {
      // As many resource units as a large tenant has: how a small one slows a reading down, the tests of it say.
      const graph = await startGraphSandbox({ tenant: tenantOf(COMPANY), switches: { resourceUnits: 100_000 } });
      try {
        const cwd = await bench.newFolder({ 'graph-ca.pem': graph.ca });
        await bench.serving(accountOf(COMPANY, 'everybody'), 0, async (url, requests) => {
          const section = rescueSection(COMPANY, { url, byId: true });
          await bench.write(cwd, 'sync.yaml', syncFile(entraDirectory(graph.url), section));
          let counted = 0;
          const posts = (): Record<string, number> => {
            const sent = graph.log.slice(counted).filter(({ path, inBatch }) => path.endsWith('/$batch') && !inBatch);
            counted = graph.log.length;
            return { ...requests(), graph: sent.length };
          };
          const run = (): ReturnType<typeof withRequests> => withRequests(() => bench.plan('none', [], cwd), posts);
          const series = await bench.measure({ name: 'Graph, 999 groups of 10, unchanged', run }, 20);
          const sent = requestsOf(series, 'graph');
          bench.verdict({ name: 'graph-999', figure: `${sent} POSTs`, met: sent <= 55 });
        });
      } finally {
        await graph.close();
      }
    },
  },
];
