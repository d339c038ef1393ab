import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSandboxAccount, type RescueSandbox, startRescueSandbox } from '../../../src/sandbox/index.ts';
import { EXAMPLES, newFolder } from '../../e2e/adsync.ts';
import { bash } from './bash.ts';

/** A repository with a file, its directory and an account that is served: what a customer has. */
export interface Company {
  readonly repository: string;
  readonly sandbox: RescueSandbox;
  /** Changes a file on a branch, and gives the commit. The branch `main` exists. */
  commit(branch: string, file: string, change: (text: string) => string): Promise<string>;
  /** Makes main what the branch is, and gives the commit. */
  merge(branch: string): Promise<string>;
  close(): Promise<void>;
}

/** What no output may let out: of a file of shell, of expressions, of Markdown, of logs. */
export const HOSTILE =
  'Dana ${{ secrets.X }} `id` $(id) </code> ```` <!-- adsync -->\n::set-output name=again::x ##vso[task.x]y';

export async function openCompany(): Promise<Company> {
  const account = await loadSandboxAccount(join(EXAMPLES, 'account.json'));
  const sandbox = await startRescueSandbox({ account });
  const example = readFileSync(join(EXAMPLES, 'sync.yaml'), 'utf8')
    .replace('sandbox:account.json', sandbox.url)
    .replace('sandbox-token', '${RESCUE_API_TOKEN}')
    .replace(/requests: \{.*\}/, 'requests: { concurrent: 2, perSecond: 1000 }');
  const [file] = example.split('    - directoryGroup: Field Support');
  const people = readFileSync(join(EXAMPLES, 'directory.ldif'), 'utf8');
  const folder = await newFolder({
    'sync.yaml': file ?? '',
    'directory.ldif': people.replace(
      'displayName: Dana Fox',
      `displayName:: ${Buffer.from(HOSTILE).toString('base64')}`,
    ),
    '.gitignore': 'node_modules/\n.adsync/\n',
  });
  const git = async (script: string, ...args: string[]): Promise<string> => {
    const author = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@corp.example' };
    const env = { ...author, GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@corp.example' };
    const { code, stdout, stderr } = await bash(script, { cwd: folder.path, env }, ...args);
    if (code !== 0) throw new Error(stderr);
    return stdout.trim();
  };
  await git('git init --quiet --initial-branch main && git add . && git commit --quiet --message Begin');
  return {
    repository: folder.path,
    sandbox,
    async commit(branch, name, change) {
      await git('git checkout --quiet "$1" 2>/dev/null || git checkout --quiet -b "$1"', branch);
      const path = join(folder.path, name);
      const before = readFileSync(path, 'utf8');
      const after = change(before);
      if (after === before) throw new Error(`nothing to change in ${name}`);
      await bash('cat > "$1" <<< "$2"', { cwd: folder.path, env: {} }, name, after.replace(/\n$/, ''));
      return await git('git add . && git commit --quiet --message Change && git rev-parse HEAD');
    },
    async merge(branch) {
      return await git(
        'git checkout --quiet main && git merge --quiet --no-edit "$1" >/dev/null && git rev-parse HEAD',
        branch,
      );
    },
    async close() {
      await sandbox.close();
      await folder.remove();
    },
  };
}

/** What a branch adds to the file. */
export const FIELD = '    - directoryGroup: Field Support\n      rescueGroup: Technicians/Field\n';
