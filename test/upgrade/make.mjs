import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ldifOf } from './ldif.mjs';

/**
 * Makes the fixtures of the version that is built now: what it leaves behind for the versions after it. Run once for each
 * release (`npm run -s build && node test/upgrade/make.mjs`), never again: what a release left behind does not change.
 */

const HERE = import.meta.dirname;
const BIN = resolve(HERE, '../../bin/adsync.js');
const { version } = JSON.parse(readFileSync(resolve(HERE, '../../package.json'), 'utf8'));
/** Its path gets into plans and journals, as that of a file directory and of a stand-in: the same on every machine. */
const WORK = '/tmp/adsync-fixture';
const START = Date.parse('2026-11-20T09:00:00.000Z');
const PLAN_KEY = 'a-key-of-fixtures-that-signs-plans';
const LINK_KEY = 'a-key-of-fixtures-that-seals-links';
let seed = 0;

const out = join(HERE, version);
if (existsSync(out)) {
  console.error(`${out} is there already. What a released version left behind is not made anew.`);
  process.exit(1);
}
if (existsSync(WORK)) {
  console.error(`${WORK} is there already: another making is at work, or was broken off. If none is, remove it.`);
  process.exit(1);
}
mkdirSync(WORK);
try {
  makeAll();
} catch (error) {
  rmSync(out, { recursive: true, force: true });
  throw error;
} finally {
  rmSync(WORK, { recursive: true });
}

function makeAll() {
  for (const folder of ['plans', 'documents', 'schemas']) mkdirSync(join(out, folder), { recursive: true });
  for (const name of ['plan', 'apply', 'explain', 'snapshot']) keep(`schemas/${name}.json`, adsync(0, 'schema', name));
  makeSealed();
  world('first');
  adsync(0, 'apply', '--yes');

  hold('second');
  adsync(1, 'plan', '--target', 'rescue', '--out', 'rescue.json');
  adsync(1, 'plan', '--target', 'goto', '--out', 'goto-only.json');
  adsync(1, 'plan', '--out', 'both.json', '--excel', 'both.xlsx');
  adsync(1, { ADSYNC_PLAN_KEY: PLAN_KEY }, 'plan', '--out', 'signed.json');
  for (const name of ['rescue.json', 'goto-only.json', 'both.json', 'both.xlsx', 'signed.json'])
    cpSync(join(WORK, name), join(out, 'plans', name));
  keep('documents/plan.json', adsync(1, 'plan', '--json'));
  keep('documents/explain.json', adsync(1, 'explain', 'ada.king@corp.example', '--json'));
  adsync(1, 'snapshot', 'snapshot.json');
  cpSync(join(WORK, 'snapshot.json'), join(out, 'documents', 'snapshot.json'));
  keepWorld('planned');

  keep('documents/apply.json', adsync(2, 'apply', 'goto-only.json', '--yes', '--json'));
  adsync(3, 'apply', '--yes', '--approve', heldIn('both.json'));
  adsync(4, 'undo', lastRunOf('rescue'), '--yes');
  adsync(5, 'retry', '--yes');

  hold('third');
  stop(6, 'apply', '--yes');
  keep('documents/history.json', adsync(7, 'history', '--json'));
  keep('documents/changes.json', adsync(7, 'history', '--changes', '--json'));
  keepWorld('ended');
  cpSync(join(WORK, 'sync.yaml'), join(out, 'sync.yaml'));
}

/** An account whose links are sealed with a key (`rescue.linkKey`). */
function makeSealed() {
  world('first');
  const path = join(WORK, 'sync.yaml');
  const yaml = readFileSync(path, 'utf8');
  writeFileSync(path, yaml.replace('rescue:\n', 'rescue:\n  linkKey: ${ADSYNC_LINK_KEY}\n'));
  adsync(0, { ADSYNC_LINK_KEY: LINK_KEY }, 'apply', '--target', 'rescue', '--yes');
  keepWorld('sealed');
  cpSync(path, join(out, 'sealed', 'sync.yaml'));
}

/** A company, two accounts and a file, and no state folder. */
function world(when) {
  rmSync(join(WORK, '.adsync'), { recursive: true, force: true });
  for (const name of readdirSync(join(HERE, 'world'))) cpSync(join(HERE, 'world', name), join(WORK, name));
  hold(when);
}

function hold(when) {
  writeFileSync(join(WORK, 'directory.ldif'), ldifOf(when));
}

function keep(name, text) {
  writeFileSync(join(out, name), text);
}

/** Accounts and state folder as they are; its .gitignore would keep them out of Git. */
function keepWorld(name) {
  const folder = join(out, name);
  mkdirSync(folder);
  for (const file of ['account.json', 'goto.json', 'directory.ldif']) cpSync(join(WORK, file), join(folder, file));
  cpSync(join(WORK, '.adsync'), join(folder, 'state'), {
    recursive: true,
    filter: (path) => !path.endsWith('.gitignore'),
  });
}

/** Whoever is held, of a saved plan. */
function heldIn(file) {
  const { changes } = JSON.parse(readFileSync(join(WORK, file), 'utf8'));
  return changes.find(({ held }) => held !== null).held.id;
}

function lastRunOf(type) {
  const { runs } = JSON.parse(adsync(4, 'history', '--json'));
  return runs.find(({ target }) => target.startsWith(`${type}:`)).run;
}

/** @returns what it answered. @throws Error unless it ended with 0, or with 3: something is held or failed */
function adsync(hour, ...args) {
  const { status, stdout, stderr } = started(hour, {}, args);
  if (status !== 0 && status !== 3)
    throw new Error(`adsync ${args.join(' ')} ended with ${status}: ${stderr}${stdout}`);
  return stdout;
}

/** A run that is killed in the middle of its third call. */
function stop(hour, ...args) {
  const { signal, stderr } = started(hour, { STOP_IN_CALL: '3' }, args);
  if (signal !== 'SIGKILL') throw new Error(`adsync ${args.join(' ')} was not stopped: ${stderr}`);
}

function started(hour, given, args) {
  seed += 1;
  const [first, ...rest] = args;
  const [own, words] = typeof first === 'string' ? [{}, args] : [first, rest];
  const env = {
    PATH: process.env.PATH,
    TZ: 'UTC',
    FIXTURE_NOW: new Date(START + hour * 3_600_000).toISOString(),
    FIXTURE_SEED: `${seed}`,
    ...given,
    ...own,
  };
  const nodeArgs = ['--import', join(HERE, 'fixed-world.mjs'), BIN, ...words];
  return spawnSync(process.execPath, nodeArgs, { cwd: WORK, env, encoding: 'utf8', timeout: 60_000 });
}
