import type { CodeTable } from '../core/codes.ts';

/** What the engine has to say, whatever the target is. */
export const NOTICES = {
  ACCOUNT_GROWS: {
    meaning: 'The plan would more than double the enabled users of an account.',
    remedy: 'Look at who is in the directory groups. limits.create holds back a plan that creates too many.',
  },
  GUARD_RAILS: {
    meaning:
      'The file weakens a guard against accidents (limits, approvals, adoptions), or overrules the directory (protect).',
    remedy: 'Check that each of the named settings is meant, and remove those that are not.',
  },
  BASE_APART: {
    meaning:
      'The former file, or a part of it, cannot be planned on the same readings, so everything there counts as own.',
    remedy: 'Read the changes as if all of them came from this change of the file.',
  },
  GUARD_RAIL_CHANGED: {
    meaning: 'The file differs from its base in a setting that guards an account, or gives rights over others.',
    remedy: 'Make sure that it is meant, before you look at anything else.',
  },
  HELD: {
    meaning: 'A set of changes is held: a limit is exceeded, or there is a doubt that a person has to settle.',
    remedy: 'Look at who it is. Let the set through with --approve and its id, or mend what caused it.',
  },
  EXPIRED: {
    meaning: 'The last day of a mapping or a rule has passed, so it has nobody any more.',
    remedy: 'Remove it from the file, or give it another day.',
  },
  EXPIRES_SOON: {
    meaning: 'A mapping or a rule ends within a week.',
    remedy: 'Nothing, if it is to end. Else give it another day in the file.',
  },
  FROZEN: {
    meaning: 'A freeze of the file goes on, and keeps changes back until it ends; ends that were read are made.',
    remedy: 'Nothing, if it can wait. Else change freeze in the file.',
  },
  LET_THROUGH: {
    meaning: 'An approval lets a held set through, as a whole or in part.',
    remedy: 'Nothing, if the approval was meant. Remove it from the file after the plan was applied.',
  },
  APPROVAL_STALE: {
    meaning: 'An approval stands for nothing that is held now, and lets nobody through.',
    remedy: 'Look at who is held now. Approve the new id, or remove the line from the file.',
  },
  APPROVAL_USED: {
    meaning: 'An approval of the file was used up by an earlier run: it counts once.',
    remedy: 'Remove the line. Approve the set again if it is held again and right once more.',
  },
  GROUP_IDENTITY_CHANGED: {
    meaning: 'The name in a mapping or a rule means another directory group than it meant before.',
    remedy: 'Find out which group is meant. Approve the id of the message if the new one is.',
  },
  LEAVERS_LEFT: {
    meaning: 'Users stay enabled although their person has ended or is in no mapped directory group any more.',
    remedy: 'Mend what another notice names, or disable them in the Admin Center.',
  },
  MAPPING_EMPTY: {
    meaning: 'The directory group of a mapping or a rule has no people.',
    remedy: 'Fill the directory group, or remove the entry.',
  },
  PROTECT_UNUSED: {
    meaning: 'An entry of protect fits no user of the account, so it protects nobody.',
    remedy: 'Correct it, or remove it.',
  },
  REMOVALS_WITHHELD: {
    meaning: 'What would be taken from people is left, because a mapping or a rule could not be read completely.',
    remedy: 'Mend the mapping or the rule that another notice names.',
  },
  UNDO_IMPOSSIBLE: {
    meaning: 'Something that a run changed cannot be put back, or no plan may put it back with the file of today.',
    remedy: 'Do what the message says, by hand where nothing else helps.',
  },
  UNDO_LASTING: {
    meaning: 'What no undo takes back: adsync deletes nobody, and a mail that was sent is sent.',
    remedy: 'Remove what is left in the Admin Center, if it is not wanted.',
  },
  UNDO_PLANNED_AGAIN: {
    meaning: 'The file and the directory still lead to the changes that are undone.',
    remedy: 'Revert the file, or mend the directory, before the next apply.',
  },
  UNDO_STALE: {
    meaning: 'Somebody has changed what a run has left, so it is not put back.',
    remedy: 'Look at the user. If the old value is right after all, write it in the Admin Center.',
  },
  WINDOW_UNCERTAIN: {
    meaning: 'What earlier runs did within limits.window is known in part only, so the limits may count too little.',
    remedy: 'Look at the named records in the state folder, and at the plan with more care than usual.',
  },
} satisfies CodeTable;

/** Why something is changed, for reasons that any target may have. */
export const REASONS = {
  MEMBER_OF: {
    meaning: 'The person is a member of a mapped directory group.',
    remedy: 'Take the person out of the directory group if they should have no user.',
  },
  DIFFERS: {
    meaning: 'A field of the user differs from what the directory says of the person.',
    remedy: 'Correct the field in the directory if the account is right.',
  },
  ADOPTED: {
    meaning: 'A user or a group that exists already was recognised, and is linked from now on.',
    remedy: 'Look whether it is the right one: from now on the directory rules it.',
  },
  RELINKED: {
    meaning: 'A user or a group passes to another person or directory group with the same name or address.',
    remedy: 'Make sure that the new one is meant before you approve it.',
  },
  LINK_RENEWED: {
    meaning: 'Only the link marker of a user is written anew.',
    remedy: 'Nothing.',
  },
  PERSON_DISABLED: {
    meaning: 'The person is disabled in the directory.',
    remedy: 'Enable the person in the directory if they should keep the user.',
  },
  PERSON_EXPIRED: {
    meaning: 'The account of the person has expired in the directory.',
    remedy: 'Change the expiry date in the directory if the person should keep the user.',
  },
  LEFT: {
    meaning:
      'The person is in no mapped directory group any more. The directory did not say whether it still has the person.',
    remedy: 'Put the person back into a mapped directory group if they should keep the user.',
  },
  LEFT_GROUP: {
    meaning: 'The directory still has the person, who is no member of the mapped directory group any more.',
    remedy: 'Put the person back into the directory group if they should keep the user.',
  },
  LEFT_ENDED: {
    meaning:
      'The person is in no mapped directory group any more, and the directory shows them as disabled or expired. Plans of a file with freeze say so, for such an end does not wait.',
    remedy: 'Enable the person in the directory, and put them back into a mapped group, if they should keep the user.',
  },
  NOT_MAPPED: {
    meaning: 'The user stands in a group that no mapping feeds, and the person is in no mapped directory group.',
    remedy: 'Put the mapping back if it was removed by mistake, or the person into a mapped directory group.',
  },
  LEFT_DIRECTORY: {
    meaning: 'The directory has no such person any more: deleted, or out of sight of the account that reads.',
    remedy:
      'If the person should keep the user, look where they are in the directory, and whether adsync may see them.',
  },
  NOT_A_MEMBER: {
    meaning:
      'A user who is linked to nobody stands in a group that mirrors a directory group without being its member.',
    remedy: 'Put the person into the directory group, move the user elsewhere, or protect the user.',
  },
  PROTECTED: {
    meaning: 'The user must not be touched, so it stays as it is.',
    remedy: 'Nothing. Remove the entry from protect if the directory is to rule the user.',
  },
  UNTOUCHED: {
    meaning: 'Nothing is decided about the user, so it stays as it is.',
    remedy: 'Nothing.',
  },
  MAPPED: {
    meaning: 'A group is created because a mapping names it.',
    remedy: 'Correct the mapping if the group exists under another name.',
  },
  MIRRORED: {
    meaning: 'A group is created because a directory group inside a mapped one is mirrored.',
    remedy: 'Set "subgroups: flatten" or "ignore" for the mapping if no such group is wanted.',
  },
  UNDO: {
    meaning: 'adsync undo puts back what a run has changed.',
    remedy: 'Revert the file, or mend the directory, or the next plan makes the change again.',
  },
  RENAMED: {
    meaning: 'A mirrored directory group has another name now, and its group follows.',
    remedy: 'Rename the directory group if the old name is right.',
  },
} satisfies CodeTable;

/** What ends a run before anything is changed, because of the plan or of an approval. */
export const FAILURES = {
  GROUP_IDENTITY_CHANGED: {
    meaning: 'A saved plan was made where nobody knew that a name of the file means another directory group now.',
    remedy: 'Find out which group is meant before anything is applied.',
  },
  PLAN_FORBIDDEN: {
    meaning: 'A saved plan holds a change that adsync would never make with this file.',
    remedy: 'Ask who had the plan file in hands, and make a new plan.',
  },
  APPROVAL_ONLY: {
    meaning: '--only names somebody who is not in the held set, or a name that several in it have.',
    remedy: 'Name people of the set by e-mail address or node, or leave --only out.',
  },
  APPROVAL_STALE: {
    meaning: 'An id given with --approve stands for nothing that is held now.',
    remedy: 'Look at the plan again, and approve the id that it names.',
  },
  WORKBOOK_NOTHING_APPROVED: {
    meaning: 'No row of the workbook is approved.',
    remedy: 'Choose yes in the column Approve for what is to be made, or do not apply the plan.',
  },
  WORKBOOK_PART: {
    meaning: 'A change is approved in the workbook, and one that it cannot be made without is not.',
    remedy: 'Approve both rows that the message names, or neither.',
  },
  PLAN_OTHER_ACCOUNT: {
    meaning: 'The plan was made for another account than the credentials belong to.',
    remedy: 'Use the YAML file that the plan was made with.',
  },
  PLAN_OTHER_FILE: {
    meaning: 'The YAML file was changed after the plan was made.',
    remedy: 'Make a new plan.',
  },
  PLAN_SPENT: {
    meaning: 'The plan was applied before: a plan is applied once.',
    remedy: 'Make a new plan: it shows what is left to do.',
  },
  PLAN_FROM_FUTURE: {
    meaning: 'The plan says that it was made at a time that is still to come.',
    remedy: 'Look at the clocks of both machines, and make a new plan.',
  },
  PLAN_TOO_OLD: {
    meaning: 'The plan is older than maxPlanAge allows.',
    remedy: 'Make a new plan.',
  },
  PLAN_INCONSISTENT: {
    meaning: 'The plan contradicts itself, so adsync did not make it as it is.',
    remedy: 'Ask who had the file in hands, and make a new plan.',
  },
} satisfies CodeTable;

declare module '../core/codes.ts' {
  interface NoticeCodes {
    readonly plan: keyof typeof NOTICES;
  }
  interface ReasonCodes {
    readonly plan: keyof typeof REASONS;
  }
  interface FailureCodes {
    readonly plan: keyof typeof FAILURES;
  }
}
