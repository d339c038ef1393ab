import type { DirectoryGroupId } from '../../core/model.ts';
import type { AdGroup, AdObject } from './entry.ts';

/** A `member` value. */
export interface Link {
  /** What the source finds the object by: an objectGUID, or a DN in its normal form. */
  readonly key: string;
  /** For people to read. */
  readonly dn: string;
}

/** The direct members of one group. */
export interface Members {
  readonly links: readonly Link[];
  /** Objects that belong to the group through primaryGroupID and therefore stand in no `member` value. */
  readonly primary: readonly AdObject[];
  /** Why the list of members is not whole, as the end of a sentence; null when it is. */
  readonly problem: string | null;
}

/** What differs between a domain controller and an export; everything else is shared. */
export interface AdSource {
  /** The objects of these DNs or of this objectGUID, of whatever kind; those not found are left out. */
  byDn(dns: readonly string[]): Promise<readonly AdObject[]>;
  byGuid(guids: readonly string[]): Promise<readonly AdObject[]>;
  /** At least the groups with one of these names; a server compares by rules of its own and may return more. */
  groupsNamed(names: readonly string[]): Promise<readonly AdGroup[]>;
  /** Groups whose names may resemble this one, for a hint. */
  groupsLike(name: string): Promise<readonly AdGroup[]>;
  /** The groups with this text in one of their names; `whole` is false when there are too many to read them all. */
  groupsContaining(term: string): Promise<{ readonly groups: readonly AdGroup[]; readonly whole: boolean }>;
  /** How many direct members each group has, without looking at them; null where that could not be told. */
  countMembers(groups: readonly AdGroup[]): Promise<ReadonlyMap<DirectoryGroupId, number | null>>;
  /** The objects behind links, by key; those not found are left out. */
  lookUp(links: readonly Link[]): Promise<ReadonlyMap<string, AdObject>>;
  members(groups: readonly AdGroup[]): Promise<ReadonlyMap<DirectoryGroupId, Members>>;
  /** Which of the groups changed since their members were asked for. */
  changed(groups: readonly AdGroup[]): Promise<ReadonlySet<DirectoryGroupId>>;
}
