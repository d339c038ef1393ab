import { Failure } from '../core/failure.ts';

/** Where git looks for a name, one after the other. */
const PLACES = ['refs/', 'refs/tags/', 'refs/heads/', 'refs/remotes/'] as const;

/**
 * Refuses a revision whose name stands for several commits. Git would take the tag: whoever may push one that is called
 * `origin/main` would choose what a pull request is compared with.
 *
 * @throws Failure BASE_AMBIGUOUS, and what asking throws
 */
export async function refuseAmbiguous(
  revision: string,
  git: { ask(args: readonly string[]): Promise<Buffer> },
): Promise<void> {
  const [name = ''] = revision.split(/[~^:]|@\{/);
  // No branch or tag has one of these in its name.
  if (name === '' || /[*?[\\\s]/.test(name)) return;
  const refs = [...PLACES.map((place) => `${place}${name}`), `refs/remotes/${name}/HEAD`];
  const format = '--format=%(refname) %(objectname) %(*objectname)';
  const lines = (await git.ask(['for-each-ref', format, ...refs])).toString('utf8').split('\n');
  const found = lines.map((line) => line.split(' ')).filter(([ref = '']) => refs.includes(ref));
  // Of a tag with a text of its own the commit stands behind it.
  const commits = new Set(found.map(([, id = '', commit = '']) => (commit === '' ? id : commit)));
  if (commits.size < 2) return;
  const names = found.map(([ref = '']) => ref).sort();
  throw new Failure(
    'BASE_AMBIGUOUS',
    `--base names ${revision}, and ${names.join(' and ')} are different commits.`,
    `Write ${names.at(-1) ?? ''} or the id of the commit for the one that is meant.`,
  );
}
