import type { RawEntry } from '../ad/entry.ts';
import type { MemberRef } from '../ad/entry-source.ts';

/** How many `member` values are asked for at a time: MaxValRange of Microsoft's servers; they may give fewer. */
const RANGE = 1500;

/** The attribute to ask for. A bare `member` of a large group comes back empty ([MS-ADTS] 3.1.1.3.1.3.3). */
export function rangeFrom(low: number): string {
  return `member;range=${low}-${low + RANGE - 1}`;
}

export interface RangeRead<Kept> {
  readonly values: readonly Kept[];
  /** Where the next part begins; null at the end. */
  readonly next: number | null;
}

/**
 * Reads the part that begins at `low`. The bounds in the answer count: they may differ from those asked for, but must fit
 * the values ([MS-ADTS] 3.1.1.3.1.3.3).
 *
 * @param keep gives what is kept of a value
 * @returns null when the answer lacks that part
 */
export function readRange<Kept>(entry: RawEntry, low: number, keep: (value: string) => Kept): RangeRead<Kept> | null {
  for (const [name, values] of entry.attributes) {
    if (!name.startsWith('member;range=')) continue;
    const bounds = /^member;range=(\d+)-(\d+|\*)$/.exec(name);
    if (bounds === null) return null;
    const next = bounds[2] === '*' ? null : Number(bounds[2]) + 1;
    const fits = Number(bounds[1]) === low && (next === null || (next > low && next === low + values.length));
    return fits ? { values: values.map((value) => keep(String(value))), next } : null;
  }
  if (low > 0) return null;
  return { values: (entry.attributes.get('member') ?? []).map((value) => keep(String(value))), next: null };
}

/** A value as the extended-DN control gives it: `<GUID=…>;<SID=…>;DN`, without SID for contacts. */
export function readMember(value: string): Omit<MemberRef, 'number'> | null {
  const match = /^<GUID=([0-9a-f-]{36})>;(?:<SID=[^>]*>;)?(.*)$/is.exec(value);
  return match === null ? null : { key: (match[1] ?? '').toLowerCase(), dn: match[2] ?? '' };
}
