import type { CodeTable } from '../core/codes.ts';

/** What is wrong with the file of a log. */
export const FAILURES = {
  LOG_FILE_NOT_OURS: {
    meaning: 'The file that --log-file names holds something else than a log of adsync.',
    remedy: 'Name another file, or remove this one.',
  },
} satisfies CodeTable;

declare module '../core/codes.ts' {
  interface FailureCodes {
    readonly log: keyof typeof FAILURES;
  }
}
