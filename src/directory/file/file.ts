import { readFile } from 'node:fs/promises';
import { Failure } from '../../core/failure.ts';
import type { FileSettings } from '../../core/settings.ts';
import { type AdObject, ATTRIBUTES, interpret } from '../ad/entry.ts';
import { searchBase } from '../ad/base.ts';
import { readGroups } from '../ad/read.ts';
import { searchGroups } from '../ad/search.ts';
import { count } from '../wording.ts';
import type { Directory, ReadOptions } from '../directory.ts';
import { codeOf } from '../errors.ts';
import { LdifError, type LdifRecord, parseLdif } from './ldif.ts';
import { type FileEntry, fileSource } from './source.ts';

const WANTED: ReadonlySet<string> = new Set([...ATTRIBUTES.map((name) => name.toLowerCase()), 'member']);

/**
 * An export of Active Directory as LDIF. Members that are not in the file make their group incomplete, so export the
 * whole domain: `ldapsearch -o ldif-wrap=no -E pr=1000/noprompt …` or `ldifde -u`, with the attributes objectGUID,
 * objectSid, objectClass, userAccountControl, accountExpires, primaryGroupID, groupType, the names, mail and member. An
 * objectGUID may also be written as text with dashes.
 */
export function openLdifFile(settings: FileSettings): Directory {
  const { path } = settings;
  return {
    read: (wanted, options) =>
      withEntries(path, options, options.now, (entries) =>
        readGroups(fileSource(entries), { type: 'file', name: path }, wanted, options),
      ),
    search: (term, options) => {
      const base = options.base === null ? null : searchBase(options.base, null);
      // No expiry date matters for groups.
      return withEntries(path, options, new Date(0), (entries) =>
        searchGroups(fileSource(entries, base), term, options),
      );
    },
  };
}

async function withEntries<Result>(
  path: string,
  { signal, progress }: Pick<ReadOptions, 'signal' | 'progress'>,
  now: Date,
  work: (entries: readonly FileEntry[]) => Promise<Result>,
): Promise<Result> {
  progress(`Reading ${path}`);
  const bytes = await readBytes(path, signal);
  try {
    const entries = [...readEntries(bytes, now)];
    if (entries.length === 0) throw new LdifError(1, 'there is no entry in it');
    progress(`${count(entries.length, 'record')} in ${path}`);
    return await work(entries);
  } catch (error) {
    if (!(error instanceof LdifError)) throw error;
    throw new Failure(
      'LDIF_INVALID',
      `${path}:${error.line}: ${error.message}.`,
      'Export the directory as LDIF again, e.g. with ldapsearch -LLL or ldifde.',
      { cause: error },
    );
  }
}

function* readEntries(bytes: Buffer, now: Date): Generator<FileEntry> {
  for (const record of parseLdif(bytes, (attribute) => WANTED.has(attribute))) {
    const object = interpret(record, now);
    refuseIncomplete(record, object);
    yield { record, object };
  }
}

/** A group or person that was exported without what identifies or judges it would silently be someone else. */
function refuseIncomplete(record: LdifRecord, object: AdObject): void {
  if (object.kind !== 'unclear') return;
  const classes = (record.attributes.get('objectclass') ?? []).map((name) => name.toString().toLowerCase());
  if (!classes.some((name) => ['user', 'inetorgperson', 'group'].includes(name))) return;
  throw new LdifError(record.line, `${record.dn} has no ${object.lacks}: export with ${object.lacks}`);
}

async function readBytes(path: string, signal: AbortSignal): Promise<Buffer> {
  try {
    return await readFile(path, { signal });
  } catch (error) {
    signal.throwIfAborted();
    const code = codeOf(error);
    const why = FILE_ERRORS[code] ?? `it cannot be read (${code})`;
    throw new Failure('LDIF_UNREADABLE', `${path}: ${why}.`, 'Check path under directory.', { cause: error });
  }
}

const FILE_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
};
