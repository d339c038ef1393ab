import { join } from 'node:path';
import { startGotoSandbox } from '../../../src/sandbox/goto/index.ts';
import { withRequests } from '../engine/bench.ts';
import type { Company } from '../worlds/company.ts';
import { gotoAccountOf, gotoSection } from '../worlds/goto-account.ts';
import { writeExport } from '../worlds/ldif.ts';
import { accountOf, type Held } from '../worlds/rescue-account.ts';
import { EXPORT, rescueSection, type RescueSection, syncFile } from '../worlds/sync-file.ts';
import type { Case } from './case.ts';

/** Companies of other shapes: no target, but a figure that stands out would be a mistake. */
export const SHAPES: readonly Case[] = [
  shape('plan-one-group-50000', 'plan from file, one group of 50,000, unchanged', {
    company: { people: 50_000, groups: 1, members: 50_000 },
    held: 'everybody',
  }),
  shape('plan-deep-nesting', 'plan from file, 5,000 people in 100 levels of groups, new', {
    company: { people: 5_000, groups: 100, members: 50, nested: true },
    held: 'nobody',
    section: { mappings: 1, subgroups: 'flatten' },
  }),
  bothTargets('plan-both-1000', { people: 1_000, groups: 5, members: 200, named: true }),
  bothTargets('plan-both-20000', { people: 20_000, groups: 40, members: 500, named: true }),
];

function shape(
  name: string,
  what: string,
  given: { readonly company: Company; readonly held: Held; readonly section?: Omit<RescueSection, 'url'> },
): Case {
  return {
    name,
    slow: false,
    async run(bench) {
      const { company, held, section = {} } = given;
      const cwd = await bench.newFolder();
      const path = join(cwd, 'directory.ldif');
      await writeExport(company, path);
      await bench.serving(accountOf(company, held), 0, async (url, requests) => {
        await bench.write(cwd, 'sync.yaml', syncFile(EXPORT, rescueSection(company, { url, ...section })));
        const run = (): ReturnType<typeof withRequests> =>
          withRequests(() => bench.plan(held === 'everybody' ? 'none' : 'changes', [], cwd), requests);
        await bench.pair({ name: what, run }, bench.reference('bare-pass', [path]), 15);
      });
    },
  };
}

function bothTargets(name: string, company: Company): Case {
  return {
    name,
    slow: company.people > 1_000,
    async run(bench) {
      const cwd = await bench.newFolder();
      const path = join(cwd, 'directory.ldif');
      await writeExport(company, path);
      const goto = await startGotoSandbox({ account: gotoAccountOf(company) });
      try {
        await bench.serving(accountOf(company, 'everybody'), 0, async (url, rescue) => {
          const sections = [rescueSection(company, { url }), gotoSection(company, goto.url)];
          await bench.write(cwd, 'sync.yaml', syncFile(EXPORT, ...sections));
          let counted = 0;
          const requests = (): Record<string, number> => {
            const sent = goto.log.length - counted;
            counted = goto.log.length;
            return { ...rescue(), goto: sent };
          };
          const run = (): ReturnType<typeof withRequests> => withRequests(() => bench.plan('none', [], cwd), requests);
          const what = `plan from file, two targets, ${company.people.toLocaleString('en-GB')} people, unchanged`;
          await bench.pair({ name: what, run }, bench.reference('bare-pass', [path]), 15);
        });
      } finally {
        await goto.close();
      }
    },
  };
}
