import {
  choice,
  count,
  firstPositions,
  limit,
  otherPositions,
  switchMistakeIn,
  type SwitchTable,
  text,
} from '../switch-table.ts';

/**
 * The whole list of switches. Each stands for one question about the service that nobody can answer, or for one
 * difference between accounts. It says how far the behaviour is known:
 *   documented  the vendor's pages say so
 *   clients     seen in public client code or recorded answers
 *   inferred    follows from the above, stated nowhere
 *   unknown     nobody could say; every position is a guess
 *   invented    needed to answer something; the service surely words it differently
 *
 * Not switched: how bodies of attributes look and what an empty 429 says (unknown, in one form only), and how long a
 * personal access token lives (take it out of the file to revoke it). There is no SCIM, no User Sync and no delivery of
 * mail, which adsync does not use.
 */
export interface GotoSwitches {
  // Adding a user
  /**
   * An e-mail of another account, with allOrNothing=false. documented: the entry comes back without `key` (older page),
   * or with one (newer page). clients: 409. With allOrNothing=true, the default, the answer is always 409 (documented).
   */
  conflictMode: 'keyless' | '409' | 'keyed';
  /** The same for an e-mail of a user of this very account; documented as keyed, the others as above. */
  sameAccountConflict: 'keyed' | '409' | 'keyless';
  /** documented: a new user needs a licence or an admin role in the same call. */
  createNeedsLicenceOrRole: boolean;
  /** clients read 200; unknown whether it is 201 today. */
  postStatus: 200 | 201;
  /** unknown: the most users in one call. */
  maxUsersPerPost: number;
  /** reported by a third vendor: adding the e-mail of a deleted user brings the old one back. */
  deletedUserReturns: boolean;
  /**
   * inferred: a user of another account, answered with a key, shows here as INVITED and takes our licence until the person
   * accepts. Off: its key leads to nothing (404) meanwhile.
   */
  transferWaits: boolean;
  /** inferred: such a user shows as INVITED with its licences, or as SUSPENDED without them. */
  transferShows: 'invited' | 'suspended';
  /** documented both ways: whether a person who declined the transfer goes on taking our licence. */
  declineTakesSeat: boolean;
  /** unknown: whether an e-mail is kept as it was written. */
  emailCase: 'asGiven' | 'lower';
  /** documented that other domains are refused; status and code are invented. */
  domainRefusalStatus: 400 | 403 | 409;
  domainRefusalCode: string;

  // Changing a user
  /** clients: 200; unknown whether 204. Also for all other PUT and DELETE. */
  putStatus: 200 | 204;
  /** unknown: what a PUT of a user answers with status 200. */
  putBody: 'empty' | 'user';
  /** documented of the Admin Center: `licenseKeys` replaces; unknown for the API. */
  licenceWrites: 'replace' | 'add';
  /** unknown: what a PUT of a user does with `suppressEmail`, which is documented for POST only. */
  suppressEmailOnPut: 'ignored' | 'refused';
  /** unknown: whether a custom role takes the place of another one. */
  roleSetWrites: 'replace' | 'add';
  /** unknown: what the calls for custom roles do without a filter. Off: they are about everybody. */
  roleSetNeedsFilter: boolean;
  /** unknown: whether a custom role takes the admin roles away. */
  roleSetClearsAdminRoles: boolean;
  /** unknown: whether the values that a PUT of attributes leaves out stay. */
  attributeWrites: 'merge' | 'replace';

  // Seats
  /** unknown: whether `userCount` of a licence counts invited users. */
  invitedCountsAsSeat: boolean;
  /** unknown: the answer when seats run out. silent = a success, without the licence. */
  seatRefusal: '409' | '400' | '403' | 'silent';
  /** invented. */
  seatRefusalCode: string;

  // Reading
  /** clients have met both: keys as bare numbers, also of 26 digits. */
  keysAsNumbers: boolean;
  /** unknown: in which form keys in request bodies are taken; clients send both. */
  keysInRequests: 'both' | 'text' | 'numbers';
  /** documented: /me shows `accounts`, several are possible. null = all of them, 0 = the field is not there. */
  meAccounts: number | null;
  /** documented: the primary account of the person comes first; it may be another one. */
  meAccountKey: 'own' | 'other';
  /** unknown: whether a super admin's `adminRoles` lists the roles that are part of it. */
  superUserListsAllRoles: boolean;
  /** unknown: whether a user shows the groups that it manages. */
  showManagedGroups: boolean;
  /** unknown: whether a user shows its custom attributes. */
  showsAttributes: boolean;
  /** reported by a third vendor: a malformed user key gives 502. Off: 404. */
  malformedId502: boolean;
  /** clients read again and again after a write: milliseconds by which a reading is behind. */
  consistencyDelay: number;
  /** documented both (two generations of pages): which form of filters is understood. */
  filterForm: 'both' | 'eq' | 'regex';
  /** unknown: the page size without `pageSize`, the largest one, and whether a larger one is cut or refused. */
  pageSizeDefault: number;
  pageSizeMax: number;
  pageSizeOver: 'cut' | 'refuse';
  /** clients: an empty list comes without `results`. */
  missingResultsWhenEmpty: boolean;
  /** clients: a new group's answer is its key alone; unknown in which form. */
  groupPostAnswer: 'object' | 'bare';

  // Who may, and how often
  /** documented as 10 by default: requests a second, of each of the two APIs; null = no limit. */
  rateLimit: number | null;
  /** unknown: whether 429 says when to come back. */
  retryAfter: boolean;
  /** clients: 401 for a token without the scope; SCIM swaps the two. */
  noTokenStatus: 401 | 403;
  noScopeStatus: 401 | 403;
  noRightsStatus: 403 | 401;

  // OAuth
  /** documented both ways: a refresh issues a new refresh token and spends the old one, or it does not. */
  refreshRotates: boolean;
  /** documented (older page): a refresh token that is not replaced comes back. Newer page: it is left out. */
  refreshRepeats: boolean;
  /** unknown: whether a personal access token yields a refresh token. */
  patGivesRefreshToken: boolean;
  /** documented: 3600. */
  accessTokenSeconds: number;

  // The connection
  dateHeader: boolean;
  /** Milliseconds by which the service's clock is ahead of ours (negative: behind), as its Date header shows. */
  clockSkew: number;
  /** Milliseconds that every answer takes at least. */
  latency: number;
  /** Seed of the faults' dice. */
  faultSeed: number;
}

const table: SwitchTable<GotoSwitches> = {
  conflictMode: choice<'keyless' | '409' | 'keyed'>('keyless', '409', 'keyed'),
  sameAccountConflict: choice<'keyed' | '409' | 'keyless'>('keyed', '409', 'keyless'),
  createNeedsLicenceOrRole: choice(true, false),
  postStatus: choice<200 | 201>(200, 201),
  maxUsersPerPost: count(100, 1),
  deletedUserReturns: choice(true, false),
  transferWaits: choice(true, false),
  transferShows: choice<'invited' | 'suspended'>('invited', 'suspended'),
  declineTakesSeat: choice(false, true),
  emailCase: choice<'asGiven' | 'lower'>('asGiven', 'lower'),
  domainRefusalStatus: choice<400 | 403 | 409>(400, 403, 409),
  domainRefusalCode: text('domain.not.validated', 'email.domain.refused'),
  putStatus: choice<200 | 204>(200, 204),
  putBody: choice<'empty' | 'user'>('empty', 'user'),
  licenceWrites: choice<'replace' | 'add'>('replace', 'add'),
  suppressEmailOnPut: choice<'ignored' | 'refused'>('ignored', 'refused'),
  roleSetWrites: choice<'replace' | 'add'>('replace', 'add'),
  roleSetNeedsFilter: choice(true, false),
  roleSetClearsAdminRoles: choice(true, false),
  attributeWrites: choice<'merge' | 'replace'>('merge', 'replace'),
  invitedCountsAsSeat: choice(true, false),
  seatRefusal: choice<'409' | '400' | '403' | 'silent'>('409', '400', '403', 'silent'),
  seatRefusalCode: text('license.seats.exceeded', 'no.seat'),
  keysAsNumbers: choice(false, true),
  keysInRequests: choice<'both' | 'text' | 'numbers'>('both', 'text', 'numbers'),
  meAccounts: limit(null, 0, 1),
  meAccountKey: choice<'own' | 'other'>('own', 'other'),
  superUserListsAllRoles: choice(false, true),
  showManagedGroups: choice(true, false),
  showsAttributes: choice(true, false),
  malformedId502: choice(true, false),
  consistencyDelay: count(0, 300),
  filterForm: choice<'both' | 'eq' | 'regex'>('both', 'eq', 'regex'),
  pageSizeDefault: count(25, 1),
  pageSizeMax: count(1000, 3),
  pageSizeOver: choice<'cut' | 'refuse'>('cut', 'refuse'),
  missingResultsWhenEmpty: choice(true, false),
  groupPostAnswer: choice<'object' | 'bare'>('object', 'bare'),
  rateLimit: limit(null, 20),
  retryAfter: choice(false, true),
  noTokenStatus: choice<401 | 403>(401, 403),
  noScopeStatus: choice<401 | 403>(401, 403),
  noRightsStatus: choice<403 | 401>(403, 401),
  refreshRotates: choice(false, true),
  refreshRepeats: choice(false, true),
  patGivesRefreshToken: choice(false, true),
  accessTokenSeconds: count(3600, 1),
  dateHeader: choice(true, false),
  clockSkew: {
    start: 0,
    others: [-86_400_000, 86_400_000],
    accepts: Number.isSafeInteger,
    wanted: 'a whole number, also below 0',
  },
  latency: count(0, 10),
  faultSeed: count(1, 2),
};

/** All switches in their first position. */
export function defaultGotoSwitches(): GotoSwitches {
  return firstPositions(table);
}

/** Every switch with each of its other positions, for tests that go through all of them. */
export function otherGotoPositions(): Partial<GotoSwitches>[] {
  return otherPositions(table);
}

/** One sentence about the first mistake in the switches of an account file; null when there is none. */
export function gotoSwitchMistake(given: Readonly<Record<string, unknown>>): string | null {
  return switchMistakeIn(table, given);
}
