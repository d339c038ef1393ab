import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { bash } from './bash.ts';
import { filledIn, holds, type Scope } from './expressions.ts';
import { item, type Item, type Job, jobsOf, list, type Step, words, yamlOf } from './files.ts';
import { type GitHubHost, nextId } from './github-host.ts';
import { install } from './installed.ts';

/** Runs the jobs of a workflow in their order, each in a new folder, as a throw-away runner does. */
export interface Run {
  /** `github/apply.yml` */
  readonly file: string;
  readonly repository: string;
  readonly host: GitHubHost;
  /** The caches of the branch, oldest first. */
  readonly caches: { readonly key: string; readonly bytes: Buffer }[];
  /** What expressions stand for: `github.ref`, `secrets.RESCUE_API_TOKEN`. */
  readonly values: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  /** Called where a job waits for an environment. */
  readonly onEnvironment?: (name: string) => Promise<void> | void;
}

export interface JobEnd {
  readonly id: string;
  readonly result: 'success' | 'failure' | 'skipped';
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly log: string;
}

/** Of GitHub itself, and of the steps and jobs before. */
const KNOWN = /^(?:steps|needs)\.|^github\.(?:run_id|run_attempt|token|server_url|repository|ref)$/;
let lastRun = 100;

export async function runWorkflow(run: Run): Promise<{ readonly id: number; readonly jobs: readonly JobEnd[] }> {
  lastRun += 1;
  const id = lastRun;
  const given = { 'github.run_id': `${id}`, 'github.run_attempt': '1', 'github.repository': 'example/people' };
  const values: Record<string, string> = { 'github.server_url': 'https://github.example', ...given, ...run.values };
  values['github.token'] = run.host.env['GITHUB_TOKEN'] ?? '';
  const ends: JobEnd[] = [];
  for (const job of jobsOf(run.file)) {
    const needs = [job.said['needs'] ?? []].flat().map(words);
    const before = ends.filter((end) => needs.includes(end.id));
    const scope = scopeOf(
      values,
      before.some(({ result }) => result !== 'success'),
    );
    const isRun = holds(words(job.said['if']), scope);
    const end = isRun ? await runJob(job, run, values, id) : { ...NOTHING, id: job.id };
    ends.push(end);
    for (const [name, text] of Object.entries(end.outputs)) values[`needs.${job.id}.outputs.${name}`] = text;
  }
  return { id, jobs: ends };
}

const NOTHING = { result: 'skipped', outputs: {}, summary: '', log: '' } as const;

function scopeOf(values: Readonly<Record<string, string>>, failed: boolean): Scope {
  return { values, failed, isKnown: (name) => name in values || KNOWN.test(name) };
}

async function runJob(job: Job, run: Run, before: Readonly<Record<string, string>>, id: number): Promise<JobEnd> {
  if (job.said['environment'] !== undefined) await run.onEnvironment?.(words(job.said['environment']));
  const folder = mkdtempSync(join(tmpdir(), 'adsync-runner-'));
  const values = { ...before };
  const at = { folder, work: join(folder, 'work'), run, id, values };
  let failed = false;
  let log = '';
  try {
    mkdirSync(at.work);
    for (const step of job.steps) {
      const scope = scopeOf(values, failed);
      const isRun = holds(step.condition, scope);
      const ended = isRun ? await runStep(step, at, scope) : { code: 0, log: '' };
      if (step.id !== '')
        values[`steps.${step.id}.outcome`] = !isRun ? 'skipped' : ended.code === 0 ? 'success' : 'failure';
      if (ended.code !== 0 && !step.continueOnError) failed = true;
      log += ended.log;
    }
    const outputs = Object.entries(item(job.said['outputs'])).map(([name, text]) => [
      name,
      filledIn(words(text), scopeOf(values, failed)),
    ]);
    return {
      id: job.id,
      result: failed ? 'failure' : 'success',
      outputs: Object.fromEntries(outputs) as Record<string, string>,
      summary: textOf(join(folder, 'summary')),
      log,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Place {
  readonly folder: string;
  readonly work: string;
  readonly run: Run;
  readonly id: number;
  readonly values: Record<string, string>;
}

interface StepEnd {
  readonly code: number | null;
  readonly log: string;
}

async function runStep(step: Step, at: Place, scope: Scope): Promise<StepEnd> {
  if (step.uses !== '') return await runAction(step, at, scope);
  if (step.run.startsWith('npm ci')) {
    install(at.work);
    return { code: 0, log: '' };
  }
  const outputs = join(at.folder, 'outputs');
  writeFileSync(outputs, '');
  const filled = (env: Item): Record<string, string> =>
    Object.fromEntries(Object.entries(env).map(([name, text]) => [name, filledIn(words(text), scope)]));
  const env = {
    ...at.run.host.env,
    // Only what a step asks for.
    GITHUB_TOKEN: '',
    ...at.run.env,
    GITHUB_OUTPUT: outputs,
    GITHUB_STEP_SUMMARY: join(at.folder, 'summary'),
    ...filled(item(item(yamlOf(at.run.file))['env'])),
    ...filled(step.env),
  };
  const { code, stdout, stderr } = await bash(step.run, { cwd: at.work, env });
  for (const line of textOf(outputs).split('\n').filter(Boolean)) {
    const [name = '', ...text] = line.split('=');
    at.values[`steps.${step.id}.outputs.${name}`] = text.join('=');
  }
  return { code, log: `== ${step.name}\n${stdout}${stderr}` };
}

async function runAction(step: Step, at: Place, scope: Scope): Promise<StepEnd> {
  const inputs = Object.fromEntries(
    Object.entries(step.with).map(([name, text]) => [name, filledIn(words(text), scope)]),
  );
  const { run, work } = at;
  const path = resolve(work, inputs['path']?.split('\n')[0] ?? '');
  const name = /^actions\/([a-z/-]+)@/.exec(step.uses)?.[1];
  switch (name) {
    case 'setup-node':
      return { code: 0, log: '' };
    case 'checkout': {
      const ref = inputs['ref'] ?? run.values['github.sha'] ?? '';
      const clone = `git clone --quiet "$1" . && git checkout --quiet --detach "$2"`;
      const { code, stderr } = await bash(
        clone,
        { cwd: work, env: {} },
        run.repository,
        ref.replace('refs/heads/', 'origin/'),
      );
      return { code, log: stderr };
    }
    case 'cache/restore': {
      const found = run.caches.findLast(({ key }) => key.startsWith(inputs['restore-keys'] ?? '-'));
      if (found !== undefined) writeFileSync(path, found.bytes);
      return { code: 0, log: '' };
    }
    case 'cache/save':
      if (existsSync(path)) run.caches.push({ key: inputs['key'] ?? '', bytes: readFileSync(path) });
      return { code: 0, log: '' };
    case 'upload-artifact': {
      const paths = (inputs['path'] ?? '')
        .trim()
        .split('\n')
        .map((one) => resolve(work, one));
      const files = paths
        .filter(existsSync)
        .flatMap((one) => filesOf(one, statSync(one).isDirectory() ? one : dirname(one)));
      if (files.length > 0)
        run.host.artifacts.push({ id: nextId(), run: at.id, name: inputs['name'] ?? '', expired: false, files });
      return { code: 0, log: '' };
    }
    case 'download-artifact': {
      const from = Number(inputs['run-id'] ?? at.id);
      const wanted = inputs['artifact-ids'] ?? inputs['name'];
      const found = run.host.artifacts.findLast(
        (one) => one.run === from && [`${one.id}`, one.name].includes(wanted ?? ''),
      );
      for (const [file, bytes] of found?.files ?? []) {
        mkdirSync(dirname(join(path, file)), { recursive: true });
        writeFileSync(join(path, file), bytes);
      }
      return { code: found === undefined ? 1 : 0, log: '' };
    }
    default:
      throw new Error(`unknown action: ${step.uses}`);
  }
}

function filesOf(path: string, base: string): [string, Buffer][] {
  if (!statSync(path).isDirectory()) return [[relative(base, path), readFileSync(path)]];
  return list(readdirSync(path)).flatMap((name) => filesOf(join(path, words(name)), base));
}

function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
