import type { CodeTable } from '../core/codes.ts';

/** What is wrong with the file of a log. */
export const FAILURES = {
  LOG_FILE_NOT_OURS: {
    meaning:
      'The file that --log-file names, or an older one beside it (FILE.1), holds something else than a log of adsync, or belongs to another user.',
    remedy: 'Name another file, or remove this one; the file must belong to the user as whom adsync runs.',
  },
} satisfies CodeTable;

declare module '../core/codes.ts' {
  interface FailureCodes {
    readonly log: keyof typeof FAILURES;
  }
}
