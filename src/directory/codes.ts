import type { CodeTable } from '../core/codes.ts';

/** What a directory has to say about single groups and members. */
export const NOTICES = {
  GROUP_NOT_FOUND: {
    meaning: 'A mapped directory group does not exist, or what was found is no group.',
    remedy: 'Correct directoryGroup. Until then nothing is concluded from absence, and nobody is disabled for it.',
  },
  GROUP_AMBIGUOUS: {
    meaning: 'Several directory groups have the name of a mapping.',
    remedy: 'Write the DN, the objectGUID or the object id instead of the name.',
  },
  GROUP_READ_PARTLY: {
    meaning: 'A mapped directory group was not read to the end, so nothing is concluded from absence.',
    remedy: 'Mend what the message names (rights, network, the entry itself), and plan again.',
  },
  NAME_CUT_BY_COMMENT: {
    meaning:
      'A directory group has the name of a mapping together with the comment behind it: YAML takes ` #` for a comment.',
    remedy: 'Put the whole name in quotation marks if it is meant, or the comment on a line of its own.',
  },
  REPLICATION_CONFLICT: {
    meaning: 'An object of the directory was created twice under one name, on two domain controllers (CNF).',
    remedy: 'Delete or rename one of both in the directory.',
  },
  MEMBER_NOT_A_PERSON: {
    meaning: 'A member of a directory group is no person (a computer, a contact, …) and gets no user.',
    remedy: 'Nothing, or remove the member from the group.',
  },
  ATTRIBUTE_LEFT_OUT: {
    meaning: 'An attribute of a person is no text that can be used: binary, or longer than 1,024 characters.',
    remedy: 'Correct the value in the directory, or name another attribute.',
  },
  ATTRIBUTE_OF_NOBODY: {
    meaning: 'Not one of the people who were read shows an attribute of the file.',
    remedy:
      'Check its spelling, who may read it, and whether the export has it. Until then nothing is concluded from it.',
  },
  SNAPSHOT_LACKS_GROUP: {
    meaning: 'A snapshot does not hold a mapped directory group, or holds only a part of it.',
    remedy: 'Take the snapshot again with this file, or with --group. Until then nothing is concluded from absence.',
  },
  SNAPSHOT_LACKS_ATTRIBUTE: {
    meaning: 'A snapshot does not hold an attribute of people that the file asks for.',
    remedy: 'Take the snapshot again with this file. Until then nothing is concluded from the attribute.',
  },
} satisfies CodeTable;

export const FAILURES = {
  SEARCH_BASE_INVALID: {
    meaning: '--domain names no place that this directory can be searched in.',
    remedy: 'Give a DNS name of a domain or a DN, or leave --domain out.',
  },
  SNAPSHOT_NO_SEARCH: {
    meaning: 'A snapshot holds only the groups that were asked for, so it cannot be searched.',
    remedy: 'Search in the directory itself.',
  },
  ATTRIBUTE_NAME_INVALID: {
    meaning: 'An attribute of the file has a name that no attribute of this directory can have.',
    remedy: 'Write givenName, surname, or the name that the directory itself has for the attribute.',
  },
} satisfies CodeTable;

declare module '../core/codes.ts' {
  interface NoticeCodes {
    readonly directory: keyof typeof NOTICES;
  }
  interface FailureCodes {
    readonly directory: keyof typeof FAILURES;
  }
}
