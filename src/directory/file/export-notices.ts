import type { Notice } from '../../core/notice.ts';
import type { DirectoryReading } from '../../core/people.ts';
import type { Export } from './export.ts';
import type { FileEntry } from './file-entry.ts';

/** What there is to say about a file from which a reading was made. */
export function exportNotices(all: Export, reading: DirectoryReading): Notice[] {
  return [...lacking(all, reading.name), ...perhapsCut(all, reading)];
}

/**
 * What an export lacks that Active Directory has for every account. A file whose objectGUIDs are text was made by a person or
 * a program of theirs, and says what they know.
 */
function lacking({ byDn }: Export, shown: string): Notice[] {
  const people = [...byDn.values()].filter(({ object, exported }) => object.kind === 'person' && exported);
  const lacks = (attribute: string, has: (entry: FileEntry) => boolean, what: string): Notice[] =>
    people.length === 0 || people.some(has)
      ? []
      : [
          {
            code: 'ATTRIBUTE_NOT_EXPORTED',
            severity: 'warning',
            text: `Nobody in ${shown} has ${attribute}, so ${what}. Export with ${attribute}.`,
            subject: shown,
            line: null,
          },
        ];
  return [
    ...lacks('accountExpires', ({ hasExpiry }) => hasExpiry, 'nobody is read as expired'),
    ...lacks('primaryGroupID', ({ rid }) => rid !== null, 'nobody is read as a member by the primary group'),
  ];
}

/** A file that was cut off at the end of a line looks whole, but for the empty line that ldapsearch writes behind each record. */
function perhapsCut({ byDn }: Export, { name, groups }: DirectoryReading): Notice[] {
  const last = [...byDn.values()].find(({ closed, exported }) => exported && !closed);
  if (last?.object.kind !== 'group' || !groups.has(last.object.id)) return [];
  const { dn } = last.object;
  return [
    {
      code: 'EXPORT_END_UNSURE',
      severity: 'warning',
      text: `${name} ends with the record of ${dn}, without the empty line that ldapsearch and ldifde write behind each. If the file was cut off, members are missing. Make sure that it is whole, and add an empty line.`,
      subject: dn,
      line: null,
    },
  ];
}
