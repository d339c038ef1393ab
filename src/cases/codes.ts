import type { CodeTable } from '../core/codes.ts';

/** What is wrong in a file of cases, beside its YAML. */
export const DIAGNOSTICS = {
  CASE_WORLD: {
    meaning: 'A case does not say who is there, or says it twice.',
    remedy: 'Give it people and groups, or a snapshot, and not both.',
  },
  CASE_EXPECTED: {
    meaning: 'What a case expects is nothing that can come out.',
    remedy: 'Name a person and a section of the file, or changes, or a notice.',
  },
  CASE_FIELD: {
    meaning: 'A case names a section, or a field of a user, that there is not.',
    remedy: 'Take one of those that the message lists.',
  },
} satisfies CodeTable;

/** What keeps tests from running at all. */
export const FAILURES = {
  NO_CASES: {
    meaning: 'There is no file of cases.',
    remedy: 'Write one below tests/ beside the YAML file, or name it on the command line.',
  },
} satisfies CodeTable;

declare module '../core/codes.ts' {
  interface DiagnosticCodes {
    readonly cases: keyof typeof DIAGNOSTICS;
  }
  interface FailureCodes {
    readonly cases: keyof typeof FAILURES;
  }
}
