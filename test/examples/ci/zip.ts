/** A ZIP archive whose files are stored as they are: what a code host hands out as an artefact. */
export function zipOf(files: readonly (readonly [name: string, bytes: Buffer])[]): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const [name, bytes] of files) {
    const path = Buffer.from(name);
    const [local, entry] = [Buffer.alloc(30), Buffer.alloc(46)];
    const crc = crc32(bytes);
    // APPNOTE.TXT of PKWARE, 4.3.7 and 4.3.12.
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 6);
    for (const [header, shift] of [
      [local, 0],
      [entry, 2],
    ] as const) {
      header.writeUInt32LE(crc, 14 + shift);
      header.writeUInt32LE(bytes.length, 18 + shift);
      header.writeUInt32LE(bytes.length, 22 + shift);
      header.writeUInt16LE(path.length, 26 + shift);
    }
    entry.writeUInt32LE(at, 42);
    locals.push(local, path, bytes);
    entries.push(entry, path);
    at += local.length + path.length + bytes.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, directory, end]);
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
