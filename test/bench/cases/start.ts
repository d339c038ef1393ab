import { median } from '../engine/pair.ts';
import { rescueSection, syncFile } from '../worlds/sync-file.ts';
import type { Case } from './case.ts';
import { seconds } from './figures.ts';

/** What a person waits for before anything is read: these runs are short, so there are more of them. */
const ROUNDS = 15;

export const START: readonly Case[] = [
  {
    name: 'help',
    slow: false,
    async run(bench) {
      const subject = {
        name: '--help',
        run: () => bench.adsync(['--help'], { cwd: bench.folder }),
      };
      const { subject: own, reference } = await bench.pair(subject, bench.reference('empty'), 20, ROUNDS);
      const more = own.runs.map(({ wall }, round) => wall - (reference.runs[round]?.wall ?? NaN));
      bench.remember('start', median(own.runs.map(({ wall }) => wall)));
      const ms = median(more) * 1000;
      bench.verdict({ name: 'help', figure: `${Math.round(ms)} ms more`, met: ms <= 25 });
    },
  },
  ...([3, 999] as const).map(
    (groups): Case => ({
      name: `validate-${groups}`,
      slow: false,
      async run(bench) {
        const directory = 'directory: { type: file, path: directory.ldif }\n';
        const file = syncFile(directory, rescueSection({ groups }, { url: 'http://127.0.0.1:9' }));
        const cwd = await bench.newFolder({ 'sync.yaml': file });
        const subject = { name: `validate, ${groups} mappings`, run: () => bench.adsync(['validate'], { cwd }) };
        const { subject: own } = await bench.pair(subject, bench.reference('empty'), 30, ROUNDS);
        const wall = median(own.runs.map((run) => run.wall));
        const target = groups === 3 ? 0.12 : 0.35;
        bench.verdict({ name: `validate-${groups}`, figure: seconds(wall), met: wall <= target });
      },
    }),
  ),
];
