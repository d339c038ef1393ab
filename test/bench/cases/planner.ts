import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Measured } from '../engine/pair.ts';
import { typical } from '../engine/pair.ts';
import { writeExport } from '../worlds/ldif.ts';
import { accountOf } from '../worlds/rescue-account.ts';
import { EXPORT, rescueSection, syncFile } from '../worlds/sync-file.ts';
import type { Case } from './case.ts';
import { seconds } from './figures.ts';

const PROGRAM = fileURLToPath(new URL('../planner-alone.ts', import.meta.url));
const TYPESCRIPT = new URL('../typescript.mjs', import.meta.url).href;
const COMPANY = { people: 50_000, groups: 51, members: 981 };

export const PLANNER: readonly Case[] = [
  {
    name: 'planner-alone-50000',
    slow: false,
    async run(bench) {
      const cwd = await bench.newFolder();
      await writeExport(COMPANY, join(cwd, 'directory.ldif'));
      await bench.serving(accountOf(COMPANY, 'everybody'), 0, async (url) => {
        await bench.write(cwd, 'sync.yaml', syncFile(EXPORT, rescueSection(COMPANY, { url })));
        const run = async (): Promise<Measured> => {
          const args = ['--import', TYPESCRIPT, PROGRAM, cwd];
          const { stdout, peak } = await bench.processes.run(process.execPath, args, { cwd, keep: true });
          const { wall, cpu } = JSON.parse(stdout) as { wall: number; cpu: number };
          return { wall, cpu, peak };
        };
        const series = await bench.measure({ name: 'planner alone, 50,000 unchanged', run }, 45);
        const wall = typical(series, 'wall');
        bench.verdict({
          name: 'planner-alone',
          figure: `${seconds(wall)} (CPU ${seconds(typical(series, 'cpu'))})`,
          met: wall <= 0.5,
        });
      });
    },
  },
];
