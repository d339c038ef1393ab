import type {
  DirectoryReading,
  FoundGroup,
  FoundGroups,
  Person,
  PersonId,
  WantedGroup,
  Whereabouts,
} from '../core/people.ts';
import type { Marked, MarkedReading, Since } from './mark.ts';

/** More people of one name are never shown. */
export const MOST_PEOPLE = 50;

/** Every directory can read groups with their people, and find groups. It never writes. */
export interface Directory {
  /**
   * Reads the wanted groups with all their people; `reading.roots[i]` belongs to `wanted[i]`.
   * A group that is missing, ambiguous or half read makes the reading partial.
   *
   * @throws Failure when the directory as a whole cannot be read (no connection, wrong password, unknown base), or has
   *   no such attribute
   */
  read(wanted: readonly WantedGroup[], options: ReadOptions): Promise<DirectoryReading>;
  /**
   * Looks for people by their ids, whatever groups they are in. Each id has its answer; one that the directory does not
   * give is `unsure`.
   *
   * @throws Failure as `read`
   */
  whereabouts(ids: readonly PersonId[], options: LookOptions): Promise<ReadonlyMap<PersonId, Whereabouts>>;
  /**
   * Looks for people, whatever groups they are in, by one of their names or addresses: the whole of it, in any case. At
   * most {@link MOST_PEOPLE} are given back.
   *
   * @param text e-mail address, userPrincipalName, logon name (sAMAccountName) or name; not blank
   * @returns null where the directory does not say, for want of a right
   * @throws Failure as `read`
   */
  findPeople(text: string, options: LookOptions): Promise<readonly Person[] | null>;
  /**
   * Finds groups by a part of one of their names, in any case. The term is plain text: `*` stands for itself.
   *
   * @param term not blank
   * @throws Failure as `read`; also when the directory has no use for `options.base`, or that is no base
   */
  search(term: string, options: SearchOptions): Promise<FoundGroups>;
  /**
   * Whether a text of the file refers to a group that a search found. A reading takes this group then, unless another
   * group has the same name.
   *
   * @param ref a `directoryGroup` of the file: an objectGUID or object id, a DN where the directory has them, or a name
   */
  refersTo(ref: string, group: FoundGroup): boolean;
  /**
   * Looks at what a reading rests on. Absent where there is nothing to look at besides a reading.
   *
   * @param people of whom it is looked at what the directory shows
   * @throws Failure as `read`
   */
  readonly examine?: (people: readonly PersonId[], options: LookOptions) => Promise<Examination>;
  /** Tells whether a reading would still be the same. Absent = only a reading tells. */
  readonly changes?: ChangeWatch;
  /** Whether `read` gave this very reading before, and now again. Absent = each call reads the directory. */
  readonly isKept?: (reading: DirectoryReading) => boolean;
}

/**
 * Tells without a reading whether a reading would be the same. It may say `changed` or `unknown` where nothing has changed;
 * it says `same` only where the directory itself shows it.
 */
export interface ChangeWatch {
  /**
   * Reads as `Directory.read` does, and marks where the directory stood before the first question. Only a complete reading
   * has a mark.
   *
   * @throws Failure as `Directory.read`
   */
  read(wanted: readonly WantedGroup[], options: ReadOptions): Promise<MarkedReading>;
  /**
   * Whether the same reading, with the same options, would give the same. The caller looks at `mark.until` himself.
   *
   * @param marked what `read` gave for the same groups and attributes, of the same settings, of this or of an earlier object
   * @throws Failure as `Directory.read`
   */
  since(marked: Marked, options: ReadOptions): Promise<Since>;
}

/** What a reading rests on. */
export interface Examination {
  /** The server that answered. */
  readonly server: string;
  /** Its clock; null = it does not say. */
  readonly clock: Date | null;
  /** What it shows of the people, attribute by attribute. */
  readonly attributes: readonly ShownAttribute[];
}

export interface ShownAttribute {
  readonly name: string;
  /** What a reading takes from it, to follow "it says". */
  readonly says: string;
  /** Of how many people it was shown, and how many were looked at. */
  readonly shown: number;
  readonly of: number;
  /** Whether people without it cannot be read. */
  readonly needed: boolean;
}

export interface ReadOptions {
  readonly signal: AbortSignal;
  /** The moment against which expiry dates are held. */
  readonly now: Date;
  /** Called with a short sentence on what is being read. */
  readonly progress: (text: string) => void;
  /**
   * Further attributes of people to read: `givenName` and `surname`, in every kind of directory, or the directory's own
   * names. Absent = none.
   */
  readonly attributes?: readonly string[];
  /** Whether the directory itself must be read, also where nothing seems to have changed. Absent = that is up to it. */
  readonly fresh?: boolean;
}

export type LookOptions = Omit<ReadOptions, 'attributes' | 'fresh'>;

export interface SearchOptions extends Omit<LookOptions, 'now'> {
  /** The most groups to give back. */
  readonly limit: number;
  /** Where to look: a DN (one without DC= stands below the base of the settings) or a DNS domain name; null = everywhere. */
  readonly base: string | null;
}
