import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { Failure } from '../core/failure.ts';
import { withoutControls } from '../core/text.ts';
import { findProgram } from './find-program.ts';
import { isInRepository } from './git-commit.ts';
import { refuseAmbiguous } from './git-refs.ts';

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
 * never taken for an option, and the path never for a pattern; git is kept from asking anybody for a password. Links of the
 * repository are followed as the revision has them: a link that is new leads to no other former file.
 *
 * @param path of the file as it is now
 * @param revision a branch, a tag, a commit, as `origin/main`
 * @param limit the most bytes of the file
 * @throws Failure GIT_MISSING, GIT_FAILED, BASE_UNKNOWN, BASE_AMBIGUOUS
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
  await refuseAmbiguous(revision, git);
  const answer = await git.ask(['cat-file', '--batch-check', '--follow-symlinks'], {
    input: `${commit}:${git.name}\n`,
  });
  const found = /^(?:([0-9a-f]+) blob \d+\n$|.* missing\n$|dangling )/.exec(answer.toString('utf8'));
  if (found === null) {
    const text = `${path} is no ordinary file in the revision ${revision}.`;
    throw new Failure('GIT_FAILED', text, 'Name a revision in which it is one, or a copy of the former file.');
  }
  const blob = found[1];
  return { commit, bytes: blob === undefined ? null : await git.ask(['cat-file', 'blob', blob], { limit }) };
}

/**
 * Whether a text names a commit of the repository of a file; false where there is no repository, or no git.
 *
 * @throws Failure GIT_FAILED where there is one, and git cannot read it: what could be a revision is not taken for a file
 */
export async function isRevision(path: string, text: string, world: GitWorld): Promise<boolean> {
  try {
    return (await commitNamed(text, await openGit(path, world))) !== null;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.code !== 'GIT_MISSING' && (await isInRepository(path))) throw error;
    return false;
  }
}

interface Question {
  /** The most bytes of the answer. */
  readonly limit?: number;
  /** What git reads from us. */
  readonly input?: string;
}

interface Git {
  /** The path of the file in its repository, with slashes. */
  readonly name: string;
  /** What git answers. @throws Failure GIT_FAILED */
  ask(args: readonly string[], question?: Question): Promise<Buffer>;
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
  const run = (args: readonly string[], question: Question = {}): Promise<Answer> =>
    runGit(program, args, { cwd, ...question }, world);
  const ask = async (args: readonly string[], question?: Question): Promise<Buffer> => {
    const { answer, word } = await run(args, question);
    if (answer === null) throw failed(path, word);
    return answer;
  };
  const prefix = (await ask(['rev-parse', '--show-prefix'])).toString('utf8').replace(/\n$/, '');
  const name = await nameIn(resolve(cwd, prefix.replace(/[^/]+/g, '..')), path, `${prefix}${basename(real)}`);
  if (name.includes('\n')) throw failed(path, 'its path has a line break');
  return { name, ask, tryAsk: async (args) => (await run(args)).answer };
}

/**
 * The path of a file in its repository as it was named, before links of the repository were followed.
 *
 * @param top the folder of the repository
 * @param real the path where all links lead
 */
async function nameIn(top: string, path: string, real: string): Promise<string> {
  let name = real;
  for (let at = path; at !== dirname(at); at = dirname(at)) {
    const folder = dirname(at);
    // The outermost counts: a link inside may lead back to the top.
    if ((await realpath(folder).catch(() => null)) === top) name = relative(folder, path).split(sep).join('/');
  }
  // Some systems do not tell capitals apart, and the repository does.
  return name.toLowerCase() === real.toLowerCase() ? real : name;
}

async function commitNamed(revision: string, git: Git): Promise<string | null> {
  const answer = await git.tryAsk(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  const commit = answer === null ? '' : answer.toString('utf8').trim();
  // `^main` gives what is not in it.
  return /^[0-9a-f]{40,64}$/.test(commit) ? commit : null;
}

interface Answer {
  /** null where git ended with a fault. */
  readonly answer: Buffer | null;
  /** What git said besides. */
  readonly word: string;
}

/** A folder that came with a pull request may look like a bare repository, and say what is to be run. Git 2.38 or newer knows this. */
const NO_HIDDEN_REPOSITORY = ['-c', 'safe.bareRepository=explicit'];

function runGit(
  program: string,
  args: readonly string[],
  { cwd, limit = 1024 ** 2, input = '' }: Question & { readonly cwd: string },
  { env, signal }: GitWorld,
): Promise<Answer> {
  const own = {
    GIT_NO_REPLACE_OBJECTS: '1',
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_LITERAL_PATHSPECS: '1',
  };
  const options = {
    cwd,
    env: { ...env, ...own },
    encoding: 'buffer',
    timeout: PATIENCE,
    maxBuffer: limit,
    signal,
  } as const;
  return new Promise<Answer>((resolve) => {
    const child = execFile(
      program,
      [...NO_HIDDEN_REPOSITORY, ...args],
      { ...options, windowsHide: true },
      (error, stdout, stderr) => {
        const timedOut = error?.killed === true && !signal.aborted;
        const word = timedOut ? 'it gave no answer in time' : stderr.toString('utf8').trim() || (error?.message ?? '');
        resolve({ answer: error === null ? stdout : null, word });
      },
    );
    // Git may have ended before it reads; its answer says why.
    child.stdin?.on('error', () => undefined).end(input);
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
