import { type LdifRecord, LdifReader, type Wanted } from '../../../src/directory/file/ldif.ts';

/**
 * The records of a file.
 *
 * @param wanted what is kept; absent = everything, of which only objectGUID is known to have one value
 * @param size so many bytes are given at a time; absent = all at once
 */
export function recordsOf(text: string | Buffer, wanted: Partial<Wanted> = {}, size = Infinity): LdifRecord[] {
  const reader = new LdifReader({ keeps: () => true, isSingle: (name) => name === 'objectguid', ...wanted });
  const bytes = Buffer.from(text);
  const records: LdifRecord[] = [];
  for (let at = 0; at < bytes.length; at += size) records.push(...reader.push(bytes.subarray(at, at + size)));
  return [...records, ...reader.end()];
}
