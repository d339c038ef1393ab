/**
 * The words of adsync, used in code, flags, messages and docs:
 *
 * - person            a user object read from a directory
 * - directory group   a group read from a directory, with its direct members
 * - account           the Rescue account being synchronised
 * - mapping           one entry of `rescue.groups`: one directory group or several, and the Rescue group that they feed
 * - managed user      a user of the account that is linked to a person
 * - change            everything planned for one user or one group of the account: one or more operations
 * - operation         create, update, move, enable, disable; nothing is ever deleted
 * - held              planned, but kept back by a limit until someone approves it
 * - stale             planned, but no longer true when it was to be applied
 * - notice            something the plan has to say without changing anything
 */

import type { NoticeCode } from './codes.ts';
import type { Brand } from './brand.ts';
import type { Notice } from './notice.ts';

/** A person's identity: objectGUID (AD) or object id (Entra ID) as a lower-case dashed GUID. Survives renames and moves. */
export type PersonId = Brand<'PersonId'>;
/** A directory group's identity, in the same form. */
export type DirectoryGroupId = Brand<'DirectoryGroupId'>;

export type PersonState = 'enabled' | 'disabled' | 'expired';

export interface Person {
  readonly id: PersonId;
  /** The name to show: displayName, else the directory's own name for the object. */
  readonly name: string;
  readonly mail: string | null;
  readonly upn: string | null;
  readonly state: PersonState;
  /** Where the directory keeps it (DN or UPN): for people to read, never compared. */
  readonly label: string;
  /**
   * Further attributes, by the names under which they were asked for, as they stand there: nothing is trimmed. Of
   * several values it is the first that the directory gives. Left out: who has none, or an empty one. Absent = none were
   * asked for.
   */
  readonly attributes?: Readonly<Record<string, string>>;
  /**
   * Attributes that were asked for and are not in `attributes` although nobody can say that the person has none: the
   * value is no text that can be used, or no person at all shows the attribute. Absent = there are none.
   */
  readonly unread?: readonly string[];
}

/**
 * What a directory says of somebody who is in none of the groups that were read:
 *
 * - enabled, disabled, expired   it still has the person
 * - present  it still has an object with this id, and does not show whether the person is enabled
 * - gone     it shows no such object: deleted, or out of sight of whoever reads
 * - unsure   it could not be asked
 */
export type Whereabouts = PersonState | 'present' | 'gone' | 'unsure';

/** A direct member that is no person and no group, and therefore never becomes a user. */
export interface OtherMember {
  readonly kind:
    | 'computer'
    | 'contact'
    | 'foreignSecurityPrincipal'
    | 'device'
    | 'servicePrincipal'
    | 'guest'
    | 'unknown';
  readonly name: string;
}

export interface DirectoryGroup {
  readonly id: DirectoryGroupId;
  readonly name: string;
  /** DN or object id: for people to read. */
  readonly label: string;
  readonly people: readonly PersonId[];
  readonly groups: readonly DirectoryGroupId[];
  readonly others: readonly OtherMember[];
}

/** What the planner asks of a directory: one for each directory group that mappings name, in the order of the file. */
export interface WantedGroup {
  /** DN, objectGUID / object id, or a unique name, as it stands in the file. */
  readonly ref: string;
  /** Whether the groups inside it must be read as well (`subgroups` other than `ignore`). */
  readonly nested: boolean;
  /** With what stands behind ` #` on its line, which YAML takes for a comment; absent where nothing does. */
  readonly commented?: string;
}

/** The wanted group and everything wanted below it was read to the end. */
export interface CompleteRoot {
  readonly kind: 'complete';
  readonly group: DirectoryGroupId;
}

/** The wanted group could not be found, or not be read to the end. */
export interface IncompleteRoot {
  readonly kind: 'incomplete';
  /** The group as far as it was read; null when it was not found at all. */
  readonly group: DirectoryGroupId | null;
  /** GROUP_NOT_FOUND, GROUP_AMBIGUOUS, GROUP_READ_PARTLY, … */
  readonly code: NoticeCode;
  /** What is missing, why, and what to do, with candidates where there are some. */
  readonly text: string;
}

export type RootRead = CompleteRoot | IncompleteRoot;

interface ReadBase {
  readonly type: 'ldap' | 'entra' | 'file';
  /** Base DN, tenant or file: which directory it was. */
  readonly name: string;
  readonly people: ReadonlyMap<PersonId, Person>;
  readonly groups: ReadonlyMap<DirectoryGroupId, DirectoryGroup>;
  /**
   * Whom else the directory was asked for, by id. It explains what is concluded from the groups; nothing is concluded from
   * it. Absent = nobody.
   */
  readonly outside?: ReadonlyMap<PersonId, Whereabouts>;
  /** Things found on the way that are no reason to stop (members that are no people, …). `line` is null. */
  readonly notices: readonly Notice[];
}

/** Every wanted group was read to the end: absence from it proves absence. */
export interface CompleteRead extends ReadBase {
  readonly kind: 'complete';
  /** One a wanted group, in the same order. */
  readonly roots: readonly CompleteRoot[];
}

/** At least one wanted group is missing or half read: nothing may be concluded from absence. */
export interface PartialRead extends ReadBase {
  readonly kind: 'partial';
  readonly roots: readonly RootRead[];
}

export type DirectoryReading = CompleteRead | PartialRead;

/** What sort of group it is. Active Directory tells security from distribution; the other two are those of Entra ID. */
export type GroupKind = 'security' | 'distribution' | 'mail-enabled security' | 'microsoft365' | 'unknown';

/** A directory group that a search has found. */
export interface FoundGroup {
  readonly id: DirectoryGroupId;
  readonly name: string;
  /** Every name by which a mapping may refer to it. */
  readonly names: readonly string[];
  /** DN or object id: for people to read, and to copy into the file. */
  readonly label: string;
  readonly kind: GroupKind;
  /** Direct members of every kind; null where that could not be told. */
  readonly members: number | null;
  readonly mail: string | null;
}

/** The answer to a search, best matches first. */
export interface FoundGroups {
  readonly groups: readonly FoundGroup[];
  /** How many more were found; null = there may be more, but nobody counted them. */
  readonly more: number | null;
  /** Where nothing was found: names that resemble the term, one of each group. */
  readonly similar: readonly string[];
  /** What was looked for: any part of a name, or only its beginning and words of it. */
  readonly compared: 'parts' | 'words';
}
