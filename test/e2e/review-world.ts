import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newSandboxAccount, type RescueSandbox, startRescueSandbox } from '../../src/sandbox/index.ts';
import { adsync, type Ended } from './adsync.ts';
import { fileKind } from './kinds.ts';
import { companyFrom } from './scenarios.ts';

/** A clone of the company's repository on some machine, with a state folder of its own. */
export interface Machine {
  readonly path: string;
  git(...args: string[]): string;
  /** Changes a file of the clone. */
  edit(file: string, change: (text: string) => string): Promise<void>;
  /** The built program. */
  run(...args: string[]): Promise<Ended>;
}

/** A company that keeps its file in a bare repository, with a directory and a served account beside it. */
export interface ReviewWorld {
  readonly rescue: RescueSandbox;
  /** A new clone of the branch main. */
  clone(name: string): Promise<Machine>;
  /** The directory holds these people in these teams from now on. */
  hold(people: Readonly<Record<string, object>>, teams: Readonly<Record<string, readonly string[]>>): Promise<void>;
  /** Users by their name at the beginning of their address: where they stand, whether they can work, what they are called. */
  users(): Record<string, string>;
  /** The technician groups, by name. */
  groups(): string[];
  close(): Promise<void>;
}

const HOLDER = { name: 'Olga Owner', email: 'owner@corp.example', password: 'Holder%1pass' };
/** Nobody's own settings of git play a part. */
const ENV = {
  PATH: process.env['PATH'] ?? '',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@corp.example',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@corp.example',
};

function gitIn(cwd: string): Machine['git'] {
  return (...args) =>
    execFileSync('git', args, { cwd, env: ENV, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/** @param groups the mappings of the file that main begins with, as lines of YAML */
export async function openReviewWorld(groups: string): Promise<ReviewWorld> {
  const rescue = await startRescueSandbox({
    account: newSandboxAccount({ organization: 'Corp', accountId: 1, apiToken: 'sandbox-token', holder: HOLDER }),
  });
  const root = await mkdtemp(join(tmpdir(), 'adsync-review-'));
  // Every machine reaches the directory; it is in no clone.
  const directory = join(root, 'directory');
  await mkdir(directory);
  const machine = (path: string): Machine => ({
    path,
    git: gitIn(path),
    async edit(name, change) {
      const file = join(path, name);
      await writeFile(file, change(await readFile(file, 'utf8')));
    },
    run: (...args) => adsync(args, { cwd: path, env: { ...ENV, RESCUE_TOKEN: 'sandbox-token' } }),
  });
  gitIn(root)('init', '-q', '--bare', '-b', 'main', 'origin.git');
  const world: ReviewWorld = {
    rescue,
    clone(name) {
      gitIn(root)('clone', '-q', 'origin.git', name);
      return Promise.resolve(machine(join(root, name)));
    },
    hold: (people, teams) => fileKind().hold(companyFrom([{ people, teams }]), directory),
    users() {
      const { nodes } = rescue.account;
      const nameOf = new Map(nodes.map(({ id, name }) => [id, name]));
      return Object.fromEntries(
        nodes
          .filter(({ type }) => type === 'Technician')
          .map(({ email, name, parent, status }) => [
            email.split('@')[0] ?? '',
            `${parent === null ? '' : (nameOf.get(parent) ?? '')}: ${name}${status === 'Disabled' ? ', disabled' : ''}`,
          ]),
      );
    },
    groups: () => rescue.account.nodes.filter(({ type }) => type === 'TechnicianGroup').map(({ name }) => name),
    async close() {
      await rescue.close();
      await rm(root, { recursive: true, force: true });
    },
  };
  const first = await world.clone('first');
  const file = `version: 1
directory: { type: file, path: ${join(directory, 'directory.ldif')} }
rescue:
  url: ${rescue.url}
  apiToken: \${RESCUE_TOKEN}
  requests: { concurrent: 2, perSecond: 1000 }
  groups:
${groups}`;
  await writeFile(join(first.path, 'sync.yaml'), file);
  await writeFile(join(first.path, '.gitignore'), '.adsync/\nplan.*\nsecond.*\nnode_modules/\n');
  first.git('add', '.');
  first.git('commit', '-qm', 'Begin');
  first.git('push', '-q', 'origin', 'HEAD:main');
  return world;
}
