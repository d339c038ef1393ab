import { realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { readFileUpTo } from './read-file.ts';

/** Bytes. A list of refs that is longer is not searched. */
const MOST = { line: 4096, refs: 16_777_216 } as const;
const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/**
 * The commit that is checked out in the Git repository in which the file lies; null where there is none, or none that can
 * be told. Git itself is not asked: which program of that name is found, and what the repository's settings make it run,
 * is nothing that we can trust. The file may have been changed since that commit.
 */
export async function commitOf(path: string): Promise<string | null> {
  const real = await realpath(path).catch(() => null);
  const gitFolder = real === null ? null : await findGitFolder(dirname(real));
  if (gitFolder === null) return null;
  const head = await read(join(gitFolder, 'HEAD'), MOST.line);
  if (head === null || COMMIT.test(head)) return head;
  const ref = /^ref: (refs\/[^\s\\:]+)$/.exec(head)?.[1];
  if (ref === undefined || ref.split('/').includes('..')) return null;
  const common = await commonFolder(gitFolder);
  if (common === null) return null;
  const loose = await read(join(common, ref), MOST.line);
  if (loose !== null) return COMMIT.test(loose) ? loose : null;
  return packed((await read(join(common, 'packed-refs'), MOST.refs)) ?? '', ref);
}

/** Whether the file lies in a Git repository, by the folders above it. */
export async function isInRepository(path: string): Promise<boolean> {
  const real = await realpath(path).catch(() => path);
  return (await findGitFolder(dirname(real))) !== null;
}

/** `.git` of the nearest folder that has one. In a further working tree or a submodule it is a file that names the folder. */
async function findGitFolder(folder: string): Promise<string | null> {
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, '.git');
    const found = await stat(path).catch(() => null);
    if (found?.isDirectory() === true) return path;
    if (found !== null) return inside(at, /^gitdir: (.+)$/.exec((await read(path, MOST.line)) ?? '')?.[1]);
    if (at === dirname(at)) return null;
  }
}

/** Where a further working tree keeps what it shares with the first one. */
async function commonFolder(gitFolder: string): Promise<string | null> {
  const named = await read(join(gitFolder, 'commondir'), MOST.line);
  return named === null ? gitFolder : inside(gitFolder, named);
}

/** To look at a path of another machine would tell that machine who we are. */
function inside(folder: string, named: string | undefined): string | null {
  return named === undefined || /^[\\/]{2}/.test(named) ? null : resolve(folder, named);
}

function packed(text: string, ref: string): string | null {
  const commits = text.split('\n').flatMap((line) => (line.slice(line.indexOf(' ') + 1) === ref ? [line] : []));
  const commit = commits[0]?.split(' ')[0] ?? '';
  return COMMIT.test(commit) ? commit : null;
}

/** null for what is no file, cannot be read or is too long. */
async function read(path: string, most: number): Promise<string | null> {
  const bytes = await readFileUpTo(path, most, 'regular').catch(() => null);
  return bytes === null || bytes.length > most ? null : Buffer.from(bytes).toString('utf8').trim();
}
