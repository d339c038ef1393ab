import type { DirectoryReading } from '../../core/people.ts';
import { nextExpiry } from '../ad/entry.ts';
import type { ChangeWatch } from '../directory.ts';
import type { Mark, MarkedReading } from '../mark.ts';
import { type Content, ContentWatch, difference } from './content.ts';
import type { Export } from './export.ts';
import type { File } from './read-chunks.ts';

/** The content of a file from which a reading was made. */
class FileMark implements Mark {
  readonly type = 'file';
  readonly until: number | null;
  readonly content: Content;

  constructor(until: number | null, content: Content) {
    this.until = until;
    this.content = content;
  }
}

/** A reading, and when it ends to be true by itself. */
export interface FileRead {
  readonly reading: DirectoryReading;
  readonly until: number | null;
}

/** @param read reads as `Directory.read`, and lets the watch see the bytes that are read */
export function fileChanges(
  file: File,
  read: (...given: [...Parameters<ChangeWatch['read']>, watch: ContentWatch]) => Promise<FileRead>,
): ChangeWatch {
  const { shown } = file;
  return {
    async read(wanted, options): Promise<MarkedReading> {
      const watch = new ContentWatch();
      const { reading, until } = await read(wanted, options, watch);
      const content = watch.end();
      return reading.kind === 'complete'
        ? { reading, mark: new FileMark(until, content), why: null }
        : { reading, mark: null, why: `${shown} does not hold everything that is wanted of it.` };
    },
    async since({ mark }, { signal, progress }) {
      if (!(mark instanceof FileMark)) return { kind: 'unknown', why: `${shown} was not read before.` };
      progress(`Looking whether ${shown} has changed`);
      const differs = await difference(file, mark.content, signal);
      return differs === null
        ? { kind: 'same' }
        : { kind: 'changed', why: `${shown} ${differs} than when it was read.` };
    },
  };
}

/** When the first person of a reading is expired by the clock alone; null = nobody ever is. */
export function firstExpiry({ byId }: Export, { people }: DirectoryReading): number | null {
  return nextExpiry([...people.keys()].flatMap((id) => byId.get(id)?.object ?? []));
}
