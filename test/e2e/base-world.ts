import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from '../../src/plan/model.ts';
import { type GotoSandbox, newGotoAccount, startGotoSandbox } from '../../src/sandbox/goto/index.ts';
import { newSandboxAccount, type RescueSandbox, startRescueSandbox } from '../../src/sandbox/index.ts';
import { adsync, type Said } from '../cli/fake-host.ts';
import { newFolder } from './adsync.ts';
import { gotoSection } from './goto-world.ts';
import { fileKind } from './kinds.ts';
import { companyFrom } from './scenarios.ts';

/** A Git repository with a file for two accounts, which were applied from its branch main. */
export interface Repository {
  readonly path: string;
  readonly rescue: RescueSandbox;
  readonly goto: GotoSandbox;
  git(...args: string[]): string;
  /** The directory holds these people in these teams from now on. */
  hold(people: Readonly<Record<string, object>>, teams: Readonly<Record<string, readonly string[]>>): Promise<void>;
  /** Changes the file. */
  edit(change: (yaml: string) => string): Promise<void>;
  run(...args: string[]): Promise<Said>;
  /** A plan against a base, as JSON. */
  plan(...args: string[]): Promise<Plan>;
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

export const PEOPLE = { ada: {}, bob: {}, cleo: {}, dan: {} } as const;
export const TEAMS = { Day: ['ada', 'bob'], Night: ['cleo', 'dan'], Sales: ['ada', 'cleo'] } as const;

export async function openRepository(): Promise<Repository> {
  const rescue = await startRescueSandbox({
    account: newSandboxAccount({ organization: 'Corp', accountId: 1, apiToken: 'sandbox-token', holder: HOLDER }),
  });
  const goto = await startGotoSandbox({
    account: newGotoAccount({ clientSecret: 'sandbox-secret', pat: 'sandbox-pat' }),
  });
  const kind = fileKind();
  const folder = await newFolder({
    'sync.yaml': `version: 1
${kind.yaml}rescue:
  url: ${rescue.url}
  apiToken: \${RESCUE_TOKEN}
  requests: { concurrent: 2, perSecond: 1000 }
  groups:
    - { directoryGroup: Day, rescueGroup: Technicians/Day }
    - { directoryGroup: Night, rescueGroup: Technicians/Night }
${gotoSection(goto.url, '')}  rules:
    - { directoryGroup: Sales, products: [Meeting] }
`,
    '.gitignore': 'directory.ldif\n.adsync/\n*.json\n*.xlsx\n',
  });
  const { path } = folder;
  const git: Repository['git'] = (...args) =>
    execFileSync('git', args, { cwd: path, env: ENV, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  const run: Repository['run'] = (...args) =>
    adsync(args, {
      cwd: path,
      env: { ...ENV, RESCUE_TOKEN: 'sandbox-token', LINK_KEY: 'a-key-for-links-that-is-long-enough' },
    });
  const world: Repository = {
    path,
    rescue,
    goto,
    git,
    run,
    hold: (people, teams) => kind.hold(companyFrom([{ people, teams }]), path),
    async edit(change) {
      const file = join(path, 'sync.yaml');
      await writeFile(file, change(await readFile(file, 'utf8')));
    },
    async plan(...args) {
      const { stdout, stderr } = await run('plan', '--json', ...args);
      if (stdout === '') throw new Error(stderr);
      return JSON.parse(stdout) as Plan;
    },
    async close() {
      await Promise.all([rescue.close(), goto.close()]);
      await folder.remove();
    },
  };
  await world.hold(PEOPLE, TEAMS);
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-qm', 'Begin');
  return world;
}

/** Whom each cause has, by operation and name. */
export function byCause({ changes }: Plan): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const { cause = 'none', operations, name } of changes)
    (found[cause] ??= []).push(`${operations.join(', ')} ${name}`);
  return found;
}
