import { canonicalJson, digest } from '../../core/digest.ts';
import { Failure } from '../../core/failure.ts';
import type { DirectoryReading, WantedGroup } from '../../core/people.ts';
import { Secret } from '../../core/secret.ts';
import type { Settings } from '../../core/settings.ts';
import type { ChangeWatch, Directory, ReadOptions } from '../../directory/directory.ts';
import type { Marked } from '../../directory/mark.ts';
import { timeText } from '../sentences.ts';

/** What the rounds of a file know of the readings of its directory. It lives in memory only. */
export interface Readings {
  /** The last complete reading, as long as it may be used again. */
  last: KeptReading | null;
  /** Readings since somebody asked last, by how they came about. */
  counts: ReadingCounts;
}

/** How often a directory was read in full, and how often the last reading was used again instead. */
export interface ReadingCounts {
  readonly full: number;
  readonly kept: number;
}

interface KeptReading {
  readonly marked: Marked;
  /** What it is a reading of. */
  readonly of: string;
  /** The moment against which expiry dates were held, in milliseconds. */
  readonly at: number;
  /** How often it was used again. */
  used: number;
}

const NONE: ReadingCounts = { full: 0, kept: 0 };

export function newReadings(): Readings {
  return { last: null, counts: NONE };
}

/** The counts since this was asked last. */
export function takeCounts(readings: Readings): ReadingCounts {
  const { counts } = readings;
  readings.counts = NONE;
  return counts;
}

/** How a directory is seen through its readings. */
export interface Keeping {
  readonly settings: Pick<Settings, 'directory' | 'fullReadingEvery'>;
  /** Is told in a sentence why the directory is read, or is not. */
  readonly tell: (text: string) => void;
}

/**
 * A directory that gives its last reading again where nothing has changed since. Any doubt leads to a full reading: other
 * settings (also other secrets, which may have other rights), other groups or attributes, an account that has expired
 * meanwhile, a clock that was set back, a directory that does not answer, and every `fullReadingEvery`th round.
 *
 * The last reading is given up before a full one begins, so that there are never two large ones.
 */
export function keepReading(inner: Directory, readings: Readings, keeping: Keeping): Directory {
  const { settings, tell } = keeping;
  // Where every reading is a full one, nobody needs a mark.
  const changes = settings.fullReadingEvery === 1 ? undefined : inner.changes;
  async function full(asked: Asked): Promise<DirectoryReading> {
    const { wanted, options, of } = asked;
    if (changes === undefined) return await inner.read(wanted, options);
    const { reading, mark, why } = await changes.read(wanted, options);
    if (mark !== null && reading.kind === 'complete') {
      readings.last = { marked: { reading, mark }, of, at: options.now.getTime(), used: 0 };
    }
    if (why !== null) tell(`The reading is not kept. ${why}`);
    return reading;
  }
  return {
    ...inner,
    async read(wanted, options) {
      const asked = { wanted, options, of: digestOf(settings.directory, wanted, options.attributes ?? []) };
      const kept = await lastAgain(readings, changes, keeping, asked);
      const reading = kept ?? (await full(asked));
      readings.counts = plusOne(readings.counts, kept === null ? 'full' : 'kept');
      return reading;
    },
    isKept: (reading) => readings.last !== null && readings.last.used > 0 && readings.last.marked.reading === reading,
  };
}

interface Asked {
  readonly wanted: readonly WantedGroup[];
  readonly options: ReadOptions;
  /** What it asks for, and of which directory. */
  readonly of: string;
}

/**
 * The last reading, where it may be used again; null where it may not. Then it is out of the memory.
 *
 * The caller has no reference to it but this answer: while a full reading goes on, nothing holds the former one.
 */
async function lastAgain(
  readings: Readings,
  changes: ChangeWatch | undefined,
  { settings, tell }: Keeping,
  asked: Asked,
): Promise<DirectoryReading | null> {
  const { last } = readings;
  // Whatever breaks off from here on, nothing is left that could be taken for true.
  readings.last = null;
  const { fresh = false, signal } = asked.options;
  if (last === null || changes === undefined || fresh) return null;
  const why = outdated(last, settings.fullReadingEvery, asked) ?? (await changed(last.marked, changes, asked.options));
  signal.throwIfAborted();
  if (why !== null) {
    tell(`The directory is read in full. ${why}`);
    return null;
  }
  readings.last = { ...last, used: last.used + 1 };
  tell(`The directory is as it was at ${timeText(new Date(last.at).toISOString())}, and is not read again.`);
  return last.marked.reading;
}

/** Why a reading may not be used again, whatever the directory says: a sentence. null = it may. */
function outdated({ marked, of, at, used }: KeptReading, every: number, asked: Asked): string | null {
  const now = asked.options.now.getTime();
  const { until } = marked.mark;
  if (of !== asked.of) return 'The file asks for something else than before.';
  if (now < at) return 'The clock was set back.';
  if (until !== null && now >= until) return 'An account has expired since the last reading.';
  return used + 1 < every ? null : `That is so every ${every} rounds (fullReadingEvery).`;
}

/** Why the directory may not be as it was: a sentence. null = it says that it is. A reading tells more than a failure. */
async function changed(marked: Marked, changes: ChangeWatch, options: ReadOptions): Promise<string | null> {
  try {
    const since = await changes.since(marked, options);
    return since.kind === 'same' ? null : since.why;
  } catch (error) {
    options.signal.throwIfAborted();
    if (!(error instanceof Failure)) throw error;
    return `It does not say whether it has changed: ${error.message}`;
  }
}

function plusOne(counts: ReadingCounts, kind: keyof ReadingCounts): ReadingCounts {
  return { ...counts, [kind]: counts[kind] + 1 };
}

/** Two readings of the same have the same digest. It stands for the secrets, and shows none. */
function digestOf(
  directory: Settings['directory'],
  wanted: readonly WantedGroup[],
  attributes: readonly string[],
): string {
  return digest(canonicalJson([revealed(directory), wanted, attributes]));
}

/** A secret prints as another one does, so it is compared by what it holds. */
function revealed(value: unknown): unknown {
  if (value instanceof Secret) return { secret: value.reveal() };
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revealed(inner)]));
}
