import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileKind } from '../e2e/kinds.ts';
import type { StoryDirectory } from './stage.ts';

/** An export of the directory, which may be missing. */
export function fileDirectory(): StoryDirectory {
  const kind = fileKind();
  let isGone = false;
  const nameIn = (folder: string): string => join(folder, 'directory.ldif');
  return {
    ...kind,
    failure: 'LDIF_UNREADABLE',
    secrets: [],
    async hold(company, folder) {
      await kind.hold(company, folder);
      // Whoever does not answer changes all the same.
      if (isGone) await rename(nameIn(folder), `${nameIn(folder)}.gone`);
    },
    async fail(folder) {
      isGone = true;
      await rename(nameIn(folder), `${nameIn(folder)}.gone`);
    },
    async heal(folder) {
      isGone = false;
      await rename(`${nameIn(folder)}.gone`, nameIn(folder));
    },
    close: () => Promise.resolve(),
  };
}
