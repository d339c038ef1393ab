/**
 * The whole list of switches. Each stands for one question about Microsoft Graph and its authority that nobody can
 * answer, for one difference between tenants, or for one knob of rehearsals. It says how far the behaviour is known:
 *   documented  Microsoft's pages say so
 *   reported    seen by users, in public threads
 *   general     common knowledge, read nowhere in particular
 *   unknown     nobody could say; every position is a guess
 *   rehearsal   no question about the service: a knob for tests
 */
export interface GraphSwitches {
  /** rehearsal: seconds a token lives. Clients renew when less than five minutes are left. */
  tokenLifetime: number;
  /** unknown: seconds a page token lives (that it expires at all is reported). */
  pageTokenLifetime: number;
  /** documented is `X'…'` in examples, reported is base64-like text: the spelling of page tokens. */
  skipToken: 'quoted' | 'base64';
  /** documented: a page may hold fewer items than asked for, or none, and still have a successor. */
  pages: 'full' | 'short' | 'withEmpty';
  /** documented as differing between collections: what is done with a $top above 999. */
  topAboveMaximum: 'refuse' | 'clamp' | 'ignore';
  /** documented (2023); unknown whether still so: a cast in the path needs ConsistencyLevel and $count. */
  castIsAdvanced: boolean;
  /** unknown: whether items carry @odata.type under a cast; the documentation's examples show none. */
  typeUnderCast: boolean;
  /** documented as missing from the member lists of v1.0; unknown whether still so. */
  servicePrincipalsListed: boolean;
  /** unknown: members of a group with hidden membership, asked for without Member.Read.Hidden. */
  hiddenMembership: 'empty' | 'refuse';
  /** unknown: properties beyond User.ReadBasic.All, asked for with that right only. */
  beyondBasic: 'null' | 'absent' | 'refuse';
  /** unknown: whether a search word must be a whole word of the name, or may be its beginning. */
  searchWords: 'beginning' | 'whole';
  /** documented by size of the tenant (null); a number = resource units in ten seconds. */
  resourceUnits: number | null;
  /** documented as seconds, general as a date or absent at times: Retry-After of a 429. */
  retryAfter: 'seconds' | 'date' | 'absent';
  /** documented as any order: answers of a batch. */
  batchOrder: 'shuffled' | 'asSent';
  /** documented as "a slight delay": seconds until requests with ConsistencyLevel: eventual show a change. */
  indexLag: number;
  /** documented as missing in external tenants; unknown how they refuse it: whether there is change tracking. */
  delta: 'served' | 'forbidden' | 'notImplemented' | 'unsupported';
  /** documented as varying: the most objects on a page of changes, and the most members of a group on it. */
  deltaPage: number;
  /** documented: seconds a link to changes is good for; users have seen longer ones. */
  deltaTokenLifetime: number;
  /** documented as "varying delays": seconds until a change is told. It begins with the first request that could tell it. */
  deltaLag: number;
  /** documented as possible: something is told that has not changed, and changes are told twice. */
  deltaReplays: boolean;
  /** documented: a property that was never set is left out of an entry. */
  deltaUnset: 'absent' | 'null';
  /** documented as all selected properties; reported that some are missing: what an entry of a changed object shows. */
  deltaEntries: 'selected' | 'changed';
  /** documented for some properties (extensions, what lies in other stores): those that are shown, but whose changes are not told. */
  deltaUntracked: readonly string[];
  /**
   * documented as told; reported as told only where a selected property has changed (deletedDateTime is one): an object that is
   * restored from the deleted ones.
   */
  deltaRestored: 'told' | 'bySelect';
  /** documented both ways, in pages of different age: whether a deleted object that can be restored leaves its groups. */
  deltaSoftDeleted: 'staysMember' | 'leaves';
  /** rehearsal: milliseconds every answer takes at least. */
  latency: number;
  /** rehearsal: seed of everything that is left to chance. */
  seed: number;
}

/** All switches in their first position. */
export function defaultGraphSwitches(): GraphSwitches {
  return {
    tokenLifetime: 3599,
    pageTokenLifetime: 3600,
    skipToken: 'quoted',
    pages: 'full',
    topAboveMaximum: 'refuse',
    castIsAdvanced: true,
    typeUnderCast: false,
    servicePrincipalsListed: false,
    hiddenMembership: 'empty',
    beyondBasic: 'null',
    searchWords: 'beginning',
    resourceUnits: null,
    retryAfter: 'seconds',
    batchOrder: 'shuffled',
    indexLag: 0,
    delta: 'served',
    deltaPage: 100,
    deltaTokenLifetime: 604_800,
    deltaLag: 0,
    deltaReplays: false,
    deltaUnset: 'absent',
    deltaEntries: 'selected',
    deltaUntracked: [],
    deltaRestored: 'told',
    deltaSoftDeleted: 'staysMember',
    latency: 0,
    seed: 1,
  };
}
