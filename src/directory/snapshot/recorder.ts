import type { PersonId, WantedGroup, Whereabouts } from '../../core/people.ts';
import type { Directory, LookOptions } from '../directory.ts';
import { type SavedReading, savedReading } from './saved-reading.ts';
import { serve } from './serve.ts';

/** A directory that keeps what it was asked for. */
export interface Recorder {
  readonly directory: Directory;
  /** What was read last, with everything that was asked besides; null = nothing was read. */
  saved(): SavedReading | null;
  /** Asks for further people, whom a later plan may have to explain. @throws Failure as `Directory.whereabouts` */
  lookFor(ids: readonly PersonId[], options: LookOptions): Promise<void>;
}

/** @param besides groups that are read beyond those that are asked for */
export function recordDirectory(inner: Directory, besides: readonly WantedGroup[]): Recorder {
  let last: SavedReading | null = null;
  const outside = new Map<PersonId, Whereabouts>();
  async function whereabouts(
    ids: readonly PersonId[],
    options: LookOptions,
  ): Promise<ReadonlyMap<PersonId, Whereabouts>> {
    const found = await inner.whereabouts(ids, options);
    for (const [id, is] of found) outside.set(id, is);
    return found;
  }
  return {
    directory: {
      ...inner,
      async read(wanted, options) {
        const { attributes = [] } = options;
        const asked = [...wanted, ...missing(besides, wanted)];
        outside.clear();
        last = savedReading(await inner.read(asked, options), asked, attributes);
        return serve(last, wanted, attributes);
      },
      whereabouts,
    },
    saved: () => (last === null ? null : { ...last, outside: sorted(outside) }),
    async lookFor(ids, options) {
      const known = new Set(last?.people.map(({ id }) => id));
      const unknown = [...new Set(ids)].filter((id) => !known.has(id) && !outside.has(id));
      if (unknown.length > 0) await whereabouts(unknown, options);
    },
  };
}

function missing(besides: readonly WantedGroup[], wanted: readonly WantedGroup[]): WantedGroup[] {
  return besides.filter(({ ref, nested }) => !wanted.some((one) => one.ref === ref && one.nested === nested));
}

function sorted(outside: ReadonlyMap<PersonId, Whereabouts>): SavedReading['outside'] {
  return [...outside].map(([id, is]) => ({ id, is })).sort((a, b) => (a.id < b.id ? -1 : 1));
}
