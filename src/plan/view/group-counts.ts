import type { NoticeCode } from '../../core/codes.ts';

/** A group of the account that a mapping feeds. */
export interface GroupCount {
  readonly group: string;
  /** People who would stand there: enabled, with a login id, and not kept by an earlier mapping. */
  readonly people: number;
  readonly over: boolean;
}

/** One of several directory groups that a mapping names. */
export interface PartCount {
  readonly line: number;
  /** As it stands in the file. */
  readonly directoryGroup: string;
  /** What the directory calls it; null when it was not found. */
  readonly name: string | null;
  /** People, enabled or not, who are direct members; null when the group was not found. */
  readonly direct: number | null;
}

export interface MappingCount {
  readonly line: number;
  /** As it stands in the file; of several groups their texts, put together. */
  readonly directoryGroup: string;
  /** What the directory calls it; null when it was not found. */
  readonly name: string | null;
  /** The group of the account that it feeds. */
  readonly group: string;
  /** People, enabled or not, who are direct members; null when the group was not found. */
  readonly direct: number | null;
  /** All people in it and in the groups inside it; null where those are not read, too (`subgroups: ignore`). */
  readonly nested: number | null;
  readonly groups: readonly GroupCount[];
  /** Why the numbers are wanting; null when they are whole. */
  readonly error: { readonly code: NoticeCode; readonly text: string } | null;
  /** Each directory group, in the order of the file; absent where there is one. People of several count once above. */
  readonly parts?: readonly PartCount[];
}

export interface GroupCounts {
  readonly mappings: readonly MappingCount[];
  /** Groups of the account that all mappings together feed. */
  readonly groups: number;
  readonly ceilings: { readonly groups: number; readonly membersPerGroup: number };
  /** Whether a plan would be refused. */
  readonly over: boolean;
}
