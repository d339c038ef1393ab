import type { CodeTable } from '../core/codes.ts';

/** Why a file could not be written, or not be read as it was in a Git repository. */
export const FAILURES = {
  BASE_AMBIGUOUS: {
    meaning: '--base names what is a file here and a revision of git, too; or branches and tags that differ.',
    remedy: 'Write ./NAME for the file, or refs/heads/NAME (refs/remotes/NAME) for the branch.',
  },
  BASE_UNKNOWN: {
    meaning: '--base names neither a file nor a commit of the Git repository.',
    remedy: 'Check the name. In CI have the checkout get the whole history: a shallow one has no other branch.',
  },
  FILE_CHANGED: {
    meaning: 'Somebody else has changed the file while adsync was about to change it. Nothing was written.',
    remedy: 'Run the command again.',
  },
  GIT_FAILED: {
    meaning: 'Git could not read the former YAML file, as the message says.',
    remedy: 'Mend what git says (the repository, its owner, the network), or name a file with the former settings.',
  },
  GIT_MISSING: {
    meaning: '--base names a revision, and git is not installed, or is in no folder of PATH.',
    remedy: 'Install git, or name a file with the former settings.',
  },
  OUTPUT_FOLDER_MISSING: {
    meaning: 'The folder of the file does not exist.',
    remedy: 'Create the folder, or name another one.',
  },
  OUTPUT_IS_FOLDER: { meaning: 'There is a folder of this name.', remedy: 'Name a file in it.' },
  OUTPUT_NOT_A_FILE: {
    meaning: 'The path leads to a device, a pipe or a socket.',
    remedy: 'Name an ordinary file, or use --json to get the plan on stdout.',
  },
  OUTPUT_NOT_PERMITTED: {
    meaning: 'The system does not permit to write the file.',
    remedy: 'Close it in other programs (Excel), ask for write permission, or name another folder.',
  },
  OUTPUT_IN_USE: {
    meaning: 'Another program has the file open.',
    remedy: 'Close it there, or name another file.',
  },
  OUTPUT_MOUNTED: {
    meaning: 'The file is mounted on its own, as Docker does with a single file, so it cannot be replaced.',
    remedy: 'Mount the folder that it stands in, or name another file.',
  },
  OUTPUT_READ_ONLY: { meaning: 'The disk is read-only.', remedy: 'Name a folder on another disk.' },
  OUTPUT_DISK_FULL: {
    meaning: 'The disk or the quota is full.',
    remedy: 'Free some space, or name a folder on another disk.',
  },
  OUTPUT_NAME_TOO_LONG: { meaning: 'The name of the file is too long.', remedy: 'Choose a shorter name.' },
  OUTPUT_FAILED: {
    meaning: 'The system gives another reason, which the message names.',
    remedy: 'Try another folder.',
  },
  OUTPUT_NOT_OURS: {
    meaning: 'There is a file of this name already, and adsync did not make it.',
    remedy: 'Name another file, or add --force if this one may be lost.',
  },
} satisfies CodeTable;

declare module '../core/codes.ts' {
  interface FailureCodes {
    readonly files: keyof typeof FAILURES;
  }
}
