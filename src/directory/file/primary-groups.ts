import { groupBy } from '../../core/collections.ts';
import type { AdGroup, AdObject } from '../ad/entry.ts';
import type { MemberRef } from '../ad/entry-source.ts';
import { ridOf } from '../ad/ids.ts';
import { count, some } from '../wording.ts';
import type { Export } from './export.ts';
import type { FileEntry } from './file-entry.ts';

/** The objects that have a group as their primary one: they stand in no `member` value. */
export interface PrimaryMembers {
  readonly members: readonly AdObject[];
  /** Why they may not be all, as the end of a sentence; null when they are. */
  readonly problem: string | null;
}

/** The people of an export whose primary group nobody can tell. */
interface Unsure {
  /** They have no primaryGroupID, though others have one. */
  readonly without: readonly FileEntry[];
  /** By primaryGroupID: they have no objectSid, so their domain is not known. */
  readonly noSid: ReadonlyMap<string | null, readonly FileEntry[]>;
  /** By primaryGroupID: no group of the export has its SID. */
  readonly noGroup: ReadonlyMap<string | null, readonly FileEntry[]>;
}

/**
 * Tells the primary members of groups: those whose primaryGroupID, behind the domain of their objectSid, is the objectSid of
 * the group. Where the file lacks one of these, somebody who is a member would look like a leaver.
 *
 * A file in which nobody has a primaryGroupID is taken as one that says all by `member`.
 */
export function primaryGroupsOf({ byDn }: Export): (group: AdGroup, listed: readonly MemberRef[]) => PrimaryMembers {
  const entries = [...byDn.values()];
  const byGroup = groupBy(
    entries.map(({ object }) => object),
    ({ primaryGroup }) => primaryGroup,
  );
  const unsure = unsureOf(entries);
  return (group, listed) => {
    const own = (): Set<FileEntry> => new Set(listed.flatMap(({ key }) => byDn.get(key) ?? []));
    return {
      members: group.sid === null ? [] : (byGroup.get(group.sid) ?? []),
      problem: [...problemsOf(group, own, unsure)].join('; ') || null,
    };
  };
}

/** An entry that shows no objectClass is mostly a container that whoever exported may not read. Nothing says that it is one. */
function isAccount(object: AdObject): boolean {
  return (
    object.kind === 'person' || (object.kind === 'unclear' && !['objectGUID', 'objectClass'].includes(object.lacks))
  );
}

function unsureOf(entries: readonly FileEntry[]): Unsure {
  const people = entries.filter(({ object }) => isAccount(object));
  const withRid = people.filter(({ rid }) => rid !== null);
  const sids = new Set(entries.flatMap(({ object }) => (object.kind === 'group' ? [object.sid] : [])));
  const unknown = withRid.filter(({ object }) => object.primaryGroup === null || !sids.has(object.primaryGroup));
  return {
    without: withRid.length === 0 ? [] : people.filter(({ rid }) => rid === null),
    noSid: groupBy(
      withRid.filter(({ object }) => object.primaryGroup === null),
      ({ rid }) => rid,
    ),
    noGroup: groupBy(unknown, ({ rid }) => rid),
  };
}

/** @param ownOf gives the members that stand in its `member` values; mostly nobody asks */
function* problemsOf(group: AdGroup, ownOf: () => ReadonlySet<FileEntry>, unsure: Unsure): Generator<string> {
  const others = (entries: readonly FileEntry[]): readonly FileEntry[] => {
    const own = entries.length === 0 ? null : ownOf();
    return own === null ? entries : entries.filter((entry) => !own.has(entry));
  };
  const without = others(unsure.without);
  if (without.length > 0) yield `the file has no primaryGroupID of ${people(without)}; export with primaryGroupID`;
  if (group.sid !== null) {
    const rid = ridOf(group.sid);
    const noSid = rid === null ? [] : others(unsure.noSid.get(rid) ?? []);
    if (noSid.length > 0)
      yield `its members by primaryGroupID ${rid ?? ''} have no objectSid: ${people(noSid)}; export with objectSid`;
    return;
  }
  // Nobody stands in `member` of the own primary group. So it is another group than that of any member.
  const excluded = new Set([...ownOf()].map(({ rid }) => rid));
  for (const [rid, entries] of unsure.noGroup) {
    if (excluded.has(rid)) continue;
    yield `the file has no objectSid of it, and it may be the primary group ${rid ?? ''} of ${people(entries)}; export with objectSid`;
  }
}

function people(entries: readonly FileEntry[]): string {
  return `${count(entries.length, 'account')} (${some(
    entries.map(({ object }) => object.dn),
    3,
  )})`;
}
