import type { CodeTable } from '../core/codes.ts';

/** Why a mapping cannot be changed, or why nothing can be asked. */
export const FAILURES = {
  MAPPING_AMBIGUOUS: {
    meaning: 'What was named fits several mappings or rules.',
    remedy: 'Name another group or the number of the one that is meant (adsync mapping list), and --target.',
  },
  MAPPING_SECTION: {
    meaning: 'The options do not say whether a mapping of rescue: or a rule of goto: is meant, or mix the two.',
    remedy: 'Give --rescue-group for a mapping; for a rule what it gives, as --products, and no option of a mapping.',
  },
  MAPPING_UNKNOWN: {
    meaning: 'No mapping or rule has this directory group, Rescue group or number.',
    remedy: 'Look at: adsync mapping list',
  },
} satisfies CodeTable;

declare module '../core/codes.ts' {
  interface FailureCodes {
    readonly wizard: keyof typeof FAILURES;
  }
}
