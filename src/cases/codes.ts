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

/** What keeps tests from running, or from being written, at all. */
export const FAILURES = {
  CASE_PERSON_UNKNOWN: {
    meaning: '--as-test is given, and no person of the directory was found whom a case could be about.',
    remedy: 'Name a person whom the directory has.',
  },
  CASE_UNWRITABLE: {
    meaning: 'A case for this person would not say what the file does, so none is printed.',
    remedy: 'Write the case by hand, as docs/testing.md shows.',
  },
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
