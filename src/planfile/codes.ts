import type { CodeTable } from '../core/codes.ts';

/** What is wrong with a saved plan as a file. */
export const FAILURES = {
  PLAN_UNREADABLE: { meaning: 'The file of the plan cannot be read.', remedy: 'Check the path.' },
  PLAN_NOT_A_PLAN: { meaning: 'The file holds no plan.', remedy: 'Name the right file, or make a new plan.' },
  PLAN_VERSION: {
    meaning: 'The plan has the format of another version, or was printed and not saved.',
    remedy: 'Make a new plan with: adsync plan --out FILE',
  },
  PLAN_ALTERED: {
    meaning: 'The plan was altered after it was made: its digest does not fit.',
    remedy: 'Ask who had the file in hands, and make a new plan.',
  },
  PLAN_UNSIGNED: {
    meaning: 'ADSYNC_PLAN_KEY is set, and the plan is not signed.',
    remedy: 'Make a new plan where ADSYNC_PLAN_KEY has the same value.',
  },
  PLAN_SIGNATURE: {
    meaning: 'The plan was altered after it was signed, or was signed with another key.',
    remedy: 'Make a new plan where ADSYNC_PLAN_KEY has the same value.',
  },
  PLAN_KEY_UNFIT: {
    meaning: 'ADSYNC_PLAN_KEY is empty or too short, or has blanks at one end.',
    remedy: 'Set it to a long random text (openssl rand -hex 32), the same where plans are made and applied.',
  },
} satisfies CodeTable;

declare module '../core/codes.ts' {
  interface FailureCodes {
    readonly planfile: keyof typeof FAILURES;
  }
}
