import { LdifError } from './ldif-error.ts';
import type { LdifRecord } from './ldif.ts';
import type { MemberName, MemberNames } from './member-names.ts';

/** The members of a group, as its record has them. */
export interface MemberList {
  readonly names: readonly MemberName[];
  /** Why they are not all, as the end of a sentence; null when they are. */
  readonly problem: string | null;
}

interface Range {
  readonly name: string;
  readonly low: number;
  /** null = up to the end. */
  readonly high: number | null;
  readonly members: readonly MemberName[];
}

const NOBODY: MemberList = { names: [], problem: null };

/**
 * A server with many members gives them in parts: `member;range=0-1499`, `member;range=1500-*`. An export may hold them all;
 * where it does not, it shows the limit of the server and not the group.
 */
export function readMembers(record: LdifRecord, known: MemberNames): MemberList {
  const plain = record.attributes.get('member');
  const attributes = [...record.attributes.keys()].filter((name) => name.startsWith('member;'));
  if (attributes.length === 0) return plain === undefined ? NOBODY : readPlain(record, plain, known);
  const listed = nonEmpty(plain ?? [], known);
  const ranges = attributes.map((name) => rangeOf(record, name, known)).filter((range) => range !== null);
  const parts = ranges.sort((a, b) => a.low - b.low).map(({ members }) => members);
  const whole = ranges.length === attributes.length && listed.length === 0 && isWhole(ranges);
  return { names: [listed, ...parts].flat(), problem: whole ? null : partly(record, attributes) };
}

function readPlain({ line }: LdifRecord, values: readonly (string | Buffer)[], known: MemberNames): MemberList {
  const names = nonEmpty(values, known);
  if (names.length > 0 || values.length === 0) return { names, problem: null };
  // So begins the answer of a server that gives the members in parts.
  const why = `the file (line ${line}) holds "member:" without a value, which says nothing about its members`;
  return { names, problem: `${why}; export with ranges resolved` };
}

function partly({ line }: LdifRecord, names: readonly string[]): string {
  return `the file (line ${line}) holds only a part of its members, as ${names.join(', ')}; export with ranges resolved`;
}

function rangeOf({ attributes }: LdifRecord, name: string, known: MemberNames): Range | null {
  const bounds = /^member;range=(\d{1,15})-(\d{1,15}|\*)$/.exec(name);
  if (bounds === null) return null;
  const high = bounds[2] === '*' ? null : Number(bounds[2]);
  return { name, low: Number(bounds[1]), high, members: nonEmpty(attributes.get(name) ?? [], known) };
}

/** Whether one begins where the other ends, from the first member to the last, and none lacks a value. */
function isWhole(ranges: readonly Range[]): boolean {
  let next: number | null = 0;
  for (const { low, high, members } of ranges) {
    if (low !== next || (high !== null && members.length !== high - low + 1)) return false;
    next = high === null ? null : high + 1;
  }
  return next === null;
}

function nonEmpty(values: readonly (string | Buffer)[], known: MemberNames): MemberName[] {
  return values.flatMap((value) => (value.length === 0 ? [] : known.of(value.toString())));
}

/** Adds what ldifde writes behind the entry: it ends an entry after 1,500 members, and goes on with `add: member`. */
export function addMembers(list: MemberList, record: LdifRecord, known: MemberNames): MemberList {
  const added = [...record.attributes].filter(([name]) => name !== 'member').map(([name]) => name);
  if (added.length > 0) {
    throw new LdifError(
      record.line,
      `a change of ${added.join(', ')} of ${record.dn}; an export holds whole entries only`,
    );
  }
  return { ...list, names: [...list.names, ...nonEmpty(record.attributes.get('member') ?? [], known)] };
}
