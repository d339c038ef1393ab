import { Failure } from '../../core/failure.ts';
import type { WantedGroup } from '../../core/people.ts';
import type { FileSettings } from '../../core/settings.ts';
import { askedAttributes } from '../ad/attributes.ts';
import { findPeopleIn, LOGON_NAME } from '../ad/find-people.ts';
import { refersTo } from '../ad/group-ref.ts';
import { readGroups } from '../ad/read-groups.ts';
import { searchBase } from '../ad/search-base.ts';
import { searchGroups } from '../ad/search-groups.ts';
import { whereaboutsIn } from '../ad/whereabouts.ts';
import type { Directory, ReadOptions } from '../directory.ts';
import { count } from '../wording.ts';
import { type FileRead, fileChanges, firstExpiry } from './changes.ts';
import type { ContentWatch } from './content.ts';
import { type Export, takeIn } from './export.ts';
import { exportNotices } from './export-notices.ts';
import type { Meaning } from './file-entry.ts';
import { LdifError } from './ldif-error.ts';
import { ldifEntrySource } from './ldif-entries.ts';
import { type File, readChunks } from './read-chunks.ts';

/**
 * Opens an export of Active Directory as LDIF. A member that is not in the file makes its group incomplete, so the export
 * must hold the whole domain: `ldapsearch -o ldif-wrap=no -E pr=1000/noprompt …` or `ldifde -u`, with the attributes
 * objectGUID, objectSid, objectClass, userAccountControl, accountExpires, primaryGroupID, groupType, the names, mail and
 * member, and those that a reading asks for besides. An objectGUID may also be written as text with dashes.
 */
export function openLdifFile(settings: FileSettings): Directory {
  const { path, shown = path } = settings;
  const file = { path, shown };
  const read = (wanted: readonly WantedGroup[], options: ReadOptions, watch?: ContentWatch): Promise<FileRead> => {
    const meaning = { now: options.now, asked: askedAttributes(options.attributes ?? []) };
    const make = async (all: Export): Promise<FileRead> => {
      const reading = await readGroups(ldifEntrySource(all), { type: 'file', name: shown }, wanted, options);
      const notices = [...reading.notices, ...exportNotices(all, reading)];
      return { reading: { ...reading, notices }, until: firstExpiry(all, reading) };
    };
    return withExport(file, options, meaning, make, watch);
  };
  return {
    read: async (wanted, options) => (await read(wanted, options)).reading,
    changes: fileChanges(file, read),
    whereabouts: (ids, options) =>
      withExport(file, options, { now: options.now, asked: [] }, (all) => whereaboutsIn(ldifEntrySource(all), ids)),
    findPeople: (text, options) =>
      withExport(file, options, { now: options.now, asked: [LOGON_NAME] }, (all) =>
        findPeopleIn(ldifEntrySource(all), text),
      ),
    search: async (term, options) => {
      const base = options.base === null ? null : searchBase(options.base, null);
      // No expiry date matters for groups.
      const meaning = { now: new Date(0), asked: [] };
      return withExport(file, options, meaning, (all) => searchGroups(ldifEntrySource(all, base), term, options));
    },
    refersTo,
  };
}

async function withExport<Result>(
  file: File,
  { signal, progress }: Pick<ReadOptions, 'signal' | 'progress'>,
  meaning: Meaning,
  work: (all: Export) => Promise<Result>,
  watch?: ContentWatch,
): Promise<Result> {
  const { shown } = file;
  progress(`Reading ${shown}`);
  try {
    const chunks = readChunks(file, signal);
    const all = await takeIn(watch?.over(chunks) ?? chunks, meaning);
    progress(`${count(all.byDn.size, 'record')} in ${shown}`);
    return await work(all);
  } catch (error) {
    if (!(error instanceof LdifError)) throw error;
    throw new Failure(
      'LDIF_INVALID',
      `${shown}:${error.line}: ${error.message}.`,
      'Export the directory as LDIF again, e.g. with ldapsearch -LLL or ldifde.',
      { cause: error },
    );
  }
}
