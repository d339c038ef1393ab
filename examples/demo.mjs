// The main job on the example beside this file: plan, Excel dry run, apply, and a plan with nothing left to do.
// Works on copies in ./demo, so that it can be run again and again. Run it with: npm run demo
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const examples = fileURLToPath(new URL('.', import.meta.url));
const adsync = join(examples, '..', 'bin', 'adsync.js');
const folder = 'demo';

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const file of ['sync.yaml', 'directory.ldif', 'account.json'])
  copyFileSync(join(examples, file), join(folder, file));

run('plan', '-f', 'demo/sync.yaml', '--excel', 'demo/plan.xlsx');
run('apply', '-f', 'demo/sync.yaml', '--yes');
const last = run('plan', '-f', 'demo/sync.yaml', '--detailed-exitcode');
if (!last.includes('No changes.')) fail('The last plan should have nothing left to do.');
console.log('\nThe dry run for your meeting is demo/plan.xlsx; the account as it is now is demo/account.json.');

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
