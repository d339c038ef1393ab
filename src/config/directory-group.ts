import { commentedTextAt, type Entry, type ScalarEntry, select, textAt } from './entry.ts';

/** The directory group that an entry of a section names. */
export interface NamedGroup {
  readonly directoryGroup: string;
  /** See `WantedGroup.commented`. */
  readonly commented?: string;
}

/** Reads `directoryGroup`. A name may end in a blank, but in no line break: a block of YAML ends in one. */
export function namedGroup(entry: Entry): NamedGroup {
  return named(textAt(entry, 'directoryGroup') ?? '', commentedTextAt(entry, 'directoryGroup'));
}

/** Reads `directoryGroup` where it may be a list: each group with its place. */
export function namedGroups(entry: Entry): (NamedGroup & Pick<ScalarEntry, 'at'>)[] {
  return groupEntries(entry).map(({ entry: one, text }) => {
    return { ...named(text, one.comment === undefined ? null : `${text}${one.comment}`), at: one.at };
  });
}

/** The texts of `directoryGroup`, a single one or a list, without faulty ones. */
export function groupEntries(entry: Entry): { entry: ScalarEntry; text: string }[] {
  return select(entry, 'directoryGroup').flatMap((found) => {
    const entries = found.kind === 'list' ? found.items.filter(({ faulty }) => !faulty) : [found];
    return entries.flatMap((one) =>
      one.kind === 'scalar' && typeof one.value === 'string' ? [{ entry: one, text: one.value }] : [],
    );
  });
}

function named(text: string, commented: string | null): NamedGroup {
  const directoryGroup = text.replace(/^[\r\n]+|[\r\n]+$/g, '');
  return { directoryGroup, ...(commented !== null && { commented }) };
}
