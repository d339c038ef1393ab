import type { CodeTable } from '../../core/codes.ts';

/** Why a directory could not be read from a file. */
export const FAILURES = {
  LDIF_INVALID: {
    meaning: 'The file is no valid LDIF; the message names the line.',
    remedy: 'Export the directory as LDIF again, for example with ldapsearch -LLL or ldifde.',
  },
  LDIF_UNREADABLE: { meaning: 'The LDIF file cannot be read.', remedy: 'Check path under directory.' },
} satisfies CodeTable;

declare module '../../core/codes.ts' {
  interface FailureCodes {
    readonly file: keyof typeof FAILURES;
  }
}
