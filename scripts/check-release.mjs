import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { publishFault } from './release-texts.mjs';

// The first step of .github/workflows/release.yml: ends with 1 when what is tagged may not be published.

const { status, stderr } = spawnSync('git', ['merge-base', '--is-ancestor', 'HEAD', 'refs/remotes/origin/main'], {
  encoding: 'utf8',
});
// Anything but 0 and 1 is no answer: in a container git refuses a checkout that belongs to somebody else.
const fault =
  status === 0 || status === 1
    ? publishFault(JSON.parse(readFileSync('package.json', 'utf8')), process.env, status === 0)
    : `git cannot tell whether this commit is on main: ${stderr?.trim().split('\n')[0] ?? 'it cannot be started.'}`;
if (fault !== null) {
  process.stdout.write(`::error::${fault}\n`);
  process.exitCode = 1;
}
