import type {
  CompleteRoot,
  DirectoryGroup,
  DirectoryGroupId,
  DirectoryReading,
  RootRead,
  WantedGroup,
} from '../core/people.ts';
import { isAboutAttributes } from '../directory/attributes.ts';
import { isAboutMembers, notPeople } from '../directory/reading.ts';
import type { ConfiguredTarget } from '../targets/target.ts';

type Mapped = Pick<ConfiguredTarget, 'mappings'>;
type Asking = Pick<ConfiguredTarget, 'mappings' | 'attributes'>;

/** What the directory is asked for: the groups of all targets, one after the other. */
export function wantedOf(targets: readonly Mapped[]): WantedGroup[] {
  return targets.flatMap(({ mappings }) =>
    mappings.map(({ ref, nested, commented }) =>
      commented === undefined ? { ref, nested } : { ref, nested, commented },
    ),
  );
}

/** Every attribute of people that some target looks at, once. */
export function attributesOf(targets: readonly Pick<Asking, 'attributes'>[]): string[] {
  return [...new Set(targets.flatMap(({ attributes }) => attributes))];
}

/**
 * The reading as one target sees it: its roots are the groups that this target wants, and nothing is said of groups and
 * attributes that only others want.
 *
 * @param targets as asked for
 */
export function readingOf(whole: DirectoryReading, target: Asking, targets: readonly Mapped[]): DirectoryReading {
  if (targets.length === 1) return whole;
  const before = targets.slice(0, targets.indexOf(target)).reduce((sum, { mappings }) => sum + mappings.length, 0);
  const roots = whole.roots.slice(before, before + target.mappings.length);
  const others = whole.notices.filter((notice) => target.attributes.length > 0 || !isAboutAttributes(notice));
  const notices = [
    ...notPeople(groupsBelow(roots, target.mappings, whole.groups)),
    ...others.filter((notice) => !isAboutMembers(notice)),
  ];
  const reading = { ...whole, notices };
  const complete = roots.filter((root): root is CompleteRoot => root.kind === 'complete');
  return complete.length === roots.length
    ? { ...reading, kind: 'complete', roots: complete }
    : { ...reading, kind: 'partial', roots };
}

/** The groups that were read for some roots, in the order of the reading. */
function groupsBelow(
  roots: readonly RootRead[],
  mappings: Mapped['mappings'],
  groups: ReadonlyMap<DirectoryGroupId, DirectoryGroup>,
): DirectoryGroup[] {
  const flat = new Set(roots.flatMap(({ group }, index) => (mappings[index]?.nested === true ? [] : (group ?? []))));
  const seen = new Set(roots.flatMap(({ group }, index) => (mappings[index]?.nested === true ? (group ?? []) : [])));
  // A set is walked in order of insertion, which reaches what is added on the way too.
  for (const id of seen) groups.get(id)?.groups.forEach((inside) => seen.add(inside));
  return [...groups.values()].filter(({ id }) => seen.has(id) || flat.has(id));
}
