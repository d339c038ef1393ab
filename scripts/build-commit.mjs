import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';

/**
 * The commit that a folder is the checkout of, and whether a file of it was changed since. `commit` is null where the
 * folder is no checkout itself: unpacked from an archive, maybe inside the repository of somebody else.
 *
 * @param root the folder with package.json
 * @param env of git; variables that point it to another repository are left out, as hooks of git set them
 */
export function buildCommit(root, env = process.env) {
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('GIT_')));
  const git = (...args) =>
    execFileSync('git', args, { cwd: root, env: own, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    if (realpathSync(git('rev-parse', '--show-toplevel')) !== realpathSync(root))
      return { commit: null, modified: false };
    const commit = git('rev-parse', '--verify', 'HEAD');
    return { commit, modified: git('status', '--porcelain', '--untracked-files=no') !== '' };
  } catch {
    return { commit: null, modified: false };
  }
}
