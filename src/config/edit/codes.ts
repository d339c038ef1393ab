import type { CodeTable } from '../../core/codes.ts';

/** Why a file cannot be edited by adsync. */
export const FAILURES = {
  EDIT_BY_HAND: {
    meaning:
      'The file writes this place in a way that adsync cannot change without touching something else, as with an anchor, an alias or a merge.',
    remedy: 'Change it in an editor, then run: adsync validate',
  },
  EDIT_NOT_YAML: {
    meaning: 'The file is not valid YAML, so nothing in it can be changed in place.',
    remedy: 'Run: adsync validate, and correct what it says.',
  },
} satisfies CodeTable;

declare module '../../core/codes.ts' {
  interface FailureCodes {
    readonly edit: keyof typeof FAILURES;
  }
}
