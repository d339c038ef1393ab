import { type AdObject, interpret } from '../ad/entry.ts';
import { LdifError } from './ldif-error.ts';
import type { LdifRecord } from './ldif.ts';
import { type MemberList, readMembers } from './members.ts';

/** What is kept of a record. */
export interface FileEntry {
  readonly object: AdObject;
  /** 1-based line of its `dn:`. */
  readonly line: number;
  readonly members: MemberList;
}

/** @throws LdifError for a record that says too little */
export function fileEntry(record: LdifRecord, now: Date): FileEntry {
  const object = interpret(record, now);
  refuseIncomplete(record, object);
  return { object, line: record.line, members: readMembers(record) };
}

/** Without what identifies and judges it, a group or a person would silently be taken for another one. */
function refuseIncomplete(record: LdifRecord, object: AdObject): void {
  if (object.kind !== 'unclear') return;
  const classes = (record.attributes.get('objectclass') ?? []).map((name) => name.toString().toLowerCase());
  if (!classes.some((name) => ['user', 'inetorgperson', 'group'].includes(name))) return;
  throw new LdifError(record.line, `${record.dn} has no ${object.lacks}: export with ${object.lacks}`);
}
