import { platform } from 'node:os';
import { dirname } from 'node:path';
import type { FailureCode } from '../core/codes.ts';
import { errnoOf } from '../core/errno.ts';
import { Failure } from '../core/failure.ts';

/**
 * The user's view of an error of the file system while `path` was written. Any other error (a bug, a Failure of somebody
 * else) comes back as it is.
 */
export function writeFailure(path: string, cause: unknown, system: NodeJS.Platform = platform()): unknown {
  const errno = errnoOf(cause);
  if (errno === null) return cause;
  const [code, why, advice] = explain(path, errno, system);
  return new Failure(code, `Cannot write ${path}: ${why}.`, advice, { cause });
}

function explain(
  path: string,
  code: string,
  system: NodeJS.Platform,
): [code: FailureCode, why: string, advice: string] {
  const folder = dirname(path);
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return [
        'OUTPUT_FOLDER_MISSING',
        `the folder ${folder} does not exist`,
        'Create the folder, or name another one.',
      ];
    case 'EISDIR':
      return ['OUTPUT_IS_FOLDER', 'it is a folder', 'Name a file in it.'];
    case 'ENOTFILE':
      return ['OUTPUT_NOT_A_FILE', 'it is no ordinary file', 'Name a file; use --json to get the plan on stdout.'];
    case 'EACCES':
    case 'EPERM':
      return [
        'OUTPUT_NOT_PERMITTED',
        'permission denied',
        `Close the file if another program (Excel) has it open; else ask for write permission in ${folder}, or name another folder.`,
      ];
    case 'EBUSY':
    case 'ETXTBSY':
      // Only Windows has files that cannot be replaced because somebody reads them.
      if (system !== 'win32') {
        const why = 'it is mounted on its own (as Docker does with a single file), so no other file can take its place';
        return ['OUTPUT_MOUNTED', why, `Mount the folder ${folder} instead of the file, or name another file.`];
      }
      return ['OUTPUT_IN_USE', 'another program has it open', 'Close it there (Excel?), or name another file.'];
    case 'EROFS':
      return ['OUTPUT_READ_ONLY', `${folder} is on a read-only disk`, 'Name a folder on another disk.'];
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return [
        'OUTPUT_DISK_FULL',
        'the disk or the quota is full',
        'Free some space, or name a folder on another disk.',
      ];
    case 'ENAMETOOLONG':
      return ['OUTPUT_NAME_TOO_LONG', 'the name is too long', 'Choose a shorter name.'];
    default:
      return ['OUTPUT_FAILED', `the system says ${code}`, 'Try another folder.'];
  }
}
