import { crc32 } from 'node:zlib';

/** PKWARE, APPNOTE.TXT 6.3.10. */
const LOCAL = 0x04034b50;
const ENTRY = 0x02014b50;
const END = 0x06054b50;
/** The version that a reader needs: 2.0. */
const VERSION = 20;
/** Bit 11: names are in UTF-8. */
const UTF8 = 0x0800;

/** A zip archive of files that are only stored, in their order: for a reader that must see nothing but these. */
export function storedZip(files: ReadonlyMap<string, Buffer>): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, data] of files) {
    const title = Buffer.from(name, 'utf8');
    const local = Buffer.concat([header(LOCAL, 0), sizesOf(data, title), title, data]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([header(ENTRY, 2), sizesOf(data, title), place, title]));
    bodies.push(local);
    at += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(files.size, 8);
  end.writeUInt16LE(files.size, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, list, end]);
}

/** @param before bytes for the version that made it, which only the directory has */
function header(signature: number, before: number): Buffer {
  const bytes = Buffer.alloc(4 + before + 10);
  bytes.writeUInt32LE(signature, 0);
  bytes.writeUInt16LE(VERSION, 4 + before);
  bytes.writeUInt16LE(UTF8, 6 + before);
  return bytes;
}

function sizesOf(data: Buffer, title: Buffer): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32LE(crc32(data), 0);
  bytes.writeUInt32LE(data.length, 4);
  bytes.writeUInt32LE(data.length, 8);
  bytes.writeUInt16LE(title.length, 12);
  return bytes;
}
