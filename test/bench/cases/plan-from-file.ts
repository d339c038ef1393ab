import { join } from 'node:path';
import type { Bench } from '../engine/bench.ts';
import { withRequests } from '../engine/bench.ts';
import { type Pair, typical } from '../engine/pair.ts';
import type { TargetName } from '../engine/targets.ts';
import type { Company } from '../worlds/company.ts';
import { writeExport } from '../worlds/ldif.ts';
import { accountOf, type Held } from '../worlds/rescue-account.ts';
import { EXPORT, rescueSection, syncFile } from '../worlds/sync-file.ts';
import type { Case } from './case.ts';
import { exponent, mib, pairText, ratioOf, seconds } from './figures.ts';

/** What the vendor promises at most: 999 groups of 999 members. */
const CEILING: Company = { people: 50_000, groups: 999, members: 999 };
const TENTH: Company = { people: 5_000, groups: 100, members: 999 };
const ONCE: Company = { people: 50_000, groups: 51, members: 981 };

/** Measures a plan from an export against the bare pass over the same file. */
export async function planFromFile(
  bench: Bench,
  name: string,
  given: { readonly company: Company; readonly held: Held; readonly seconds: number; readonly options?: string[] },
): Promise<Pair> {
  const { company, held, options = [] } = given;
  const expected = held === 'everybody' ? 'none' : 'changes';
  bench.say(`  writing ${(company.groups * company.members).toLocaleString('en-GB')} memberships`);
  const cwd = await bench.newFolder();
  const path = join(cwd, 'directory.ldif');
  await writeExport(company, path);
  return bench.serving(accountOf(company, held), 0, async (url, requests) => {
    await bench.write(cwd, 'sync.yaml', syncFile(EXPORT, rescueSection(company, { url })));
    const subject = {
      name,
      run: () => withRequests(() => bench.plan(expected, options, cwd), requests),
    };
    return bench.pair(subject, bench.reference('bare-pass', [path]), given.seconds);
  });
}

export const PLAN_FROM_FILE: readonly Case[] = [
  ceiling('plan-from-file-998001', 'file-unchanged', 'everybody', { seconds: 120, ratio: 4, peak: 800 }),
  ceiling('plan-from-file-998001-new', 'file-new', 'nobody', { seconds: 75, ratio: 5, peak: 1024 }),
  ceiling('plan-from-file-998001-renamed', 'file-renamed', 'renamed', { seconds: 75, ratio: 5, peak: 1024 }),
  {
    name: 'plan-from-file-99900',
    slow: false,
    async run(bench) {
      const name = 'plan from file, 99,900 memberships, unchanged';
      const pair = await planFromFile(bench, name, { company: TENTH, held: 'everybody', seconds: 30 });
      bench.remember('file-tenth', typical(pair.subject, 'wall'));
      growth(bench);
    },
  },
  {
    name: 'plan-from-file-50000',
    slow: false,
    async run(bench) {
      const name = 'plan from file, 50,000 people in 51 groups, unchanged';
      const pair = await planFromFile(bench, name, { company: ONCE, held: 'everybody', seconds: 45 });
      const wall = typical(pair.subject, 'wall');
      const peak = typical(pair.subject, 'peak');
      bench.verdict({ name: 'file-50000', figure: `${seconds(wall)}, ${mib(peak)}`, met: wall <= 3 && peak <= 350 });
    },
  },
  {
    name: 'plan-from-file-1000',
    slow: false,
    async run(bench) {
      const company = { people: 1_000, groups: 5, members: 200 };
      await planFromFile(bench, 'plan from file, 1,000 people, unchanged', { company, held: 'everybody', seconds: 15 });
    },
  },
];

function ceiling(
  name: string,
  target: TargetName,
  held: Held,
  most: { readonly seconds: number; readonly ratio: number; readonly peak: number },
): Case {
  return {
    name,
    slow: true,
    async run(bench) {
      const what = `plan from file, 998,001 memberships, ${held === 'everybody' ? 'unchanged' : held}`;
      const pair = await planFromFile(bench, what, { company: CEILING, held, seconds: most.seconds });
      const met = ratioOf(pair) <= most.ratio && typical(pair.subject, 'peak') <= most.peak;
      bench.verdict({ name: target, figure: pairText(pair, 'bare pass'), met });
      if (held !== 'everybody') return;
      bench.remember('file-ceiling', typical(pair.subject, 'wall'));
      growth(bench);
    },
  };
}

/** As soon as both sizes were measured. What a start costs is left out, for it does not grow. */
function growth(bench: Bench): void {
  const small = bench.recall('file-tenth');
  const large = bench.recall('file-ceiling');
  if (small === null || large === null) return;
  const start = bench.recall('start') ?? 0.1;
  const power = exponent({ size: 99_900, time: small - start }, { size: 998_001, time: large - start });
  bench.verdict({ name: 'file-growth', figure: `exponent ${power.toFixed(2)}`, met: power <= 1.05 });
}
