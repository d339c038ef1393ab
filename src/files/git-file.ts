import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { Failure } from '../core/failure.ts';
import { withoutControls } from '../core/text.ts';
import { findProgram } from './find-program.ts';

/** Milliseconds for one question to git; a clone without all its files may have to download this one. */
const PATIENCE = 30_000;
/** Git says what is wrong in a line or two. */
const LONGEST_WORD = 500;

export interface GitWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly signal: AbortSignal;
}

/** A file as a revision has it. */
export interface GitFile {
  /** The full id of the commit. */
  readonly commit: string;
  /** null where the commit has no file at this path. */
  readonly bytes: Uint8Array | null;
}

/**
 * A file of a Git repository as it was in a revision, at the same path. Git is asked without a shell. The revision is
 * never taken for an option, and the path never for a pattern; git is kept from asking anybody for a password.
 *
 * @param path of the file as it is now; links are followed, for a repository has what they lead to
 * @param revision a branch, a tag, a commit, as `origin/main`
 * @param limit the most bytes of the file
 * @throws Failure GIT_MISSING, GIT_FAILED, BASE_UNKNOWN
 */
export async function fileAtRevision(path: string, revision: string, limit: number, world: GitWorld): Promise<GitFile> {
  const git = await openGit(path, world);
  const commit = await commitNamed(revision, git);
  if (commit === null) {
    throw new Failure(
      'BASE_UNKNOWN',
      `--base names ${revision}, which is no file, and no commit of the Git repository of ${path}.`,
      'Check the name. In CI the checkout may have one branch and one commit only: have it get the whole history.',
    );
  }
  const listed = await git.ask(['ls-tree', '-z', commit, '--', git.name]);
  const blob = /^100(?:644|755) blob ([0-9a-f]+)\t/.exec(listed.toString('utf8'))?.[1];
  if (listed.length > 0 && blob === undefined) {
    const text = `${path} is no ordinary file in the revision ${revision}.`;
    throw new Failure('GIT_FAILED', text, 'Name a revision in which it is one, or a copy of the former file.');
  }
  return { commit, bytes: blob === undefined ? null : await git.ask(['cat-file', 'blob', blob], limit) };
}

/** Whether a text names a commit of the repository of a file; false where there is no repository, or no git. */
export async function isRevision(path: string, text: string, world: GitWorld): Promise<boolean> {
  try {
    return (await commitNamed(text, await openGit(path, world))) !== null;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

interface Git {
  /** The file's own name, in the folder in which git is asked. */
  readonly name: string;
  /** What git answers. @throws Failure GIT_FAILED */
  ask(args: readonly string[], limit?: number): Promise<Buffer>;
  /** null where git says no. @throws Failure GIT_FAILED where it could not be asked, or there is no repository */
  tryAsk(args: readonly string[]): Promise<Buffer | null>;
}

/** @throws Failure GIT_MISSING; GIT_FAILED where the file lies in no repository that git reads */
async function openGit(path: string, world: GitWorld): Promise<Git> {
  const program = await findProgram('git', world.env, world.platform);
  if (program === null) {
    const text = '--base names a revision, and there is no git in the folders of PATH.';
    throw new Failure('GIT_MISSING', text, 'Install git, or name a file with the former settings.');
  }
  const real = await realpath(path).catch(() => path);
  const cwd = dirname(real);
  const run = (args: readonly string[], limit = 1024 ** 2): Promise<Answer> => runGit(program, args, cwd, limit, world);
  const git: Git = {
    name: basename(real),
    async ask(args, limit) {
      const { answer, word } = await run(args, limit);
      if (answer === null) throw failed(path, word);
      return answer;
    },
    tryAsk: async (args) => (await run(args)).answer,
  };
  await git.ask(['rev-parse', '--git-dir']);
  return git;
}

async function commitNamed(revision: string, git: Git): Promise<string | null> {
  const answer = await git.tryAsk(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  return answer === null ? null : answer.toString('utf8').trim();
}

interface Answer {
  /** null where git ended with a fault. */
  readonly answer: Buffer | null;
  /** What git said besides. */
  readonly word: string;
}

function runGit(
  program: string,
  args: readonly string[],
  cwd: string,
  limit: number,
  { env, signal }: GitWorld,
): Promise<Answer> {
  const own = { LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', GIT_LITERAL_PATHSPECS: '1' };
  const options = {
    cwd,
    env: { ...env, ...own },
    encoding: 'buffer',
    timeout: PATIENCE,
    maxBuffer: limit,
    signal,
  } as const;
  return new Promise<Answer>((resolve) => {
    execFile(program, [...args], { ...options, windowsHide: true }, (error, stdout, stderr) => {
      const timedOut = error?.killed === true && !signal.aborted;
      const word = timedOut ? 'it gave no answer in time' : stderr.toString('utf8').trim() || (error?.message ?? '');
      resolve({ answer: error === null ? stdout : null, word });
    });
  }).then((answer) => {
    signal.throwIfAborted();
    return answer;
  });
}

function failed(path: string, word: string): Failure {
  const said = withoutControls(word).slice(0, LONGEST_WORD);
  return new Failure(
    'GIT_FAILED',
    `Git could not read the former ${path}: ${said}.`,
    'Check that the file lies in a Git repository that this user may read, or name a file with the former settings.',
  );
}
