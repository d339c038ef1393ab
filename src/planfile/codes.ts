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
  WORKBOOK_UNREADABLE: {
    meaning: 'The workbook that --approved names cannot be read, is damaged, or is none in the .xlsx format.',
    remedy: 'Check the path. Save the workbook as .xlsx, without a password.',
  },
  WORKBOOK_TOO_LARGE: {
    meaning: 'The workbook that --approved names holds far more than was written into it.',
    remedy: 'Ask who had the workbook in hands, and write it anew with: adsync plan --out FILE --excel FILE',
  },
  WORKBOOK_MACROS: {
    meaning: 'The workbook that --approved names may hold macros. It was not opened.',
    remedy: 'Ask who had the workbook in hands. Save it as .xlsx, which holds no macros.',
  },
  WORKBOOK_NOT_FOR_APPROVAL: {
    meaning: 'The workbook was written without a saved plan, so nothing can be approved in it.',
    remedy: 'Write both together: adsync plan --out FILE --excel FILE',
  },
  WORKBOOK_OTHER_PLAN: {
    meaning: 'The workbook was written for another plan than the one that is to be applied.',
    remedy: 'Name the plan and the workbook that were written together.',
  },
  WORKBOOK_CHANGED: {
    meaning:
      'A cell, a row or a sheet of the workbook is not as the plan has it. Only the column Approve may be filled in.',
    remedy: 'Ask who had the workbook in hands. Undo the change that the message names, or write the workbook anew.',
  },
  WORKBOOK_ANSWER: {
    meaning: 'A cell in the column Approve says neither yes nor no.',
    remedy: 'Write yes or no there, or leave the cell empty.',
  },
} satisfies CodeTable;

declare module '../core/codes.ts' {
  interface FailureCodes {
    readonly planfile: keyof typeof FAILURES;
  }
}
