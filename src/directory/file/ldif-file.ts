import { readFile, stat } from 'node:fs/promises';
import { codeOf } from '../../core/errno.ts';
import { Failure } from '../../core/failure.ts';
import type { FileSettings } from '../../core/settings.ts';
import { type AskedAttribute, askedAttributes, furtherAttributes } from '../ad/attributes.ts';
import { type AdObject, ATTRIBUTES, interpret } from '../ad/entry.ts';
import { refersTo } from '../ad/group-ref.ts';
import { readGroups } from '../ad/read-groups.ts';
import { searchBase } from '../ad/search-base.ts';
import { searchGroups } from '../ad/search-groups.ts';
import { whereaboutsIn } from '../ad/whereabouts.ts';
import type { Directory, ReadOptions } from '../directory.ts';
import { count } from '../wording.ts';
import { LdifError, type LdifRecord, parseLdif } from './ldif.ts';
import { type FileEntry, ldifEntrySource } from './ldif-entries.ts';

const ALWAYS: readonly string[] = [...ATTRIBUTES, 'member'];

/**
 * Opens an export of Active Directory as LDIF. A member that is not in the file makes its group incomplete, so the export
 * must hold the whole domain: `ldapsearch -o ldif-wrap=no -E pr=1000/noprompt …` or `ldifde -u`, with the attributes
 * objectGUID, objectSid, objectClass, userAccountControl, accountExpires, primaryGroupID, groupType, the names, mail and
 * member, and those that a reading asks for besides. An objectGUID may also be written as text with dashes.
 */
export function openLdifFile(settings: FileSettings): Directory {
  const { path, shown = path } = settings;
  const file = { path, shown };
  return {
    read: async (wanted, options) => {
      const meaning = { now: options.now, asked: askedAttributes(options.attributes ?? []) };
      return withEntries(file, options, meaning, (entries) =>
        readGroups(ldifEntrySource(entries), { type: 'file', name: shown }, wanted, options),
      );
    },
    whereabouts: (ids, options) =>
      withEntries(file, options, { now: options.now, asked: [] }, (entries) =>
        whereaboutsIn(ldifEntrySource(entries), ids),
      ),
    search: (term, options) => {
      const base = options.base === null ? null : searchBase(options.base, null);
      // No expiry date matters for groups.
      return withEntries(file, options, { now: new Date(0), asked: [] }, (entries) =>
        searchGroups(ldifEntrySource(entries, base), term, options),
      );
    },
    refersTo,
  };
}

interface File {
  readonly path: string;
  /** The path in messages. */
  readonly shown: string;
}

/** What it takes to say what an entry means. */
interface Meaning {
  readonly now: Date;
  readonly asked: readonly AskedAttribute[];
}

async function withEntries<Result>(
  file: File,
  { signal, progress }: Pick<ReadOptions, 'signal' | 'progress'>,
  meaning: Meaning,
  work: (entries: readonly FileEntry[]) => Promise<Result>,
): Promise<Result> {
  const { shown } = file;
  progress(`Reading ${shown}`);
  const bytes = await readBytes(file, signal);
  try {
    const entries = [...readEntries(bytes, meaning)];
    if (entries.length === 0) throw new LdifError(1, 'there is no entry in it');
    progress(`${count(entries.length, 'record')} in ${shown}`);
    return await work(entries);
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

function* readEntries(bytes: Buffer, { now, asked }: Meaning): Generator<FileEntry> {
  const names = [...ALWAYS, ...furtherAttributes(asked, ALWAYS)];
  const kept = new Set(names.map((name) => name.toLowerCase()));
  for (const record of parseLdif(bytes, (attribute) => kept.has(attribute))) {
    const object = interpret(record, now, asked);
    refuseIncomplete(record, object);
    yield { record, object };
  }
}

/** Without what identifies and judges it, a group or a person would silently be taken for another one. */
function refuseIncomplete(record: LdifRecord, object: AdObject): void {
  if (object.kind !== 'unclear') return;
  const classes = (record.attributes.get('objectclass') ?? []).map((name) => name.toString().toLowerCase());
  if (!classes.some((name) => ['user', 'inetorgperson', 'group'].includes(name))) return;
  throw new LdifError(record.line, `${record.dn} has no ${object.lacks}: export with ${object.lacks}`);
}

/** An export of a million people takes less. */
const LARGEST = 1024 ** 3;

/** Reads regular files only: the end of a pipe or a device looks like that of half an export, and may never come. */
async function readBytes({ path, shown }: File, signal: AbortSignal): Promise<Buffer> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw Object.assign(new Error(), { code: found.isDirectory() ? 'EISDIR' : 'ENOTFILE' });
    if (found.size > LARGEST) throw Object.assign(new Error(), { code: 'EFBIG' });
    return await readFile(path, { signal });
  } catch (error) {
    signal.throwIfAborted();
    const code = codeOf(error) ?? 'unknown error';
    // The system's own words hold the path.
    const why = FILE_ERRORS[code] ?? `it cannot be read (${code})`;
    throw new Failure(
      'LDIF_UNREADABLE',
      `${shown}: ${why}.`,
      'Check path under directory.',
      shown === path ? { cause: error } : {},
    );
  }
}

const FILE_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a directory',
  ENOTFILE: 'it is no regular file, but a pipe, a socket or a device',
  EFBIG: 'it is larger than 1 GiB',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
};
