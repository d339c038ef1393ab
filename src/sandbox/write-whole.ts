import { randomUUID } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import { renamePatiently } from '../files/rename.ts';

/**
 * Writes a file so that a reader, or a crash, meets either the old or the new content: a temporary file in the same
 * folder is written, synced and renamed. Only its owner may read it.
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await renamePatiently(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}
