/** The 16 bytes of objectGUID: the first three fields are little-endian ([MS-DTYP] 2.3.4.2). null for another length. */
export function guidFromBytes(bytes: Buffer): string | null {
  if (bytes.length !== 16) return null;
  const hex = bytes.toString('hex');
  return hex.replace(/^(..)(..)(..)(..)(..)(..)(..)(..)(.{4})(.{12})$/, '$4$3$2$1-$6$5-$8$7-$9-$10');
}

/** The reverse of {@link guidFromBytes}, for search filters. */
export function guidToBytes(guid: string): Buffer {
  const bytes = Buffer.from(guid.replaceAll('-', ''), 'hex');
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}

/** objectSid as S-1-5-21-… ([MS-DTYP] 2.4.2.2); null for bytes that are none. */
export function sidFromBytes(bytes: Buffer): string | null {
  const count = bytes[1] ?? 0;
  if (bytes.length !== 8 + 4 * count || bytes[0] !== 1) return null;
  const parts = Array.from({ length: count }, (_, index) => bytes.readUInt32LE(8 + 4 * index));
  return ['S-1', bytes.readUIntBE(2, 6), ...parts].join('-');
}

/** The SID of another object of the same domain; null for a SID that is not of a domain. */
export function siblingSid(sid: string, rid: string): string | null {
  const domain = /^(S-1-5-21-\d+-\d+-\d+)-\d+$/.exec(sid)?.[1];
  return domain === undefined || !/^\d+$/.test(rid) ? null : `${domain}-${rid}`;
}

/** The last number of a domain object's SID, which primaryGroupID holds; null for a SID that is not of a domain. */
export function ridOf(sid: string): string | null {
  return /^S-1-5-21-\d+-\d+-\d+-(\d+)$/.exec(sid)?.[1] ?? null;
}
