import type { CodeTable } from '../../../core/codes.ts';

/** What the planner of GoTo has to say. */
export const NOTICES = {
  ADDRESS_IN_USE: {
    meaning: 'Users do not get the new addresses of their people, because other users of the account have them.',
    remedy: 'Give those users other addresses in the Admin Center, or correct the addresses in the directory.',
  },
  ADDRESS_LOST: {
    meaning:
      'A rule has a person without an address that can be used, and a user of the same name would be suspended: perhaps it is theirs.',
    remedy: 'Correct the address in the directory before the plan is applied.',
  },
  ADDRESS_OUTSIDE_DOMAINS: {
    meaning: 'People are skipped, because their addresses are of a domain that goto.domains does not have.',
    remedy: 'Add the domain if it is validated in the account, or correct the addresses in the directory.',
  },
  ADDRESS_PROTECTED: {
    meaning:
      'A user does not get the new address of the person, because goto.protect names it: nobody writes themselves out of the reach of the rules.',
    remedy: 'Correct the address in the directory, or remove the entry from goto.protect.',
  },
  ADDRESS_SHARED: {
    meaning: 'Several people share one address; none of them is changed.',
    remedy: 'Give each person an address of their own in the directory.',
  },
  ADDRESS_TOO_LONG: {
    meaning: 'A user does not get the new address of the person: the service takes no more than 128 characters.',
    remedy: 'Give the person a shorter address.',
  },
  ATTRIBUTES_UNSEEN: {
    meaning:
      'No user shows a custom attribute, so nobody knows whether the service shows them. Those of existing users are left alone.',
    remedy: 'Set one by hand for any user in the Admin Center, or let a new user be added, and plan again.',
  },
  ATTRIBUTE_UNKNOWN: {
    meaning: 'The file names a custom attribute that the account does not have. Nothing is planned for the account.',
    remedy: 'Correct the name, or create the attribute in the Admin Center.',
  },
  CONNECT_SETTINGS_7_DAYS: {
    meaning: 'Users would lose GoTo Connect: the service keeps their phone settings for 7 days only.',
    remedy: 'If it is wrong, give the licence back within 7 days.',
  },
  CUSTOM_ROLE_UNKNOWN: {
    meaning:
      'A rule names a custom role that the account does not have, or has twice. Nothing is planned for the account.',
    remedy: 'Correct the name, or create the role in the Admin Center.',
  },
  DOMAIN_UNKNOWN: {
    meaning:
      'Neither a user of the account nor a person of the directory has an address of a domain in goto.domains. Nothing is planned for the account.',
    remedy: 'Correct the domain, or remove it.',
  },
  IDENTITY_READ_ONLY: {
    meaning: 'Users have another name or address in the directory, but another account manages their identity.',
    remedy: 'Change name and address where these people have their first account.',
  },
  LICENCE_DISABLED: {
    meaning: 'A licence that goto.products names is switched off in the account.',
    remedy: 'Renew it, or name another licence.',
  },
  LICENCE_UNKNOWN: {
    meaning: 'goto.products names a licence key that the account does not have. Nothing is planned for the account.',
    remedy: 'Copy the key of the licence from the message or from the Admin Center.',
  },
  LINK_DOUBLE: {
    meaning: 'The link attribute of several users names one person; none of them is touched.',
    remedy: 'Empty the attribute of those that are not meant.',
  },
  LINK_ELSEWHERE: {
    meaning: 'A person has the address of a user that is linked to another person, so nothing is done for the first.',
    remedy: 'Correct the addresses in the directory, or empty the link attribute of the user.',
  },
  LINK_OUTSIDE: {
    meaning: 'A person is linked to a user whose address is of no domain in goto.domains.',
    remedy: 'Change the address of the user, or add its domain.',
  },
  MAIL_POSSIBLE: {
    meaning: 'The service may send a mail to users whose products change; whether it does is not known.',
    remedy: 'Nothing. Tell these people if a mail would surprise them.',
  },
  MAYBE_RENAMED: {
    meaning: 'A new user has the name of one that would be suspended: perhaps the address of one person has changed.',
    remedy: 'If it is one person, change the address in the Admin Center first, or set goto.linkAttribute.',
  },
  NAME_TOO_LONG: {
    meaning: 'Users keep the names that they have: the service takes no more than 32 characters for each.',
    remedy: 'Shorten the names in the directory.',
  },
  NOTHING_GIVEN: {
    meaning: 'People are in rules that give neither a product nor a role, so they get no user.',
    remedy: 'Nothing, or give the rule a product or a role.',
  },
  NO_ADDRESS: {
    meaning: 'People are skipped, because the directory has no address of them that can be used.',
    remedy: 'Enter or correct it in the directory.',
  },
  OUT_OF_LICENCES: {
    meaning: 'People cannot get a product now: all its licences are taken.',
    remedy: 'Buy more licences, or take people out of the directory groups.',
  },
  PROTECTED_USERS: {
    meaning: 'Users differ from what the rules give, but must not be touched.',
    remedy: 'Nothing. Remove the entry from goto.protect if the rules are to decide about the user.',
  },
  STATUS_ODD: {
    meaning: 'The service shows users as suspended although they hold a product or a role.',
    remedy: 'Ask these people: they declined the invitation, or went to another account.',
  },
  USER_DOUBLE: {
    meaning: 'Several users of the account have one address; none of them is touched.',
    remedy: 'Look at them in the Admin Center.',
  },
  USER_GROUP_UNKNOWN: {
    meaning:
      'A rule names a user group that the account does not have, or has twice. Nothing is planned for the account.',
    remedy: 'Correct the name, write the whole path with a slash before it (/North/Sales), or create the group.',
  },
  WELCOME_MAIL: {
    meaning: 'The service sends its welcome mail to the new users of the plan.',
    remedy: 'Nothing. Set goto.welcomeMail to false if nobody is to get it.',
  },
} satisfies CodeTable;

/** Why something is changed, for reasons that only GoTo has. */
export const REASONS = {
  NOT_GIVEN: {
    meaning: 'The user has a product or a role that no rule gives to the person any more.',
    remedy: 'Put the person into the directory group of a rule that gives it, if they should keep it.',
  },
} satisfies CodeTable;

declare module '../../../core/codes.ts' {
  interface NoticeCodes {
    readonly goto: keyof typeof NOTICES;
  }
  interface ReasonCodes {
    readonly goto: keyof typeof REASONS;
  }
}
