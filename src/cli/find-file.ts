import { lstatSync, type Stats, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';

/** How the file is called where nobody names one. */
export const FILE_NAME = 'sync.yaml';

/** What a search needs to know of its surroundings. */
export interface Searcher {
  /** The user id of this process; null where the system has none (Windows). */
  readonly uid: number | null;
  /** The home folder of the user; null where it is not known. */
  readonly home: string | null;
}

/** What a search came to. */
export interface Search {
  /** The file, relative to the folder in which the search began. Where there is none, it is the one that should be there. */
  readonly file: string;
  /** A file on the way that is not used, and why not: the end of a sentence. */
  readonly passedOver: { readonly file: string; readonly why: string } | null;
}

/**
 * Looks for `sync.yaml` in a folder and in those above it, as git looks for its repository: up to the folder with `.git`,
 * and not beyond the file system. The file says which programs and servers get secrets. So one above is used only where
 * nobody but this user and root could have put it there: whoever works in a folder below `/tmp` would else be given the
 * file of whoever writes into `/tmp`. In Windows, where Node does not tell owners, only folders inside the user's own are
 * looked at.
 *
 * @param start absolute, without links
 */
export function findFile(start: string, searcher: Searcher): Search {
  if (lstatOf(join(start, FILE_NAME)) !== null) return { file: FILE_NAME, passedOver: null };
  for (let folder = start; ; ) {
    const above = dirname(folder);
    if (above === folder || isBorder(folder, above, searcher)) return { file: FILE_NAME, passedOver: null };
    folder = above;
    const path = join(folder, FILE_NAME);
    if (lstatOf(path) === null) continue;
    const file = relative(start, path);
    const why = faultOf(path, folder, searcher);
    return why === null ? { file, passedOver: null } : { file: FILE_NAME, passedOver: { file, why } };
  }
}

/** Whether the search ends in `folder`. */
function isBorder(folder: string, above: string, { uid, home }: Searcher): boolean {
  if (lstatOf(join(folder, '.git')) !== null) return true;
  if (uid === null && (home === null || !isInside(above, home))) return true;
  return lstatOf(folder)?.dev !== lstatOf(above)?.dev;
}

function isInside(path: string, folder: string): boolean {
  const way = relative(resolve(folder), path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}

/** Why a file that was found is not used; null where it may be. The link to it counts as much as the file. */
function faultOf(path: string, folder: string, { uid }: Searcher): string | null {
  const all = [statOf(path), lstatOf(path), statOf(folder)];
  if (all.some((one) => one === null)) return 'cannot be looked at';
  return uid === null || all.every((one) => isOurs(one, uid)) ? null : OTHERS;
}

const OTHERS = 'could have been put there by another user';

/** In a folder with the sticky bit, as `/tmp`, nobody replaces what is another's. */
function isOurs(found: Stats | null, uid: number): boolean {
  if (found === null || ![0, uid].includes(found.uid)) return false;
  if (found.isSymbolicLink()) return true;
  return (found.mode & 0o002) === 0 || (found.isDirectory() && (found.mode & 0o1000) !== 0);
}

function lstatOf(path: string): Stats | null {
  return orNull(() => lstatSync(path));
}

function statOf(path: string): Stats | null {
  return orNull(() => statSync(path));
}

/** What may not be looked at is as good as not there. */
function orNull(look: () => Stats): Stats | null {
  try {
    return look();
  } catch {
    return null;
  }
}
