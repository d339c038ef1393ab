import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { publishFault } from './release-texts.mjs';

// The first step of .github/workflows/release.yml: ends with 1 when what is tagged may not be published.

const { status } = spawnSync('git', ['merge-base', '--is-ancestor', 'HEAD', 'refs/remotes/origin/main']);
const fault = publishFault(JSON.parse(readFileSync('package.json', 'utf8')), process.env, status === 0);
if (fault !== null) {
  process.stdout.write(`::error::${fault}\n`);
  process.exitCode = 1;
}
