import { normalDn } from '../ad/dn.ts';
import { type AskedAttribute, furtherAttributes } from '../ad/attributes.ts';
import { ATTRIBUTES, SINGLE_VALUED } from '../ad/entry.ts';
import { isDeleted } from '../ad/mangled-names.ts';
import { type FileEntry, fileEntry, type Meaning } from './file-entry.ts';
import { LdifError } from './ldif-error.ts';
import { type LdifRecord, LdifReader, type Wanted } from './ldif.ts';
import { MemberNames } from './member-names.ts';
import { addMembers } from './members.ts';

/** An export in memory: of each entry only what matters. */
export interface Export {
  /** By DN in its normal form, in the order of the file. */
  readonly byDn: ReadonlyMap<string, FileEntry>;
  /** By objectGUID. */
  readonly byId: ReadonlyMap<string, FileEntry>;
}

const ALWAYS: readonly string[] = [...ATTRIBUTES, 'member', 'isSynchronized'];

function wantedFor(asked: readonly AskedAttribute[]): Wanted {
  const kept = new Set([...ALWAYS, ...furtherAttributes(asked, ALWAYS)].map((name) => name.toLowerCase()));
  return { keeps: (attribute) => kept.has(attribute), isSingle: (name) => SINGLE_VALUED.has(name) };
}

/**
 * Takes an export in, chunk by chunk.
 *
 * @throws LdifError for a file that is no export, or no whole one; for a DN that is none, and for two records of the same
 *   object
 */
export async function takeIn(chunks: AsyncIterable<Buffer>, meaning: Meaning): Promise<Export> {
  const reader = new LdifReader(wantedFor(meaning.asked));
  const taken = new Entries(meaning);
  for await (const chunk of chunks) for (const record of reader.push(chunk)) taken.add(record);
  for (const record of reader.end()) taken.add(record);
  taken.judgeExpiry();
  if (taken.byDn.size === 0) throw new LdifError(1, 'there is no entry in it');
  return taken;
}

class Entries implements Export {
  readonly byDn = new Map<string, FileEntry>();
  readonly byId = new Map<string, FileEntry>();
  readonly #meaning: Meaning;
  readonly #names = new MemberNames();

  constructor(meaning: Meaning) {
    this.#meaning = meaning;
  }

  add(record: LdifRecord): void {
    refuseCutOff(record);
    // The root of the directory has no name, and is nobody.
    if (record.dn.trim() === '' || isDeleted(record)) return;
    const key = keyOf(record.dn, record.line);
    if (record.adds) {
      this.#extend(key, record);
      return;
    }
    const entry = fileEntry(record, this.#meaning, this.#names);
    refuseTwice(this.byDn.get(key), record);
    this.byDn.set(key, entry);
    const { id } = entry.object;
    if (id === null) return;
    refuseTwice(this.byId.get(id), record);
    this.byId.set(id, entry);
  }

  /**
   * Where others have accountExpires, nobody can tell whether an account without it has expired. A file whose objectGUIDs are
   * text was made by people, who need not write that somebody never expires.
   */
  judgeExpiry(): void {
    const people = [...this.byDn].filter(([, { object, exported }]) => object.kind === 'person' && exported);
    if (!people.some(([, { hasExpiry }]) => hasExpiry)) return;
    for (const [key, entry] of people) {
      const { object } = entry;
      if (entry.hasExpiry || object.kind !== 'person' || object.person.state !== 'enabled') continue;
      const { id, dn, primaryGroup } = object;
      const unclear: FileEntry = {
        ...entry,
        object: { kind: 'unclear', id, dn, primaryGroup, lacks: 'accountExpires' },
      };
      this.byDn.set(key, unclear);
      this.byId.set(id, unclear);
    }
  }

  #extend(key: string, record: LdifRecord): void {
    const entry = this.byDn.get(key);
    if (entry === undefined) {
      throw new LdifError(record.line, `a change of ${record.dn}, which does not stand before it in the file`);
    }
    const extended = { ...entry, members: addMembers(entry.members, record, this.#names) };
    this.byDn.set(key, extended);
    if (entry.object.id !== null) this.byId.set(entry.object.id, extended);
  }
}

/** @throws LdifError where the file shows that more should stand in it */
function refuseCutOff({ dn, line, ofLdifde, closed, attributes }: LdifRecord): void {
  if (ofLdifde && !closed) {
    const why = 'ldifde writes an empty line behind each record, and here the file ends without it';
    throw new LdifError(
      line,
      `the record of ${dn} may be cut off: ${why}. If it is whole, add an empty line at the end`,
    );
  }
  if (attributes.get('issynchronized')?.[0]?.toString().toUpperCase() !== 'FALSE') return;
  throw new LdifError(line, 'the domain controller was still taking in the directory (isSynchronized: FALSE)');
}

function refuseTwice(other: FileEntry | undefined, { dn, line }: LdifRecord): void {
  if (other !== undefined) throw new LdifError(line, `the same object as in line ${other.line}: ${dn}`);
}

/** @throws LdifError when it is no DN */
function keyOf(dn: string, line: number): string {
  const key = normalDn(dn);
  if (key === null || key === '') throw noName(dn, line);
  return key;
}

export function noName(dn: string, line: number): LdifError {
  return new LdifError(line, `"${dn}" is no distinguished name`);
}
