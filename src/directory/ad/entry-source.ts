import type { DirectoryGroupId } from '../../core/people.ts';
import type { Matches } from '../search-ranking.ts';
import type { AdGroup, AdObject } from './entry.ts';

/** What `member` values refer to. A source gives the same reference for each value that names the same object. */
export interface MemberRef {
  /** Counted from 0, so that what is known of an object can be found without a look at its key. */
  readonly number: number;
  /** The source finds the object by it: an objectGUID, or a DN in its normal form. */
  readonly key: string;
  /** For people to read. */
  readonly dn: string;
}

/** The direct members of one group. */
export interface DirectMembers {
  readonly refs: readonly MemberRef[];
  /** Objects that belong to the group through primaryGroupID, and therefore stand in no `member` value. */
  readonly primary: readonly AdObject[];
  /** Why the list of members is not whole, as the end of a sentence; null when it is. */
  readonly problem: string | null;
}

/** Where the entries of an Active Directory come from: a domain controller or an export. Only this differs for them. */
export interface EntrySource {
  /** The objects of these DNs, of whatever kind; those not found are left out. */
  byDn(dns: readonly string[]): Promise<readonly AdObject[]>;
  /** The objects with these objectGUIDs, likewise. */
  byGuid(guids: readonly string[]): Promise<readonly AdObject[]>;
  /** At least the people with this text as one of their names or addresses, and perhaps others. */
  peopleCalled(text: string): Promise<readonly AdObject[]>;
  /** At least the groups with one of these names; a server compares by rules of its own and may return more. */
  groupsNamed(names: readonly string[]): Promise<readonly AdGroup[]>;
  /** Groups whose names may resemble this one, for a hint. */
  groupsLike(name: string): Promise<readonly AdGroup[]>;
  /** The groups with this text in one of their names. */
  groupsContaining(term: string): Promise<Matches<AdGroup>>;
  /** How many direct members each group has, without looking at them; null where that could not be told. */
  countMembers(groups: readonly AdGroup[]): Promise<ReadonlyMap<DirectoryGroupId, number | null>>;
  /** Calls `found` with each object to which a member refers; not for those that are not found. */
  lookUp(refs: readonly MemberRef[], found: (ref: MemberRef, object: AdObject) => void): Promise<void>;
  /** The direct members of each group; a group that is gone is left out. */
  members(groups: readonly AdGroup[]): Promise<ReadonlyMap<DirectoryGroupId, DirectMembers>>;
  /** Which of the groups changed since their members were asked for. */
  changed(groups: readonly AdGroup[]): Promise<ReadonlySet<DirectoryGroupId>>;
}
