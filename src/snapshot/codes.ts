import type { CodeTable } from '../core/codes.ts';

/** What a plan from a snapshot has to say beside its targets. */
export const NOTICES = {
  SNAPSHOT_PROTECT_UNKNOWN: {
    meaning: 'The snapshot is pseudonymised, and an entry of protect was added after it was taken.',
    remedy: 'Take the snapshot again with this file. Until then the plan may show changes of users that are protected.',
  },
} satisfies CodeTable;

/** What is wrong with a snapshot, or with what is asked of it. */
export const FAILURES = {
  SNAPSHOT_UNREADABLE: { meaning: 'The file of the snapshot cannot be read.', remedy: 'Check the path.' },
  SNAPSHOT_NOT_ONE: { meaning: 'The file holds no snapshot.', remedy: 'Name the right file, or take a snapshot.' },
  SNAPSHOT_VERSION: {
    meaning: 'The snapshot has the format of another version of adsync.',
    remedy: 'Take it again with: adsync snapshot FILE',
  },
  SNAPSHOT_ALTERED: {
    meaning: 'The snapshot was cut off or altered after it was taken: its digest does not fit.',
    remedy: 'Ask who had the file in hands, and take the snapshot again.',
  },
  SNAPSHOT_INVALID: {
    meaning: 'The snapshot contradicts itself: it names things that it does not hold, or holds them twice.',
    remedy: 'Take the snapshot again; adsync writes none like this.',
  },
  SNAPSHOT_INCOMPLETE: {
    meaning: 'One of the accounts of the file could not be read or planned, so no snapshot was taken.',
    remedy: 'Mend what the message names, or leave that account out with --target.',
  },
  SNAPSHOT_TARGET: {
    meaning: 'No snapshot can be taken of an account of this type.',
    remedy: 'Leave it out with --target.',
  },
  SNAPSHOT_LACKS_TARGET: {
    meaning: 'The file has a section that the snapshot has no account for.',
    remedy: 'Take the snapshot again with this file, or name the other sections with --target.',
  },
  SNAPSHOT_OTHER_ACCOUNT: {
    meaning: 'The snapshot is of another account than the one that the file names.',
    remedy: 'Take the snapshot again with this file.',
  },
  SNAPSHOT_OTHER_DIRECTORY: {
    meaning: 'The snapshot is of another directory than the one that the file names.',
    remedy: 'Take the snapshot again with this file.',
  },
  PSEUDONYM_KEY_MISSING: {
    meaning: '--pseudonymise is given, and ADSYNC_PSEUDONYM_KEY is not set.',
    remedy: 'Set it to a long random text (openssl rand -hex 32), and keep it: the same key gives the same tokens.',
  },
  PSEUDONYM_KEY_UNFIT: {
    meaning: 'ADSYNC_PSEUDONYM_KEY is too short, or has blanks at one end.',
    remedy: 'Set it to a long random text (openssl rand -hex 32).',
  },
  SNAPSHOT_READ_ONLY: {
    meaning: 'A snapshot can be planned from, and nothing can be changed in it.',
    remedy: 'Plan without --from.',
  },
} satisfies CodeTable;

declare module '../core/codes.ts' {
  interface NoticeCodes {
    readonly snapshot: keyof typeof NOTICES;
  }
  interface FailureCodes {
    readonly snapshot: keyof typeof FAILURES;
  }
}
