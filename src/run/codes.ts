import type { CodeTable } from '../core/codes.ts';

/** What a run has to say beside its targets. */
export const NOTICES = {
  TARGET_LOST: {
    meaning: 'One of the accounts of the file could not be read, so nothing is planned for it.',
    remedy: 'Mend what the message names, and plan again; the other accounts are planned all the same.',
  },
} satisfies CodeTable;

/** What ends a run, or keeps it from beginning. */
export const FAILURES = {
  PROBE_UNFINISHED: {
    meaning: 'An earlier adsync doctor --probe broke off, and has not proved that the user is as it was before.',
    remedy: 'Make the user as the message says, in the Admin Center; then remove the file that it names.',
  },
  DIRECTORY_UNSTEADY: {
    meaning: 'The directory was read several times, and each time other people were missing.',
    remedy: 'Try again when its groups are not being changed, and look at its servers.',
  },
  LOCKED: {
    meaning: 'Another run works on the account.',
    remedy: 'Wait until it has ended. A lock whose owner is gone is passed over by itself.',
  },
  LOCK_LOST: {
    meaning: 'The run no longer holds the lock of the account, so it changes nothing more.',
    remedy: 'Wait until no other run is at work, and run it again. Keep the computer awake while a run goes on.',
  },
  NO_RUN: {
    meaning: 'There is no record of a run for the account.',
    remedy: 'Name the folder with --state-dir, or use adsync apply.',
  },
  RUN_AMBIGUOUS: { meaning: 'The given part of a name fits several runs.', remedy: 'Give more of the name.' },
  RUN_DAMAGED: {
    meaning: 'The journal of the last run does not name all changes, so what it left undone is not known.',
    remedy: 'Use adsync apply: it plans everything that is left.',
  },
  RUN_OTHER_ACCOUNT: {
    meaning: 'The run that is to be undone was made in another account than the file leads to.',
    remedy: 'Use the YAML file that the run was made with, or another --target.',
  },
  RUN_FORMAT: {
    meaning: 'The run was recorded by another version of adsync, in another format.',
    remedy: 'Use that version, or read the journal itself: each line is a JSON object.',
  },
  RUN_SAME_ACCOUNT: {
    meaning: "Two files of one `adsync run` lead to the same account, and would undo each other's changes.",
    remedy: 'Put the mappings of one account into one file, or name another account.',
  },
  RUN_SIGNED_ONLY: {
    meaning:
      'ADSYNC_PLAN_KEY is set, so only signed plans may be applied, and `adsync run` applies plans that nobody has signed.',
    remedy: 'Use adsync run --dry-run, or take ADSYNC_PLAN_KEY out of the environment of the service.',
  },
  RUN_STOP_FILE: {
    meaning: 'The file that --stop-file names is there before anything has begun.',
    remedy: 'Look what it is, and remove it or name another one: a stop file is made to end adsync.',
  },
  RUN_TWICE: {
    meaning: 'Another `adsync run` has the same file.',
    remedy: 'Look at it with adsync status, and stop it first.',
  },
  RUN_UNKNOWN: { meaning: 'There is no such run.', remedy: 'See adsync history for the runs there are.' },
  SERVICE_KEEPS_FAILING: {
    meaning: 'The service failed at one change after another, so the run was given up.',
    remedy: 'Look at the status of the service, and run it again later: what was made stays made.',
  },
  STATE_NOT_OURS: {
    meaning: 'The state folder is a link, belongs to another user, or can be written by others.',
    remedy: 'Mend what the message names, or name another folder with --state-dir.',
  },
  STATE_UNREADABLE: {
    meaning: 'A record in the state folder cannot be read.',
    remedy: 'Look at who may read it, or name the right folder with --state-dir.',
  },
  TARGET_NOT_IN_FILE: {
    meaning: '--target, or another option, names a kind of target that the file has no section for.',
    remedy: 'Name a section of the file, or leave --target out.',
  },
  STATE_UNWRITABLE: {
    meaning: 'The state folder cannot be written. Without a record nothing is changed.',
    remedy: 'Free some space, look at who may write there, or name another folder with --state-dir.',
  },
} satisfies CodeTable;

declare module '../core/codes.ts' {
  interface NoticeCodes {
    readonly run: keyof typeof NOTICES;
  }
  interface FailureCodes {
    readonly run: keyof typeof FAILURES;
  }
}
