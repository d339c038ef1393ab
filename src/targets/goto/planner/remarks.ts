import { grouped } from '../../../core/counted.ts';
import { groupBy } from '../../../core/collections.ts';
import type { Notice } from '../../../core/notice.ts';
import { compareText } from '../../../core/text.ts';

/** Something to say of one person or user. All that is said alike becomes one notice: there may be thousands of people. */
export interface Remark {
  readonly code: keyof typeof WORDS;
  /** What the notice is about, where one code has several notices: a domain, a product. */
  readonly subject: string;
  /** Who it is, as the notice lists it. */
  readonly who: string;
  readonly line?: number;
}

interface Words {
  readonly severity: Notice['severity'];
  /** Sentences about all of them; `of` is what the notice is about. */
  readonly text: (count: string, of: string) => string;
}

/** At most so many are named. */
const NAMED = 10;

const WORDS = {
  NO_ADDRESS: {
    severity: 'warning',
    text: (count) => `${count} skipped: the directory has no address that can be used. Enter or correct it there.`,
  },
  ADDRESS_OUTSIDE_DOMAINS: {
    severity: 'warning',
    text: (count, of) =>
      `${count} skipped: their addresses are of ${of}, which goto.domains does not have. Add the domain, if it is validated in the account, or correct the addresses in the directory.`,
  },
  ADDRESS_SHARED: {
    severity: 'warning',
    text: (count) =>
      `${count} shared by several people, so none of them is changed. Give each person one of their own.`,
  },
  ADDRESS_IN_USE: {
    severity: 'warning',
    text: (count) =>
      `${count} cannot get the new address, because another user of the account has it. They keep the old one until it is free.`,
  },
  ADDRESS_PROTECTED: {
    severity: 'warning',
    text: (count) =>
      `${count} cannot get the new address, because goto.protect names it: its user would be out of the reach of the rules. They keep the old one. Correct the address in the directory, or remove the entry.`,
  },
  ADDRESS_TOO_LONG: {
    severity: 'warning',
    text: (count) => `${count} cannot get the new address: the service takes no more than 128 characters.`,
  },
  NAME_TOO_LONG: {
    severity: 'warning',
    text: (count) =>
      `${count} keep the names that they have in the account: the service takes no more than 32 characters for each. Shorten them in the directory.`,
  },
  IDENTITY_READ_ONLY: {
    severity: 'info',
    text: (count) =>
      `${count} have another name or address in the directory, but their identity is managed by another account, so it stays as it is.`,
  },
  LINK_DOUBLE: {
    severity: 'warning',
    text: (count) =>
      `${count} linked to several users, of whom none is touched. Empty the link attribute of those that are not meant.`,
  },
  LINK_ELSEWHERE: {
    severity: 'warning',
    text: (count) =>
      `${count} of people without a user, but the user with the address is linked to another person, so nothing is done for them. Correct the addresses in the directory.`,
  },
  LINK_OUTSIDE: {
    severity: 'warning',
    text: (count) =>
      `${count} linked to a user whose address is of no domain in goto.domains, so that user is not touched, and no other one is created.`,
  },
  USER_DOUBLE: {
    severity: 'warning',
    text: (count) => `${count} found at several users of the account, of whom none is touched.`,
  },
  NOTHING_GIVEN: {
    severity: 'info',
    text: (count) =>
      `${count} in rules that give neither a product nor a role, so no user is created: the service takes none without.`,
  },
  PROTECTED_USERS: {
    severity: 'info',
    text: (count) => `${count} differ from what the rules give, but are never touched.`,
  },
  STATUS_ODD: {
    severity: 'info',
    text: (count) =>
      `${count} shown as suspended by the service although they hold something: they declined the invitation, or went to another account.`,
  },
  MAYBE_RENAMED: {
    severity: 'warning',
    text: (count) =>
      `${count} the same name under another address: the old user would be suspended, and a new one be created. If it is the same person, change the address in the Admin Center first, or let goto.linkAttribute tell who is who.`,
  },
  ADDRESS_LOST: {
    severity: 'warning',
    text: (count) =>
      `${count} skipped for the address, and a user of that name would be suspended, because nobody is found for it: perhaps it is theirs. Correct the addresses in the directory first.`,
  },
  REMOVALS_WITHHELD: {
    severity: 'warning',
    text: (count) =>
      `${count} keep what they hold, because a rule that could not be read to the end may give it to them. Another notice names the rule.`,
  },
  OUT_OF_LICENCES: {
    severity: 'warning',
    text: (count, of) =>
      `${count} cannot get ${of} now: all licences are taken. Buy more, or take people out of the directory groups.`,
  },
  LEAVERS_LEFT: {
    severity: 'warning',
    text: (count) =>
      `${count} not suspended, although the person has ended in the directory: another notice says what is in the way. Suspend them in the Admin Center.`,
  },
  WELCOME_MAIL: {
    severity: 'info',
    text: (count) => `${count} the welcome mail of the service (goto.welcomeMail).`,
  },
  MAIL_POSSIBLE: {
    severity: 'info',
    text: (count) => `${count} a mail of the service about the products that change.`,
  },
  CONNECT_SETTINGS_7_DAYS: {
    severity: 'warning',
    text: (count) =>
      `${count} would lose GoTo Connect: the service keeps their phone settings for 7 days only. Give the licence back before that if it is wrong.`,
  },
} satisfies Record<string, Words>;

const COUNTED: Readonly<Record<keyof typeof WORDS, readonly [one: string, many: string]>> = {
  NO_ADDRESS: ['person is', 'people are'],
  ADDRESS_OUTSIDE_DOMAINS: ['person is', 'people are'],
  ADDRESS_SHARED: ['address is', 'addresses are'],
  ADDRESS_IN_USE: ['user', 'users'],
  ADDRESS_LOST: ['person is', 'people are'],
  ADDRESS_PROTECTED: ['user', 'users'],
  ADDRESS_TOO_LONG: ['user', 'users'],
  NAME_TOO_LONG: ['user must', 'users'],
  IDENTITY_READ_ONLY: ['user may', 'users'],
  LINK_DOUBLE: ['person is', 'people are'],
  LINK_ELSEWHERE: ['address', 'addresses'],
  LINK_OUTSIDE: ['person is', 'people are'],
  USER_DOUBLE: ['address was', 'addresses were'],
  NOTHING_GIVEN: ['person is', 'people are'],
  PROTECTED_USERS: ['user may', 'users'],
  STATUS_ODD: ['user is', 'users are'],
  MAYBE_RENAMED: ['new user has', 'new users have'],
  REMOVALS_WITHHELD: ['user may', 'users'],
  OUT_OF_LICENCES: ['person', 'people'],
  LEAVERS_LEFT: ['user is', 'users are'],
  CONNECT_SETTINGS_7_DAYS: ['user', 'users'],
  WELCOME_MAIL: ['new user gets', 'new users get'],
  MAIL_POSSIBLE: ['user may get', 'users may get'],
};

/** One notice for all remarks of a code about one thing, with the first few names. */
export function summed(remarks: readonly Remark[]): Notice[] {
  return [...groupBy(remarks, ({ code, subject }) => JSON.stringify([code, subject])).values()].flatMap(
    (all): Notice[] => {
      const [first] = all;
      if (first === undefined) return [];
      const { code, subject } = first;
      const who = [...new Set(all.map((one) => one.who))].sort(compareText);
      const [one, many] = COUNTED[code];
      const { severity, text } = WORDS[code];
      const count = `${grouped(who.length)} ${who.length === 1 ? one : many}`;
      return [{ code, severity, text: `${text(count, subject)} ${list(who)}.`, subject, line: first.line ?? null }];
    },
  );
}

function list(who: readonly string[]): string {
  const rest = who.length - NAMED;
  return `Who: ${[...who.slice(0, NAMED), ...(rest > 0 ? [`and ${grouped(rest)} more`] : [])].join('; ')}`;
}
