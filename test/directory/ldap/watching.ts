import type { WantedGroup } from '../../../src/core/people.ts';
import type { LdapSettings } from '../../../src/core/settings.ts';
import type { ReadOptions } from '../../../src/directory/directory.ts';
import type { Marked, MarkedReading, Since } from '../../../src/directory/mark.ts';
import { openDirectory } from '../../../src/directory/open.ts';

/** Reads and asks for changes as one round after the other does: each with an object of its own. */
export interface Watching {
  readonly read: (options?: Partial<ReadOptions>) => Promise<MarkedReading>;
  /** A reading that can be used again; fails where there is none. */
  readonly marked: (options?: Partial<ReadOptions>) => Promise<Marked>;
  readonly since: (marked: Marked, options?: Partial<ReadOptions>) => Promise<Since>;
}

export function watching(settings: LdapSettings, wanted: readonly (string | WantedGroup)[]): Watching {
  const groups = wanted.map((ref) => (typeof ref === 'string' ? { ref, nested: true } : ref));
  const all = (options: Partial<ReadOptions> = {}): ReadOptions => ({
    signal: new AbortController().signal,
    now: new Date('2026-01-31T09:00:00Z'),
    progress: () => undefined,
    ...options,
  });
  const read: Watching['read'] = async (options) => (await watchOf(settings)).read(groups, all(options));
  return {
    read,
    marked: async (options) => {
      const { reading, mark, why } = await read(options);
      if (mark === null) throw new Error(`no mark: ${why ?? ''}`);
      return { reading, mark };
    },
    since: async (marked, options) => (await watchOf(settings)).since(marked, all(options)),
  };
}

async function watchOf(settings: LdapSettings) {
  const { changes } = await openDirectory(settings);
  if (changes === undefined) throw new Error('this directory tells no changes');
  return changes;
}
