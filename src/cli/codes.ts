import type { CodeTable } from '../core/codes.ts';

/** What is wrong with a command line, or with what a command needs around it. */
export const FAILURES = {
  BASE_FILE: { meaning: 'The file that --base names cannot be read.', remedy: 'Check the path, and who may read it.' },
  CONSENT_MISSING: {
    meaning: 'There is no terminal to ask at, so nothing was read or changed.',
    remedy: 'Look at the plan, then run the command again with --yes.',
  },
  BASE_OF_STDIN: {
    meaning: '--base names a revision, but the file comes by standard input and so has no path there.',
    remedy: 'Name the file with --file, or give its former file to --base.',
  },
  CHDIR_FAILED: {
    meaning: 'The folder that -C names is not there.',
    remedy: 'Check the path; it is relative to the folder in which adsync was started.',
  },
  ENV_UNKNOWN: {
    meaning: 'A variable has nearly the name of one that sets an option, and has no effect itself.',
    remedy: 'Write it as the message says; or choose another name, where the file refers to it.',
  },
  FILES_TOO_MANY: {
    meaning: '--file is given several times to a command that works on one file.',
    remedy: 'Run it once for each file. adsync run, status and service take several.',
  },
  FILE_OF_OTHERS: {
    meaning:
      'No file was named, and the one that was found in a folder above could have been put there by another user. It is not used.',
    remedy: 'Name the file with --file where it is the right one.',
  },
  CWD_GONE: {
    meaning: 'The folder in which adsync was started is no longer there.',
    remedy: 'Change into one that is there, and start it again.',
  },
  APPROVED_NEEDS_PLAN: {
    meaning: '--approved names a workbook, and no saved plan is named.',
    remedy: 'Name the plan that was saved with the workbook: adsync apply plan.json --approved plan.xlsx',
  },
  APPROVED_OR_APPROVE: {
    meaning: '--approved is given together with --approve or --only.',
    remedy: 'Approve the held rows in the workbook, and leave --approve and --only out.',
  },
  PROBE_USER_MISSING: {
    meaning: 'Of --probe and --probe-user one is given without the other.',
    remedy: 'Give both: adsync doctor --probe --probe-user 400011',
  },
  USER_EMPTY: {
    meaning: 'The USER of explain is empty.',
    remedy: 'Give an id, an address or a name.',
  },
  DRY_RUN_MISSING: {
    meaning: '--excel or --json is given to `adsync run` without --dry-run.',
    remedy: 'Add --dry-run, or leave --excel and --json out.',
  },
  LOG_KEEP_ALONE: {
    meaning: '--log-keep is given without --log-file.',
    remedy: 'Name the file with --log-file, or leave --log-keep out.',
  },
  EXCEL_NAME: {
    meaning: 'The file that --excel names does not end in .xlsx, and Excel would not open it.',
    remedy: 'Name a file that ends in .xlsx, as plan.xlsx.',
  },
  FILE_NOT_EDITABLE: {
    meaning: 'The YAML file that is to be changed cannot be read, or is no UTF-8 text.',
    remedy: 'Name it with --file. adsync init makes a new one.',
  },
  FROM_NOT_SAVED: {
    meaning: '--out is given together with --from: a plan from a snapshot cannot be saved, so it cannot be applied.',
    remedy: 'Leave --out away to look at the plan, or plan without --from.',
  },
  HTML_NAME: {
    meaning: 'The file that --html names does not end in .html, and a browser would show its text instead of the page.',
    remedy: 'Name a file that ends in .html, as plan.html.',
  },
  JSON_NEEDS_YES: {
    meaning: '--json is given without --yes: it shows no plan to which somebody could agree.',
    remedy: 'Look at the plan, then run the command again with --yes.',
  },
  LOG_UNWRITABLE: {
    meaning: 'The log of a stand-in cannot be written.',
    remedy: 'Look at the folder and at who may write there.',
  },
  NODE_TOO_OLD: {
    meaning: 'The version of Node.js is older than adsync needs.',
    remedy: 'Install Node.js 20.19 or newer, and look which one is found first.',
  },
  ONLY_NEEDS_APPROVE: {
    meaning: '--only names a part of one held set, but --approve is not given exactly once.',
    remedy: 'Give --approve with the id of that set once, beside --only.',
  },
  OUTPUT_TWICE: {
    meaning: 'Two options name the same file, or both print to stdout.',
    remedy: 'Name another file for each.',
  },
  OWN_ALONE: {
    meaning: '--own is given without --base, or without --detailed-exitcode.',
    remedy: 'Add both, or leave --own out.',
  },
  POSITION_MISSING: {
    meaning: 'adsync mapping move is not told where to move the mapping.',
    remedy: 'Add --first, --last, --before WHICH or --after WHICH.',
  },
  SANDBOX_FILE_EXISTS: {
    meaning: 'A file that a stand-in would write exists already.',
    remedy: 'Name another file, or leave --init out to serve the account in it.',
  },
  SANDBOX_FILE_UNWRITABLE: {
    meaning: 'A file of a stand-in cannot be written.',
    remedy: 'Look at the folder and at who may write there.',
  },
  SANDBOX_NOTHING: {
    meaning: 'No stand-in was named that could be served.',
    remedy: 'Add --account FILE for a Rescue account, --goto FILE for GoTo, --graph for Entra ID, or several of them.',
  },
  SANDBOX_PORT: {
    meaning: 'A stand-in cannot listen on its port.',
    remedy: 'Choose another port, or leave it out for any free one.',
  },
  STATE_NO_PLACE: {
    meaning: 'The YAML file is a pipe or a file of the system, and beside it nothing can be recorded.',
    remedy: 'Name a lasting folder with --state-dir, the same for every run.',
  },
  TIMES_SWAPPED: {
    meaning: '--since names a later time than --until.',
    remedy: 'Swap them: --since 31d --until 24h.',
  },
  TERMINAL_MISSING: {
    meaning: 'adsync init asks questions, and there is no terminal to ask at.',
    remedy: 'Run it in a terminal. In scripts use adsync mapping, or start from examples/sync.yaml.',
  },
  TERM_EMPTY: { meaning: 'The term to search for is empty.', remedy: 'Give a part of the name of a group.' },
} satisfies CodeTable;

declare module '../core/codes.ts' {
  interface FailureCodes {
    readonly cli: keyof typeof FAILURES;
  }
}
