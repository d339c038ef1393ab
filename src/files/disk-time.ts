import { mkdtemp, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What time it is for the disk that holds the folder, in milliseconds: the clocks of two machines differ, so times of
 * files are only ever compared with this one.
 *
 * @throws what the system says when nothing can be made in the folder
 */
export async function fileSystemTime(folder: string): Promise<number> {
  const probe = await mkdtemp(join(folder, '.now-'));
  try {
    return (await stat(probe)).mtimeMs;
  } finally {
    await rmdir(probe).catch(() => undefined);
  }
}
