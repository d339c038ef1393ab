import type { CompleteRoot, DirectoryReading, WantedGroup } from '../core/people.ts';
import { isAboutAttributes } from '../directory/attributes.ts';
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
 * The reading as one target sees it: its roots are the groups that this target wants, and nothing is said of attributes
 * that only others want.
 *
 * @param targets as asked for
 */
export function readingOf(whole: DirectoryReading, target: Asking, targets: readonly Mapped[]): DirectoryReading {
  if (targets.length === 1) return whole;
  const notices = whole.notices.filter((notice) => target.attributes.length > 0 || !isAboutAttributes(notice));
  const reading = { ...whole, notices };
  const before = targets.slice(0, targets.indexOf(target)).reduce((sum, { mappings }) => sum + mappings.length, 0);
  const roots = reading.roots.slice(before, before + target.mappings.length);
  const complete = roots.filter((root): root is CompleteRoot => root.kind === 'complete');
  return complete.length === roots.length
    ? { ...reading, kind: 'complete', roots: complete }
    : { ...reading, kind: 'partial', roots };
}
