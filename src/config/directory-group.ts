import { commentedTextAt, type Entry, textAt } from './entry.ts';

/** The directory group that an entry of a section names. */
export interface NamedGroup {
  readonly directoryGroup: string;
  /** See `WantedGroup.commented`. */
  readonly commented?: string;
}

/** Reads `directoryGroup`. A name may end in a blank, but in no line break: a block of YAML ends in one. */
export function namedGroup(entry: Entry): NamedGroup {
  const directoryGroup = (textAt(entry, 'directoryGroup') ?? '').replace(/^[\r\n]+|[\r\n]+$/g, '');
  const commented = commentedTextAt(entry, 'directoryGroup');
  return { directoryGroup, ...(commented !== null && { commented }) };
}
