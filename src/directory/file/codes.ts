import type { CodeTable } from '../../core/codes.ts';

/** What is to be said about an export. */
export const NOTICES = {
  EXPORT_END_UNSURE: {
    meaning: 'The LDIF file ends with a group that is read, and without the empty line behind it: it may be cut off.',
    remedy: 'Compare the last members with the directory, and export again or add an empty line at the end.',
  },
  ATTRIBUTE_NOT_EXPORTED: {
    meaning: 'Nobody in the LDIF file has an attribute that Active Directory has for every account.',
    remedy: 'Export with the attribute. Without accountExpires nobody is read as expired.',
  },
} satisfies CodeTable;

/** Why a directory could not be read from a file. */
export const FAILURES = {
  LDIF_INVALID: {
    meaning: 'The file is no valid LDIF; the message names the line.',
    remedy: 'Export the directory as LDIF again, for example with ldapsearch -LLL or ldifde.',
  },
  LDIF_UNREADABLE: { meaning: 'The LDIF file cannot be read.', remedy: 'Check path under directory.' },
} satisfies CodeTable;

declare module '../../core/codes.ts' {
  interface NoticeCodes {
    readonly file: keyof typeof NOTICES;
  }
  interface FailureCodes {
    readonly file: keyof typeof FAILURES;
  }
}
