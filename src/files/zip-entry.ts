import { inflateRawSync } from 'node:zlib';

/** PKWARE, APPNOTE.TXT 6.3.10: the end of the central directory, and one of its entries. */
const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_SIZE = 22;
const ENTRY_SIZE = 46;
const LOCAL_SIZE = 30;
/** At most so many bytes of a comment stand behind the end. */
const LONGEST_COMMENT = 0xffff;

/**
 * One small file out of a zip archive, decompressed; null where there is none, or none that could be read. Written here
 * because jszip, which comes with exceljs, unpacks without a bound.
 *
 * @param largest bytes that it may have; a larger one counts as none
 */
export function zipEntry(zip: Buffer, name: string, largest: number): Buffer | null {
  try {
    const at = headerOf(zip, name);
    if (at === null) return null;
    const [method, size, local] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 42)];
    const start = local + LOCAL_SIZE + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = zip.subarray(start, start + size);
    if (data.length !== size) return null;
    if (method === 0) return size <= largest ? data : null;
    return method === 8 ? inflateRawSync(data, { maxOutputLength: largest }) : null;
  } catch {
    // Out of range, or no deflated data: no archive, or none of ours.
    return null;
  }
}

/** The names of all files in a zip archive, as it lists them; null where it is none, or is damaged. */
export function zipNames(zip: Buffer): string[] | null {
  try {
    return entriesOf(zip)?.map(({ name }) => name.toString('utf8')) ?? null;
  } catch {
    // Out of range: no archive, or none that is whole.
    return null;
  }
}

/** Where the entry of this name begins in the central directory. */
function headerOf(zip: Buffer, name: string): number | null {
  const wanted = Buffer.from(name);
  return entriesOf(zip)?.find((entry) => entry.name.equals(wanted))?.at ?? null;
}

interface Entry {
  readonly name: Buffer;
  /** Where it begins in the central directory. */
  readonly at: number;
}

/** null where the central directory is damaged. */
function entriesOf(zip: Buffer): Entry[] | null {
  const end = endOf(zip);
  if (end === null) return null;
  const entries: Entry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== ENTRY) return null;
    const length = zip.readUInt16LE(at + 28);
    entries.push({ name: zip.subarray(at + ENTRY_SIZE, at + ENTRY_SIZE + length), at });
    at += ENTRY_SIZE + length + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}

function endOf(zip: Buffer): number | null {
  const first = Math.max(0, zip.length - END_SIZE - LONGEST_COMMENT);
  for (let at = zip.length - END_SIZE; at >= first; at -= 1) if (zip.readUInt32LE(at) === END) return at;
  return null;
}
