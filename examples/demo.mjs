// The main job on the examples beside this file: plan, Excel dry run, apply, and a plan with nothing left to do; first for
// Rescue alone, then for Rescue and GoTo from one file.
// Works on copies in ./demo, a folder that it makes itself, so that it can be run again and again. Run it with: npm run demo
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const examples = fileURLToPath(new URL('.', import.meta.url));
const adsync = join(examples, '..', 'bin', 'adsync.js');
const folder = 'demo';

// A folder of the same name that somebody else made is not ours to empty.
const mark = join(folder, '.made-by-adsync-demo');
if (existsSync(folder) && !existsSync(mark))
  fail(`The folder ${folder} is not one that the demo made, so it stays as it is. Run the demo in another folder.`);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
writeFileSync(mark, '');
for (const file of ['sync.yaml', 'rescue-and-goto.yaml', 'directory.ldif', 'account.json', 'goto-account.json'])
  copyFileSync(join(examples, file), join(folder, file));

mainJob('demo/sync.yaml', 'demo/plan.xlsx');
console.log('\nThe same people in GoTo, by a file that has both accounts:');
mainJob('demo/rescue-and-goto.yaml', 'demo/plan-goto.xlsx');
console.log(
  '\nThe dry runs for your meeting are demo/plan.xlsx and demo/plan-goto.xlsx; the accounts as they are now are demo/account.json and demo/goto-account.json.',
);

function mainJob(file, workbook) {
  run('plan', '-f', file, '--excel', workbook);
  run('apply', '-f', file, '--yes');
  const last = run('plan', '-f', file, '--detailed-exitcode');
  if (!last.includes('No changes.')) fail('The last plan should have nothing left to do.');
}

function run(...args) {
  console.log(`\n$ adsync ${args.join(' ')}`);
  const { status, stdout } = spawnSync(process.execPath, [adsync, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    env: process.stdout.isTTY ? { FORCE_COLOR: '1', ...process.env } : process.env,
  });
  process.stdout.write(stdout);
  if (status !== 0) fail(`adsync ended with exit code ${status}.`);
  return stdout;
}

function fail(text) {
  console.error(text);
  process.exit(1);
}
