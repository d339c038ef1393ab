import type { DirectoryGroupId, DirectoryReading, RootRead } from '../../../core/people.ts';
import type { Mapping, Part } from '../settings.ts';

/** A directory group that a mapping names, with what was read of it. */
export interface PartRead {
  readonly part: Part;
  readonly root: RootRead;
}

/** The line of the file where the directory group stands: its own in a list of several, else that of the mapping. */
export function lineOf({ place }: Part, { line }: Pick<Mapping, 'line'>): number {
  return place?.line ?? line;
}

/** A directory group that a mapping names, and that was found. */
export interface FoundPart {
  readonly part: Part;
  readonly group: DirectoryGroupId;
}

/** Every directory group that mappings name, in the order of the file: `reading.roots[i]` is the answer for the one at i. */
export function partsOf(mappings: readonly Mapping[]): { readonly mapping: Mapping; readonly part: Part }[] {
  return mappings.flatMap((mapping) => mapping.parts.map((part) => ({ mapping, part })));
}

/**
 * What was read of the directory groups of each mapping, in the order of the mappings.
 *
 * @param reading has one root for each of {@link partsOf}
 */
export function readParts(mappings: readonly Mapping[], { roots }: Pick<DirectoryReading, 'roots'>): PartRead[][] {
  let next = 0;
  return mappings.map(({ parts, line }) =>
    parts.map((part): PartRead => {
      const root = roots[next];
      next += 1;
      if (root === undefined) throw new Error(`the directory reading has no answer for the mapping at line ${line}`);
      return { part, root };
    }),
  );
}

/** Those that were found, whole or not. */
export function foundParts(parts: readonly PartRead[]): FoundPart[] {
  return parts.flatMap(({ part, root }) => (root.group === null ? [] : [{ part, group: root.group }]));
}

/** More names than anybody reads in one sentence. */
const NAMED = 4;

/** What messages call the directory groups of a mapping: `A`, `A or B`, `A, B or C`. */
export function namesOf({ parts }: Pick<Mapping, 'parts'>, word: 'and' | 'or'): string {
  return listed(
    parts.map(({ directoryGroup }) => directoryGroup),
    word,
  );
}

/** The same for any names. */
export function listed(names: readonly string[], word: 'and' | 'or'): string {
  const shown = names.length > NAMED ? names.slice(0, NAMED - 1) : names.slice(0, -1);
  const more = names.length - shown.length;
  const last = more === 1 ? (names.at(-1) ?? '') : `${more} more`;
  return shown.length === 0 ? last : `${shown.join(', ')} ${word} ${last}`;
}
