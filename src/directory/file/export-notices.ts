import type { Notice } from '../../core/notice.ts';
import type { Export } from './export.ts';
import type { FileEntry } from './file-entry.ts';

/**
 * What an export lacks that Active Directory has for every account. A file whose objectGUIDs are text was made by a person or
 * a program of theirs, and says what they know.
 */
export function exportNotices({ byDn }: Export, shown: string): Notice[] {
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
