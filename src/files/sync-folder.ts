import { open } from 'node:fs/promises';

/** Makes a new or renamed entry of a folder last. Windows cannot open folders, and some network disks cannot sync them. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  if (handle === null) return;
  try {
    await handle.sync().catch(() => undefined);
  } finally {
    await handle.close();
  }
}
