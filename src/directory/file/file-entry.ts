import type { AskedAttribute } from '../ad/attributes.ts';
import { type AdObject, interpret } from '../ad/entry.ts';
import { LdifError } from './ldif-error.ts';
import type { LdifRecord } from './ldif.ts';
import type { MemberNames } from './member-names.ts';
import { type MemberList, readMembers } from './members.ts';

/** What it takes to say what an entry means. */
export interface Meaning {
  readonly now: Date;
  /** Further attributes that people are to carry. */
  readonly asked: readonly AskedAttribute[];
}

/** What is kept of a record. */
export interface FileEntry {
  readonly object: AdObject;
  /** 1-based line of its `dn:`. */
  readonly line: number;
  readonly members: MemberList;
  /** primaryGroupID; null where the record has none. */
  readonly rid: string | null;
  /** Its objectGUID stands there as bytes, so as the directory gave it. */
  readonly exported: boolean;
  /** Whether an empty line follows the record. */
  readonly closed: boolean;
  /** Whether it has accountExpires, or is of AD LDS, which needs none. */
  readonly hasExpiry: boolean;
}

/**
 * Who has no accountExpires never expires, for now: only the whole file says whether it was exported.
 *
 * @throws LdifError for a record that says too little
 */
export function fileEntry(record: LdifRecord, { now, asked }: Meaning, known: MemberNames): FileEntry {
  const object = interpret(record, now, { asked, withoutExpiry: 'never' });
  refuseIncomplete(record, object);
  if (object.kind === 'person') refuseUnreadable(record, 'primaryGroupID', /^\d{1,10}$/);
  if (object.kind === 'group' && object.sid === null) refuseUnreadable(record, 'objectSid', /^$/);
  if (object.kind === 'person' && object.primaryGroup === null && textOf(record, 'primaryGroupID') !== null) {
    refuseUnreadable(record, 'objectSid', /^S-1-[\d-]+$/);
  }
  return {
    object,
    line: record.line,
    members: readMembers(record, known),
    rid: textOf(record, 'primaryGroupID'),
    exported: Buffer.isBuffer(record.attributes.get('objectguid')?.[0]),
    closed: record.closed,
    hasExpiry: record.attributes.has('accountexpires') || record.attributes.has('msds-useraccountdisabled'),
  };
}

/** Without what identifies and judges it, a group or a person would silently be taken for another one. */
function refuseIncomplete(record: LdifRecord, object: AdObject): void {
  if (object.kind !== 'unclear') return;
  const classes = (record.attributes.get('objectclass') ?? []).map((name) => name.toString().toLowerCase());
  if (!classes.some((name) => ['user', 'inetorgperson', 'group'].includes(name))) return;
  const { lacks } = object;
  if (textOf(record, lacks) !== null) throw unreadable(record, lacks);
  throw new LdifError(record.line, `${record.dn} has no ${lacks}: export with ${lacks}`);
}

/** A value that decides and cannot be read is worse than none. */
function refuseUnreadable(record: LdifRecord, attribute: string, readable: RegExp): void {
  const value = textOf(record, attribute);
  if (value !== null && !readable.test(value)) throw unreadable(record, attribute);
}

function unreadable(record: LdifRecord, attribute: string): LdifError {
  const value = textOf(record, attribute) ?? '';
  return new LdifError(
    record.line,
    `the ${attribute} of ${record.dn} cannot be read: "${value.slice(0, 60)}". Export it as the directory holds it`,
  );
}

/** null where the record has no value. */
function textOf({ attributes }: LdifRecord, attribute: string): string | null {
  return attributes.get(attribute.toLowerCase())?.[0]?.toString() ?? null;
}
