import { join } from 'node:path';
import { typical } from '../engine/pair.ts';
import type { TargetName } from '../engine/targets.ts';
import { writeExport } from '../worlds/ldif.ts';
import { accountOf } from '../worlds/rescue-account.ts';
import { EXPORT, rescueSection, syncFile } from '../worlds/sync-file.ts';
import type { Case } from './case.ts';
import { mib } from './figures.ts';

const COMPANY = { people: 99_900, groups: 100, members: 999 };
const MOST = 150;

const FORMS: readonly (readonly [name: TargetName, options: readonly string[]])[] = [
  ['output-json', ['--json']],
  ['output-out', ['--out', 'plan.json', '--force']],
  ['output-excel', ['--excel', 'plan.xlsx', '--force']],
  ['output-markdown', ['--markdown', 'plan.md', '--force']],
  ['output-html', ['--html', 'plan.html', '--force']],
];

/** What an output takes beyond the plan: memory matters, and it needs few rounds. */
export const OUTPUTS: readonly Case[] = [
  {
    name: 'outputs',
    slow: true,
    async run(bench) {
      const cwd = await bench.newFolder();
      await writeExport(COMPANY, join(cwd, 'directory.ldif'));
      await bench.serving(accountOf(COMPANY, 'nobody'), 0, async (url) => {
        await bench.write(cwd, 'sync.yaml', syncFile(EXPORT, rescueSection(COMPANY, { url })));
        const plan = await bench.measure(
          { name: 'plan with 100,000 changes, as text', run: () => bench.plan('changes', [], cwd) },
          25,
        );
        for (const [name, options] of FORMS) {
          const run = (): ReturnType<typeof bench.plan> => bench.plan('changes', options, cwd);
          const what = `the same with ${options[0] ?? ''}`;
          const series = await bench.measure({ name: what, run }, 15).catch((error: unknown) => {
            // The other forms are measured all the same.
            bench.note(
              `${what} failed: ${error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error)}`,
            );
            return null;
          });
          if (series === null) {
            bench.verdict({ name, figure: 'it failed', met: false });
            continue;
          }
          const more = typical(series, 'peak') - typical(plan, 'peak');
          bench.verdict({ name, figure: `${mib(more)} more`, met: more <= MOST });
        }
      });
    },
  },
];
