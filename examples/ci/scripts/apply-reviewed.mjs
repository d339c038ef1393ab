// apply-reviewed.mjs REVIEWED FOLDER [STATE]: applies the plan REVIEWED. Where it does not hold any more, because it is too old,
// made for another state of the file, spent, gone, or partly stale, it plans again. If there is something to do, FOLDER then
// holds plan.json, plan.xlsx and plan.md, and difference.md, what is different from REVIEWED: they need a second approval.
// Ends with 0 then, too; with what adsync ended with when something is wrong. A plan that was altered is never planned again.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { difference, plain } from './difference.mjs';

const AGAIN = {
  PLAN_TOO_OLD: 'the reviewed one is older than maxPlanAge.',
  PLAN_OTHER_FILE: 'the reviewed one was made for another state of the file.',
  PLAN_SPENT: 'the reviewed one was applied before.',
  PLAN_VERSION: 'the reviewed one was made by another version of adsync.',
};

const [reviewed, folder, state = '.adsync'] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Say: apply-reviewed.mjs REVIEWED FOLDER [STATE]');
  process.exit(1);
}

const why = existsSync(reviewed) ? apply() : 'there is no reviewed plan.';
if (why !== null) planAgain(why);

/** Why a plan has to be made again; null where not. */
function apply() {
  const { code, stdout, stderr } = adsync('pipe', 'apply', reviewed, '--yes', '--json', '--state-dir', state);
  process.stderr.write(stderr);
  process.exitCode = code;
  const refusal = code === 4 ? (/^error ([A-Z_]+) /m.exec(stderr)?.[1] ?? '') : '';
  if (Object.hasOwn(AGAIN, refusal)) return AGAIN[refusal];
  if (stdout === '') return null;
  const { text, results, outcomes } = JSON.parse(stdout);
  console.log(plain(text));
  for (const one of outcomes.filter(({ result }) => result !== 'done'))
    console.log(`- ${plain(one.change)} ${plain(one.result)}: ${plain(one.text)}`);
  return code === 3 && results.stale > 0 ? `${results.stale} of its changes were stale, and not made.` : null;
}

function planAgain(because) {
  console.log(`The plan is made again: ${because}`);
  mkdirSync(folder, { recursive: true });
  const [plan, excel, markdown] = ['plan.json', 'plan.xlsx', 'plan.md'].map((name) => `${folder}/${name}`);
  const outputs = ['--out', plan, '--excel', excel, '--markdown', markdown];
  const { code } = adsync('inherit', 'plan', '--state-dir', state, '--detailed-exitcode', ...outputs);
  process.exitCode = code === 2 ? 0 : code;
  if (code === 2) {
    const before = existsSync(reviewed) ? JSON.parse(readFileSync(reviewed, 'utf8')) : null;
    const text = difference(before, JSON.parse(readFileSync(plan, 'utf8')), because);
    writeFileSync(`${folder}/difference.md`, text);
    console.log('The second plan waits for an approval of its own.');
  } else {
    rmSync(plan, { force: true });
    if (code === 0) console.log('There is nothing left to do.');
  }
}

function adsync(output, ...args) {
  const options = { encoding: 'utf8', stdio: ['ignore', output, output], maxBuffer: 1024 * 1024 * 1024 };
  const { status, stdout, stderr, error } = spawnSync('npx', ['--no-install', 'adsync', ...args], options);
  if (error !== undefined) throw error;
  return { code: status ?? 1, stdout: stdout ?? '', stderr: stderr ?? '' };
}
