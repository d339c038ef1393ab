import type {
  CompleteRoot,
  DirectoryGroup,
  DirectoryReading,
  Person,
  PersonId,
  RootRead,
  WantedGroup,
  Whereabouts,
} from '../../core/people.ts';
import type { Notice } from '../../core/notice.ts';

/** A reading of a directory as plain data, so that it can lie in a file. */
export interface SavedReading extends Pick<DirectoryReading, 'type' | 'name'> {
  /** What was asked for; `roots[i]` belongs to `wanted[i]`. */
  readonly wanted: readonly WantedGroup[];
  readonly roots: readonly RootRead[];
  /** Attributes of people that were asked for. */
  readonly attributes: readonly string[];
  readonly people: readonly Person[];
  readonly groups: readonly DirectoryGroup[];
  /** Whom else the directory was asked for, and what it said. */
  readonly outside: readonly { readonly id: PersonId; readonly is: Whereabouts }[];
  readonly notices: readonly Notice[];
}

/** What is kept of a reading; nobody was asked for besides. */
export function savedReading(
  { type, name, roots, people, groups, notices }: DirectoryReading,
  wanted: readonly WantedGroup[],
  attributes: readonly string[],
): SavedReading {
  return {
    type,
    name,
    wanted,
    roots,
    attributes,
    people: [...people.values()],
    groups: [...groups.values()],
    outside: [],
    notices,
  };
}

/** The whole of what was kept, as it was read. */
export function wholeReading({ type, name, roots, people, groups, notices }: SavedReading): DirectoryReading {
  const base = {
    type,
    name,
    people: new Map(people.map((person) => [person.id, person])),
    groups: new Map(groups.map((group) => [group.id, group])),
    notices,
  };
  const complete = roots.filter((root): root is CompleteRoot => root.kind === 'complete');
  return complete.length === roots.length
    ? { ...base, kind: 'complete', roots: complete }
    : { ...base, kind: 'partial', roots };
}
