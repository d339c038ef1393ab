import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { LARGEST_FILE } from '../config/load.ts';
import { readProblem } from '../config/inputs.ts';
import { Failure } from '../core/failure.ts';
import { fileAtRevision, type GitWorld, isRevision } from '../files/git-file.ts';
import { readFileUpTo } from '../files/read-file.ts';
import type { Base } from '../run/base.ts';
import type { Context } from './context.ts';
import { STDIN } from './read-stdin.ts';
import { load } from './settings.ts';

/** A name that Git takes for no revision. */
const SURELY_A_PATH = /^(?:\.{0,2}[\\/]|[a-z]:)/i;

/**
 * Reads the former file. What is there as a file is one; everything else is a revision, and then the file of the command
 * is read from it. Whatever the former file refers to lies where it lies for the file of today.
 *
 * A former file that is missing or has faults is no failure: the pull request may be the one that mends it.
 *
 * @param named a path, or a revision of git
 * @param offline whether nothing is looked up that the former file refers to (`Inputs`)
 * @throws Failure BASE_AMBIGUOUS, BASE_FILE, and those of `fileAtRevision`
 */
export async function readBase(context: Context, named: string, offline = false): Promise<Base> {
  const { cwd, env, file, signal } = context;
  const world: GitWorld = { env, platform: process.platform, signal };
  const path = resolve(cwd, named);
  if (await isFile(path)) {
    if (!SURELY_A_PATH.test(named) && (await isRevision(resolve(cwd, file), named, world))) {
      throw new Failure(
        'BASE_AMBIGUOUS',
        `--base names ${named}, which is a file here, and a revision of git, too.`,
        `Write ./${named} for the file, or refs/heads/${named} (a branch) or the id of the commit for the revision.`,
      );
    }
    const bytes = await readFileUpTo(path, LARGEST_FILE, 'any', signal).catch((cause: unknown) => {
      signal.throwIfAborted();
      throw new Failure('BASE_FILE', `The former file ${named} ${readProblem(cause)}.`, 'Check the path.', { cause });
    });
    return await understood(context, bytes, { file: named, revision: null, commit: null }, { shown: named, offline });
  }
  if (file === STDIN) {
    throw new Failure(
      'BASE_OF_STDIN',
      `--base names the revision ${named}, and the file comes by standard input: no path of it can be looked up there.`,
      'Name the file with --file, or its former file with --base.',
    );
  }
  const { commit, bytes } = await fileAtRevision(resolve(cwd, file), named, LARGEST_FILE, world);
  const about = { file, revision: named, commit };
  if (bytes !== null) return await understood(context, bytes, about, { shown: `${named}:${file}`, offline });
  return { about: { ...about, sha256: null }, content: { why: `is not there in ${named}` } };
}

async function understood(
  context: Context,
  bytes: Uint8Array,
  about: Omit<Base['about'], 'sha256'>,
  { shown, offline }: { readonly shown: string; readonly offline: boolean },
): Promise<Base> {
  const loaded = await load(context, 'sync', { instead: { shown, bytes }, offline });
  if (loaded.ok) {
    return { about: { ...about, sha256: loaded.settings.sha256 }, content: { settings: loaded.settings } };
  }
  const [first] = loaded.diagnostics.filter(({ severity }) => severity === 'error');
  const where = first?.source === null ? '' : ` in line ${first?.line ?? 1}`;
  const why = `has faults, the first${where}: ${first?.code ?? ''}, ${first?.message ?? ''}`.replace(/\.$/, '');
  return { about: { ...about, sha256: null }, content: { why } };
}

/** Whether there is anything that could be read. A folder of the name of a branch is no file. */
async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found !== null && !found.isDirectory();
}
