import type { DirectorySettings, TargetSettings } from '../core/settings.ts';
import type { Report } from './diagnostic.ts';
import type { Entry } from './entry.ts';
import type { Inputs } from './inputs.ts';
import type { KeyRules } from './keys.ts';

/**
 * What the file is read for:
 *
 * - sync    to plan and to apply: it must say everything
 * - count   to count the groups that it maps
 * - search  to look for groups in the directory, before anything but the directory is written down in it
 */
export type Purpose = 'sync' | 'count' | 'search';

/**
 * A kind of target, as far as reading its section of the file goes. Its part of the schema lies beside it
 * (`section.schema.json`); scripts/compose-schema.mjs puts the parts together.
 */
export interface SectionKind {
  /** Key of the section at the top of the file, and `type` of its settings. */
  readonly type: string;
  /** Key of its list of mappings, which a search does without. */
  readonly mappings: string;
  /** Keys that are treated in a special way; paths inside the section. */
  readonly keys: KeyRules;
  /** Whether the section names a stand-in on this machine, where no secret is at stake. */
  isStandIn(section: Entry): boolean;
  /**
   * Checks what the schema cannot say, and reads the files that the section names. Faults go to the report; a value with
   * a fault is marked as faulty, so that nothing more is said about it.
   *
   * @returns what builds the settings; it is called only when the whole file has no errors
   */
  read(section: Section): Promise<() => TargetSettings>;
}

/** One target's section of the file, and what its kind needs to read it. */
export interface Section {
  /** The section itself: paths begin in it. */
  readonly root: Entry;
  /** Whether a misspelt key of the section was most likely meant to be this one: then it is not missing. */
  isMeant(key: string): boolean;
  /** Where people and groups come from; null where the file does not say it. */
  readonly directory: DirectorySettings['type'] | null;
  /** `limits.groups` and `limits.membersPerGroup`; null where the file does not set them. */
  readonly ceilings: { readonly groups: number | null; readonly membersPerGroup: number | null };
  readonly purpose: Purpose;
  /** What relative paths are relative to. */
  readonly folder: string;
  readonly inputs: Inputs;
  readonly report: Report;
  /** Takes what another file says for this one: it counts as a part of the file, and so of its digest. */
  readonly include: (text: string) => void;
}
