import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { APPLY } from './cases/apply.ts';
import type { Case } from './cases/case.ts';
import { ENTRA } from './cases/entra.ts';
import { FORMS } from './cases/forms.ts';
import { LDAP } from './cases/ldap.ts';
import { OUTPUTS } from './cases/outputs.ts';
import { PLAN_FROM_FILE } from './cases/plan-from-file.ts';
import { PLANNER } from './cases/planner.ts';
import { SHAPES } from './cases/shapes.ts';
import { START } from './cases/start.ts';
import { WHOLE } from './cases/whole.ts';
import { Bench } from './engine/bench.ts';
import { HELP, readOptions } from './engine/options.ts';
import { machineNow, markdownOf, resultsOf, textOf } from './engine/report.ts';

const CASES: readonly Case[] = [
  ...START,
  ...PLANNER,
  ...PLAN_FROM_FILE,
  ...SHAPES,
  ...OUTPUTS,
  ...APPLY,
  ...ENTRA,
  ...LDAP,
  ...WHOLE,
  ...FORMS,
];

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options.help) {
    process.stdout.write(`${HELP}\nCases: ${CASES.map(({ name }) => name).join(', ')}\n`);
    return 0;
  }
  const unknown = options.only.filter((name) => !CASES.some((one) => one.name.startsWith(name)));
  if (unknown.length > 0) throw new Error(`There is no case ${unknown.join(', ')}. --help lists them.`);
  const chosen = CASES.filter(({ name, slow, onDemand }) =>
    options.only.length > 0
      ? options.only.some((one) => name.startsWith(one))
      : onDemand !== true && !(options.quick && slow),
  );
  const bench = await Bench.open({ ...options, say });
  const stop = (signal: NodeJS.Signals): void => {
    bench.stop(signal);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  const before = machineNow();
  const begun = performance.now();
  const failed: string[] = [];
  try {
    for (const one of chosen) {
      if (bench.stopped() !== null) break;
      say(one.name);
      try {
        await one.run(bench);
      } catch (error) {
        failed.push(one.name);
        if (bench.stopped() === null) say(`  FAILED: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  } finally {
    await bench.close();
  }
  const took = (performance.now() - begun) / 1000;
  const stopped = bench.stopped();
  const results = resultsOf(bench, {
    before,
    after: machineNow(),
    took,
    failed,
    stopped,
    only: options.only.length > 0,
    chosen,
    all: CASES,
  });
  const out = resolve(options.out);
  await mkdir(dirname(out), { recursive: true });
  await writeFile(out, `${JSON.stringify(results, null, 2)}\n`);
  process.stdout.write(options.markdown ? markdownOf(results) : textOf(results));
  say(`\nAll figures are in ${out}.`);
  return stopped !== null ? 130 : failed.length > 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  return 2;
});
