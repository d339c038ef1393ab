import type { CodeTable } from '../../core/codes.ts';

/** The steps of an explanation (`adsync explain`), whatever the target is. */
export const STEPS = {
  PERSON: {
    meaning: 'The person as the directory shows it: state, addresses, id and place.',
    remedy: 'Correct in the directory what is wrong there.',
  },
  PERSON_OUTSIDE: {
    meaning: 'The person was read in no mapped directory group.',
    remedy: 'Put the person into a mapped directory group if they should have a user.',
  },
  PERSON_UNKNOWN: {
    meaning: 'No person is known for the user of the account.',
    remedy: 'Nothing, if the user is looked after by hand.',
  },
  IN_GROUPS: {
    meaning: 'The directory groups that hold the person directly, among those that were read.',
    remedy: 'Nothing.',
  },
  MAPPINGS: {
    meaning: 'What each mapping or rule of the file says of the person.',
    remedy: 'Nothing.',
  },
  EXPIRED: {
    meaning: 'The last day of a mapping or rule has passed, so it has nobody any more.',
    remedy: 'Give it another day in the file, if it is still wanted.',
  },
  GIVES: {
    meaning: 'The mapping or the rule has the person, and what it gives counts.',
    remedy: 'Nothing.',
  },
  COMES_LATER: {
    meaning: 'The mapping has the person as well, but one that comes first in the file keeps them.',
    remedy: 'Change the order of the mappings if the other one is meant.',
  },
  NO_MEMBER: {
    meaning: 'The person is no member of the directory group, nor of a group inside it that counts.',
    remedy: 'Put the person into the directory group if they belong there.',
  },
  DIRECT_ONLY: {
    meaning: 'The person is only in a group inside, and the mapping takes direct members only (`subgroups: ignore`).',
    remedy: 'Make the person a direct member, or change `subgroups`.',
  },
  NOT_READ: {
    meaning: 'The directory group was not found, or not read to the end, so nobody knows whether it has the person.',
    remedy: 'Mend what the step names, and ask again.',
  },
  NO_PLACE: {
    meaning: 'The group of the account in which the person should stand cannot be had.',
    remedy: 'Mend what the notice about that group names.',
  },
  OPTIONS: {
    meaning: 'The options of the file that hold for the person.',
    remedy: 'Nothing.',
  },
  OPTION: {
    meaning: 'An option and what it means here.',
    remedy: 'Change it in the file if it is not meant.',
  },
  VALUE: {
    meaning: 'A value that a rule gives, with the rule.',
    remedy: 'Change the rules if it is not meant.',
  },
  LOGIN: {
    meaning: 'Which addresses of the person are used.',
    remedy: 'Nothing.',
  },
  LOGIN_ID: {
    meaning: 'The login id of the person and where it comes from.',
    remedy: 'Nothing.',
  },
  LOGIN_ID_MISSING: {
    meaning: 'The directory has no address that can be used as the login id.',
    remedy: 'Enter or correct the address in the directory.',
  },
  LOGIN_ID_SHARED: {
    meaning: 'Several people have the login id, so nobody knows who is meant.',
    remedy: 'Give each person an address of their own.',
  },
  SSO_ID: {
    meaning: 'The SSO id of the person and where it comes from.',
    remedy: 'Nothing.',
  },
  SSO_ID_NONE: {
    meaning: 'The person gets no SSO id.',
    remedy: 'Set `ssoId`, or enter the address in the directory, if they should have one.',
  },
  SSO_ID_SHARED: {
    meaning: 'Several people have the SSO id, so none of them gets it.',
    remedy: 'Give each person an address of their own.',
  },
  USERS: {
    meaning: 'The users of the account that belong to the person, and how they were found.',
    remedy: 'Nothing.',
  },
  USER: {
    meaning: 'A user of the account as it is.',
    remedy: 'Nothing.',
  },
  FOUND_BY_LINK: {
    meaning: 'The user carries the link to the person.',
    remedy: 'Nothing.',
  },
  FOUND_BY_LOGIN_ID: {
    meaning: 'The user has the login id of the person, and is linked to nobody.',
    remedy: 'Nothing.',
  },
  FOUND_BY_SSO_ID: {
    meaning: 'The user has the SSO id of the person, and is linked to nobody.',
    remedy: 'Nothing.',
  },
  TAKEN_OVER: {
    meaning: 'The user has the login id of the person, and is linked to somebody who was not read.',
    remedy: 'Look whether both are the same person.',
  },
  OTHER_ROLE: {
    meaning: 'The user is linked to the person, but has another role than the person should have.',
    remedy: 'Do what the notice about it says.',
  },
  LINK_CONTESTED: {
    meaning: 'Links contradict each other, so nobody knows whose user it is.',
    remedy: 'Remove the link that is wrong.',
  },
  NOT_FOUND: {
    meaning: 'No user of the account was found for the person.',
    remedy: 'Nothing.',
  },
  DOUBTED: {
    meaning: 'The change rests on something that proves too little, and needs an approval of its own.',
    remedy: 'Look at both sides, and approve the change if it is right.',
  },
  PROTECTED_USER: {
    meaning: 'The user is never touched.',
    remedy: 'Take it out of `protect` if it should be looked after.',
  },
  TAKEN_BACK: {
    meaning: 'Something was planned, and a later look at the account took it back.',
    remedy: 'Mend what the step names.',
  },
  SAID: {
    meaning: 'A notice of the plan that names the person or the user.',
    remedy: 'Look the code of the notice up here.',
  },
  DECISION: {
    meaning: 'What becomes of the person in the account.',
    remedy: 'Nothing.',
  },
  CHANGE: {
    meaning: 'A change of the plan.',
    remedy: 'Nothing.',
  },
  HELD_BACK: {
    meaning: 'A limit keeps the change back until somebody approves it.',
    remedy: 'Look at who it is, and approve the id.',
  },
  APPROVED: {
    meaning: 'An approval lets the change through.',
    remedy: 'Nothing.',
  },
  CANNOT_BE_MADE: {
    meaning: 'The change is planned, and known to fail.',
    remedy: 'Mend what the step names.',
  },
} satisfies CodeTable;

declare module '../../core/codes.ts' {
  interface StepCodes {
    readonly plan: keyof typeof STEPS;
  }
}
