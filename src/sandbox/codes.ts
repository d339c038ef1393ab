import type { CodeTable } from '../core/codes.ts';

/** What is wrong with the file of a stand-in. */
export const FAILURES = {
  SANDBOX_FILE_BAD: {
    meaning: 'The file holds no stand-in account or tenant.',
    remedy: 'Correct the file, or create a new one.',
  },
  SANDBOX_FILE_MISSING: {
    meaning: 'There is no such file of a stand-in account or tenant.',
    remedy: 'Correct the path, or create an account with: adsync sandbox --account FILE --init (or --goto FILE --init)',
  },
  SANDBOX_FILE_UNREADABLE: {
    meaning: 'The file of a stand-in account or tenant cannot be read.',
    remedy: 'Check the path and its permissions.',
  },
} satisfies CodeTable;

declare module '../core/codes.ts' {
  interface FailureCodes {
    readonly sandbox: keyof typeof FAILURES;
  }
}
