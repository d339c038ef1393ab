import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { RULES, TESTS } from './scope.mjs';

const HELP = `npm run mutate [-- FILE… | --since REV] [--at-least PERCENT] [--workers N]

Changes the rules of ${RULES.join(', ')} one by one, and runs the tests of ${TESTS.join(', ')}
against each change. Prints the score and every change that no test notices; all results stand in
coverage/mutation.json.

  FILE                src/targets/rescue/planner/match.ts, or some lines of it: src/targets/rescue/planner/match.ts:30-60 (default: all files)
  --since REV         the lines that differ from a commit or branch
  --at-least PERCENT  exit with 1 when the score is lower
  --workers N         processes at a time (default: one for each core)
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    since: { type: 'string' },
    'at-least': { type: 'string' },
    workers: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});

/** `FILE:FIRST-LAST` of every piece that was added or changed since a revision. */
function changedLines(revision) {
  const args = ['diff', '--unified=0', '--no-color', '--no-ext-diff', '--diff-filter=d', revision, '--', ...RULES];
  const pieces = [];
  let file = '';
  for (const line of execFileSync('git', args, { encoding: 'utf8', maxBuffer: 2 ** 28 }).split('\n')) {
    if (line.startsWith('+++ b/')) file = line.slice('+++ b/'.length);
    const [, first, count = '1'] = /^@@ \S+ \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
    if (first === undefined || count === '0' || !file.endsWith('.ts')) continue;
    pieces.push(`${file}:${first}-${Number(first) + Number(count) - 1}`);
  }
  return pieces;
}

/** @throws Error when an option is no number */
function number(name, otherwise) {
  const value = values[name] === undefined ? otherwise : Number(values[name]);
  if (value !== null && !(value >= 0)) throw new Error(`--${name} takes a number, not ${values[name]}.`);
  return value;
}

async function main() {
  if (values.help) return process.stdout.write(HELP);
  const all = RULES.map((folder) => `${folder}/**/*.ts`);
  const since = values.since === undefined ? null : changedLines(values.since);
  const mutate = [...positionals, ...(since ?? [])];
  if (since?.length === 0 && positionals.length === 0) {
    return process.stdout.write(`Nothing in ${RULES.join(', ')} differs from ${values.since}.\n`);
  }
  await new Stryker({
    mutate: mutate.length === 0 ? all : mutate,
    // What a message says is held by the golden files; a mutant for every text would drown the rules.
    mutator: { excludedMutations: ['StringLiteral'] },
    testRunner: 'quick',
    plugins: [fileURLToPath(new URL('./runner.mjs', import.meta.url))],
    coverageAnalysis: 'perTest',
    disableTypeChecks: false,
    concurrency: Math.max(1, number('workers', availableParallelism())),
    // Endless loops are caught by their count; a busy machine must not be taken for one.
    timeoutMS: 15_000,
    thresholds: { high: 90, low: 80, break: number('at-least', null) },
    tempDirName: 'coverage/mutants',
    ignorePatterns: ['dist', 'coverage', 'demo'],
    reporters: ['clear-text', 'json', process.stdout.isTTY ? 'progress' : 'progress-append-only'],
    clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
    jsonReporter: { fileName: 'coverage/mutation.json' },
    logLevel: 'warn',
    allowConsoleColors: false,
  }).runMutationTest();
}

await main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
