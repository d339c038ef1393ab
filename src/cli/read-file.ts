import { open } from 'node:fs/promises';

/** Reads a file, but no more than `limit` + 1 bytes of it. */
export async function readFileUpTo(path: string, limit: number): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const chunks: Uint8Array[] = [];
    let length = 0;
    while (length <= limit) {
      const { bytesRead, buffer } = await file.read(new Uint8Array(Math.min(65_536, limit + 1 - length)));
      if (bytesRead === 0) break;
      chunks.push(buffer.subarray(0, bytesRead));
      length += bytesRead;
    }
    return Buffer.concat(chunks);
  } finally {
    await file.close();
  }
}
