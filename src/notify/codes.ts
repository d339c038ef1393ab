import type { CodeTable } from '../core/codes.ts';

/** Why nobody can be told. */
export const FAILURES = {
  NOTIFY_NOBODY: {
    meaning: 'The file names nobody to tell, so there is nothing to test.',
    remedy: 'Add webhooks or mail under "notify" in the file (docs/monitoring.md).',
  },
} satisfies CodeTable;

declare module '../core/codes.ts' {
  interface FailureCodes {
    readonly notify: keyof typeof FAILURES;
  }
}
