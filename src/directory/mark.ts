import type { DirectoryReading } from '../core/people.ts';

/**
 * Where a directory stood when a reading of it began. It holds no secret, and lives in memory only. Each kind of
 * directory understands its own.
 */
export interface Mark {
  readonly type: DirectoryReading['type'];
  /** When the reading ends to be true by itself, in milliseconds since 1970: the next account expires. null = never. */
  readonly until: number | null;
}

/** A reading, and where the directory stood before it. */
export interface MarkedReading {
  readonly reading: DirectoryReading;
  /** null = nobody can tell from outside whether a later reading would be the same. */
  readonly mark: Mark | null;
  /** Why there is no mark, a sentence for people; null where there is one. */
  readonly why: string | null;
}

/** What has become of a directory since a mark. */
export type Since =
  | { readonly kind: 'same' }
  /** Something has changed that a reading may show, or nobody can tell. `why` is a sentence for people, who may not be named. */
  | { readonly kind: 'changed' | 'unknown'; readonly why: string };

/** A reading that can be used again. */
export interface Marked {
  readonly reading: DirectoryReading;
  readonly mark: Mark;
}
