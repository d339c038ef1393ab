import type { CodeTable } from '../../../core/codes.ts';

/** What the planner of Rescue has to say. */
export const NOTICES = {
  ADD_ON_LEFT: {
    meaning: 'Users keep the mobile add-on although their mapping does not give it.',
    remedy: 'Nothing, or take it back in the Admin Center.',
  },
  ADOPTIONS_WITHHELD: {
    meaning: 'Users who were recognised by an address alone stay as they are until the directory is read completely.',
    remedy: 'Mend what kept the directory from being read, and plan again.',
  },
  BARE_USER: {
    meaning: 'A group holds a user without an e-mail address, as a run that broke off would leave it.',
    remedy: 'Fill the user in or remove it in the Admin Center.',
  },
  DOUBLE_LINK: {
    meaning: 'Several users, or groups, carry the link marker of one person or directory group.',
    remedy: 'Remove the marker from the description of those that are not meant.',
  },
  EMAIL_IN_USE: {
    meaning: 'A person does not get their e-mail address, because another user of the account has it.',
    remedy: 'Give that user another address in the Admin Center, or the person another one in the directory.',
  },
  GROUP_LISTED_TWICE: {
    meaning: 'A list in `directoryGroup` names one directory group in two ways, as by name and by DN.',
    remedy: 'Remove one of the two, or name the group that was meant.',
  },
  GROUP_NAME_MAPPED: {
    meaning: 'A group keeps its name although its directory group was renamed: a mapping names a group below it.',
    remedy: 'Rename it in the Admin Center and in the file at the same time.',
  },
  GROUP_NAME_SHARED: {
    meaning: 'A directory group would be mirrored to a group that belongs to another directory group.',
    remedy: 'Rename one of the two in the directory.',
  },
  GROUP_NAME_TAKEN: {
    meaning: 'A group cannot get the name of its directory group: another group beside it has it.',
    remedy: 'Rename one of the two.',
  },
  GROUP_PERMISSIONS_UNSEEN: {
    meaning: 'Groups are written with the permissions that the service has shown, which may not be all they have.',
    remedy: 'Note their permissions in the Admin Center before you apply, and compare them afterwards.',
  },
  GROUP_SIMILAR: {
    meaning: 'A group would be created beside one with a similar name.',
    remedy: 'Correct rescueGroup, or the name of the directory group, if the existing one is meant.',
  },
  GROUP_UNANSWERED: {
    meaning: 'The service answers only ERROR for a group that had to be asked for, and it is left as it is.',
    remedy: 'Look at the group in the Admin Center; saving it there once may help.',
  },
  GROUP_UNREADABLE: {
    meaning: 'A group of the account cannot be read, and is left as it is.',
    remedy: 'Clean its name and Description in the Admin Center.',
  },
  IN_TWO_MAPPINGS: {
    meaning:
      'A person is a member of two mapped directory groups; the mapping that comes first keeps them. More than 20 people of one directory group are told together.',
    remedy: 'Nothing, or change the order of the mappings.',
  },
  LINK_FOREIGN: {
    meaning: 'A link marker was made for another user or account, so it is no link.',
    remedy: 'Ask who copied it there, and remove it.',
  },
  LEAVING: {
    meaning: 'Users leave on a day, because their people are in no mapped directory group any more (`leavers.grace`).',
    remedy: 'Put a person back into a directory group before that day if they should keep the user.',
  },
  LINKS_OLD: {
    meaning: 'Link markers have the old form, which does not say for which user they were made.',
    remedy: 'Nothing: each is written anew with the next change of its user.',
  },
  LINKS_UNCHECKED: {
    meaning: 'Link markers were made with a key, and the file names none.',
    remedy: 'Set rescue.linkKey as it was.',
  },
  LINKS_UNSEALED: {
    meaning: 'Link markers were made without rescue.linkKey, so what hangs on them is held.',
    remedy: 'If nobody else has written markers, approve them once; they are sealed with the key then.',
  },
  MAPPING_SHADOWED: {
    meaning: 'All people of a mapping belong to mappings that come first.',
    remedy: 'Put it before them if it is the one that counts, or remove it.',
  },
  NO_LOGIN_ID: {
    meaning: 'A person has no usable address to log in with, and is skipped.',
    remedy: 'Enter or correct it in the directory.',
  },
  NO_MOBILE_LICENSE: {
    meaning: 'A user gets no mobile add-on: all licences of rescue.licenses.mobile are taken.',
    remedy: 'Free one, or correct the number if the contract holds more.',
  },
  NO_SEAT: {
    meaning: 'A user is not created or enabled: all licences of rescue.licenses.technicians are taken.',
    remedy: 'Free one, or correct the number if the contract holds more.',
  },
  NO_SSO_ID: {
    meaning: 'A person gets no SSO id, because the address that it would be is not usable.',
    remedy: 'Correct it in the directory.',
  },
  PASSWORD_UNSEEN: {
    meaning: 'Users get a random password that nobody sees, and no SSO id, so they cannot sign in yet.',
    remedy: 'Set passwords in the Admin Center, or give rescue.newUsers.password or ssoId.',
  },
  PROFILE_DIFFERS: {
    meaning: 'The service answers in another form than `rescue.profile` says.',
    remedy: 'Record anew with adsync doctor --record, and have the new profile reviewed.',
  },
  PROTECTED: {
    meaning: 'A user differs from the directory but must not be touched.',
    remedy: 'Nothing. Remove the entry from rescue.protect if the directory is to rule the user.',
  },
  RESCUE_GROUP_AMBIGUOUS: {
    meaning: 'Several groups of the account may be the one of a mapping: same path, or same link marker.',
    remedy: 'Rename all but one in the Admin Center, or remove the marker from the wrong one.',
  },
  RESCUE_GROUP_UNREADABLE: {
    meaning: 'The group of a mapping was not found, but one that cannot be read may be it.',
    remedy: 'Clean the name and the Description of that group in the Admin Center.',
  },
  RESCUE_PATH_IS_USER: {
    meaning: 'The path of a mapping leads to a user, not to a group.',
    remedy: 'Correct rescueGroup.',
  },
  ROLE_CHANGE: {
    meaning: 'A user has another role than the mapping gives, and the service cannot turn one into the other.',
    remedy: 'Give the user another e-mail address in the Admin Center; the next run creates the one of the new role.',
  },
  ROLE_UNCERTAIN: {
    meaning:
      'People are neither created nor enabled: a mapping of another role that comes first was not read completely.',
    remedy: 'Mend the mapping that could not be read.',
  },
  SHARED_LOGIN_ID: {
    meaning: 'Several people share one login id; none of them is changed.',
    remedy: 'Give each an address of their own in the directory.',
  },
  SHARED_SSO_ID: {
    meaning: 'Several people share one SSO id; it is given to none of them.',
    remedy: 'Give each one of their own.',
  },
  SSO_ID_IN_USE: {
    meaning: 'A person does not get their SSO id, because another user has it.',
    remedy: 'Take it from that user in the Admin Center, or correct it in the directory.',
  },
  SSO_ID_LEFT: {
    meaning: 'Users keep an SSO id although their mapping gives none.',
    remedy: 'Nothing, or clear it in the Admin Center.',
  },
  SSO_ID_LATER: {
    meaning: 'A user gets a new e-mail address now and the new SSO id with the next run.',
    remedy: 'Nothing: run it again.',
  },
  USER_UNANSWERED: {
    meaning: 'The service answers only ERROR for a user, and answers for others; the user is left as it is.',
    remedy:
      'Look at the user in the Admin Center; saving it there once may help. Disable it there if it is not wanted.',
  },
  USER_UNCERTAIN: {
    meaning: 'A person is not created, because a user who cannot be read may be theirs.',
    remedy: 'Clean that user in the Admin Center first.',
  },
  USER_UNREADABLE: {
    meaning: 'A user of the account cannot be read, and is left as it is.',
    remedy: 'Clean name, nickname and Description in the Admin Center, or disable the user there.',
  },
  USER_WITHOUT_EMAIL: {
    meaning: 'A user without an e-mail address has other fields, so no new user is made of it.',
    remedy: 'Fill the user in or remove it in the Admin Center.',
  },
} satisfies CodeTable;

/** Why something is changed, for reasons that only Rescue has. */
export const REASONS = {
  LEAVES: {
    meaning: 'The person is in no mapped directory group any more, and the user is disabled on the day that is shown.',
    remedy: 'Put the person back into a directory group before that day if they should keep the user.',
  },
  ADD_ON_RETURNED: {
    meaning: 'A user who is to be disabled gives the mobile add-on back first, because others wait for it.',
    remedy: 'Nothing.',
  },
  EMAIL_EXCHANGE: {
    meaning: 'Users exchange addresses, so one of them takes a temporary address first.',
    remedy: 'Nothing: the second step gives the right address.',
  },
  ROLE_CHANGED: {
    meaning: 'The person has a user of another role now, so the former user is disabled.',
    remedy: 'Correct the mappings if the former role is right.',
  },
  ROLE_LOWERED: {
    meaning: 'The person is to have a lower role, so the user of the higher one is disabled at once.',
    remedy: 'Put the person back into the directory group of the higher role if that is right.',
  },
} satisfies CodeTable;

/** What the planner of Rescue refuses. */
export const FAILURES = {
  TOO_MANY_GROUPS: {
    meaning: 'The mappings feed more groups of the account than limits.groups allows.',
    remedy: 'Map fewer groups, use "subgroups: flatten", or raise limits.groups.',
  },
  TOO_MANY_MEMBERS: {
    meaning: 'More members would stand in a group than limits.membersPerGroup allows.',
    remedy: 'Split the directory group, or raise limits.membersPerGroup.',
  },
} satisfies CodeTable;

declare module '../../../core/codes.ts' {
  interface NoticeCodes {
    readonly rescue: keyof typeof NOTICES;
  }
  interface ReasonCodes {
    readonly rescue: keyof typeof REASONS;
  }
  interface FailureCodes {
    readonly rescue: keyof typeof FAILURES;
  }
}
