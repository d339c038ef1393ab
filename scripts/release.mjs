import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  dateFault,
  lockWithVersion,
  pageWithVersion,
  releasedChangelog,
  versionFault,
  withVersion,
} from './release-texts.mjs';

const HELP = `npm run release -- VERSION [--date DAY]

Makes a release of the branch main: moves what CHANGELOG.md has under Unreleased to the version, writes the version into
package.json, package-lock.json and the pages, keeps what this version leaves behind (test/upgrade/VERSION), commits and tags.
It never pushes. If anything is in the way, nothing is changed.

  VERSION      three numbers, as 0.2.0
  --date DAY   of the release, as 2026-12-31 (default: today, in UTC)
`;

function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { date: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  const [version] = positionals;
  if (values.help || version === undefined || positionals.length > 1) return say(HELP, values.help ? 0 : 1);
  const date = values.date ?? new Date().toISOString().slice(0, 10);
  const fault = findFault(version, date);
  if (fault !== null) return say(`${fault} Nothing was changed.`, 1);
  const head = git('rev-parse', 'HEAD');
  const files = ['CHANGELOG.md', 'package.json', 'package-lock.json', ...pages()];
  const former = files.map((file) => [file, readFileSync(file, 'utf8')]);
  // Ctrl-C ends the command that is at work. This script stays, and puts everything back.
  process.on('SIGINT', () => {});
  try {
    release(version, date, former);
  } catch (error) {
    for (const [file, text] of former) writeFileSync(file, text);
    git('reset', '-q', head);
    return say(`${sentenceOf(error)} Everything is as it was.`, 1);
  }
  say(next(version), 0);
}

/** A sentence on what is in the way; null where nothing is. */
function findFault(version, date) {
  const { version: current } = JSON.parse(readFileSync('package.json', 'utf8'));
  const tag = `v${version}`;
  const isTagged = git('tag', '--list', tag) !== '';
  const wrong = versionFault(version, current, isTagged) ?? dateFault(date);
  if (wrong !== null) return wrong;
  if (isTagged) return `There is a tag ${tag} already. Choose another version.`;
  const branch = git('branch', '--show-current');
  if (branch !== 'main')
    return `This is ${branch === '' ? 'no branch' : `the branch ${branch}`}. Change to main: git switch main.`;
  if (git('status', '--porcelain') !== '')
    return 'Something is not committed (git status). Commit it, or put it aside.';
  return null;
}

/** Pages that tell people what to type. */
function pages() {
  const inFolder = existsSync('docs') ? readdirSync('docs').map((name) => `docs/${name}`) : [];
  return ['README.md', ...inFolder].filter((name) => name.endsWith('.md') && existsSync(name));
}

function release(version, date, former) {
  const [changelog, manifest, lock, ...texts] = former;
  writeFileSync('CHANGELOG.md', releasedChangelog(changelog[1], version, date));
  writeFileSync('package.json', withVersion(manifest[1], version));
  writeFileSync('package-lock.json', lockWithVersion(lock[1], version));
  const { version: current } = JSON.parse(manifest[1]);
  for (const [file, text] of texts) writeFileSync(file, pageWithVersion(text, current, version));
  const kept = `test/upgrade/${version}`;
  const isThere = existsSync(kept);
  try {
    if (!isThere) execFileSync('npm', ['run', '-s', 'release:fixtures'], { stdio: ['ignore', 'ignore', 'inherit'] });
    git('add', ...former.map(([file]) => file), 'test/upgrade');
    git('commit', '-q', '-m', `Release ${version}`);
    git('tag', '-a', `v${version}`, '-m', `adsync ${version}`);
  } catch (error) {
    if (!isThere) rmSync(kept, { recursive: true, force: true });
    throw error;
  }
}

function next(version) {
  return `Version ${version} is committed, and tagged v${version}. Nothing was pushed. Next:

  git show v${version}                        look at it
  git push --atomic origin main v${version}   has the workflow Release build, check and publish it

To take it back before it is pushed: git tag -d v${version} && git reset --hard HEAD~1
`;
}

function git(...args) {
  return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

function sentenceOf(error) {
  const said = typeof error.stderr === 'string' ? error.stderr.trim() : '';
  return said === '' ? error.message : `${error.message.split('\n')[0]}: ${said}`;
}

function say(text, code) {
  (code === 0 ? process.stdout : process.stderr).write(text.endsWith('\n') ? text : `${text}\n`);
  process.exitCode = code;
}

main();
