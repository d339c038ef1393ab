/**
 * The words of adsync, used in code, flags, messages and docs:
 *
 * - person            a user object read from a directory
 * - directory group   a group read from a directory, with its direct members
 * - account           the Rescue account being synchronised
 * - mapping           one entry of `rescue.groups`: a directory group and the Rescue group it feeds
 * - managed user      a user of the account that is linked to a person
 * - change            everything planned for one user or one group of the account: one or more operations
 * - operation         create, update, move, enable, disable; nothing is ever deleted
 * - held              planned, but kept back by a limit until someone approves it
 * - stale             planned, but no longer true when it was to be applied
 * - notice            something the plan has to say without changing anything
 */

declare const brand: unique symbol;
type Brand<Name extends string> = string & { readonly [brand]: Name };

/** A person's identity: objectGUID (AD) or object id (Entra ID) as a lower-case dashed GUID. Survives renames and moves. */
export type PersonId = Brand<'PersonId'>;
/** A directory group's identity, in the same form. */
export type DirectoryGroupId = Brand<'DirectoryGroupId'>;
/** The number of a node in the account's organization tree, as decimal text. */
export type NodeId = Brand<'NodeId'>;

export type Severity = 'error' | 'warning' | 'info';

/** Something the plan has to say. `code` is stable, `text` says what, why and what to do. */
export interface Notice {
  readonly code: string;
  readonly severity: Severity;
  readonly text: string;
  /** Whom or what it is about: a person, a user, a directory group, a path in the organization tree. */
  readonly subject: string;
  /** Line of the YAML file it hangs on, 1-based; null where none does. */
  readonly line: number | null;
}

// ---------------------------------------------------------------- the directory

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
}

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

/** What the planner asks of a directory: one entry a mapping, in the order of the file. */
export interface WantedGroup {
  /** DN, objectGUID / object id, or a unique name, as it stands in the file. */
  readonly ref: string;
  /** Whether the groups inside it must be read as well (`subgroups` other than `ignore`). */
  readonly nested: boolean;
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
  readonly code: string;
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
  /** Where nothing was found: names that resemble the term. */
  readonly similar: readonly string[];
}

// ---------------------------------------------------------------- the account

export type Role = 'technician' | 'administrator' | 'masterAdministrator';

/** A place in the organization tree: names from the root downwards, e.g. ['Technicians', 'Helpdesk', 'Tier 1']. */
export type GroupPath = readonly string[];

export interface AccountGroup {
  readonly id: NodeId;
  readonly parent: NodeId | null;
  readonly role: Role;
  readonly path: GroupPath;
  readonly description: string;
  /** Whether its name and description cannot be told apart; its name in `path` is then made up. Absent = no. */
  readonly unreadable?: true;
}

/** What the organization tree does not show and must be asked for user by user. */
export interface UserDetails {
  readonly ssoId: string;
  readonly mobile: boolean;
  readonly accountHolder: boolean;
  /** The user's whole record, which counts more than what the tree shows of it; absent = not kept. */
  readonly record?: {
    readonly name: string;
    readonly email: string;
    readonly description: string;
    readonly enabled: boolean;
    readonly nick: string;
    readonly rpat: boolean;
  };
}

export interface AccountUser {
  readonly id: NodeId;
  /** The group it stands in. */
  readonly group: NodeId;
  readonly role: Role;
  readonly name: string;
  /** Empty for a bare node: created, but never filled in. */
  readonly email: string;
  readonly description: string;
  readonly enabled: boolean;
  /** null until asked for. */
  readonly details: UserDetails | null;
}

/** A user that is there, but whose fields cannot be told apart: somebody wrote text that looks like other fields. */
export interface UnreadableUser {
  readonly id: NodeId;
  readonly group: NodeId;
  /** Everything that is printed of it. */
  readonly text: string;
}

/** The account, read to the end; there is no such thing as half an account. */
export interface AccountReading {
  readonly account: string;
  readonly organization: string;
  readonly url: string;
  /** The user whose credentials are used: it is never changed. */
  readonly self: { readonly ids: readonly NodeId[]; readonly email: string };
  readonly groups: readonly AccountGroup[];
  readonly users: readonly AccountUser[];
  /** They are no part of `users`: nothing is known of them but that they are there. Absent = there are none. */
  readonly unreadable?: readonly UnreadableUser[];
}

// ---------------------------------------------------------------- the plan

export type Operation = 'create' | 'update' | 'move' | 'enable' | 'disable';

/** Field values of a user or group, before or after a change; only those that change. */
export interface Facts {
  readonly group?: string;
  readonly name?: string;
  readonly email?: string;
  readonly status?: 'enabled' | 'disabled';
  readonly ssoId?: string;
  readonly mobile?: boolean;
  /** The person the user is linked to; null or absent before an adoption. */
  readonly link?: string | null;
  /** `new`: the user gets a new password, random or the one that the file gives new users. The password itself stands nowhere. */
  readonly password?: 'new';
}

/** Who a planned user is; a change whose facts no longer hold is stale. */
export interface UserFacts {
  readonly name: string;
  readonly email: string;
  readonly status: 'enabled' | 'disabled';
  /** The person the user is linked to; null when there is no link. */
  readonly link: string | null;
}

export interface Reason {
  /** MEMBER_OF, DIFFERS, LINK_RENEWED, ADOPTED, RELINKED, PERSON_DISABLED, PERSON_EXPIRED, LEFT, ROLE_CHANGED, ROLE_LOWERED, ADD_ON_RETURNED, NOT_A_MEMBER, EMAIL_EXCHANGE, MAPPED, MIRRORED, RENAMED */
  readonly code: string;
  readonly text: string;
  /** Line of the mapping in the YAML file; null where no mapping is involved. */
  readonly line: number | null;
  /** Names of the directory groups from the mapped one to the one that holds the person. */
  readonly path: readonly string[];
}

/** The limit that keeps a change back, and the id of the set that it belongs to. */
export interface HeldBy {
  /** The setting, as `limits.disable` or `rescue.adopt`. */
  readonly limit: string;
  readonly id: string;
}

export interface Hold extends HeldBy {
  /** Other sets that would keep it back, had this one been approved. */
  readonly also: readonly HeldBy[];
}

/** An approval that lets a change through. */
export interface LetThrough extends HeldBy {
  /** Who gave it: file and line, as `sync.yaml:12`, or `--approve`. */
  readonly by: string;
  /** Whether it was given for a part of the set only. */
  readonly part: boolean;
}

export interface Change {
  /** Stable between two plans of the same situation. */
  readonly id: string;
  readonly target: 'rescue';
  readonly kind: 'user' | 'group';
  readonly role: Role;
  readonly operations: readonly Operation[];
  /** Name, e-mail and place after the change. */
  readonly name: string;
  readonly email: string | null;
  readonly group: string;
  /** null for create. */
  readonly before: Facts | null;
  readonly after: Facts;
  /** What the user was like when the plan was made, whether it changes or not; null for a create and for groups. */
  readonly facts: UserFacts | null;
  readonly reason: Reason;
  /** What keeps it back; null when nothing does. */
  readonly held: Hold | null;
  /** What would have kept it back, had nobody approved it; empty for all others. */
  readonly letThrough: readonly LetThrough[];
  /** The user's or group's node; for a create null, or the bare node left by a run that broke off. */
  readonly node: NodeId | null;
  /** The group it stands in before the change; null for a create. */
  readonly fromNode: NodeId | null;
  /** The group it stands in after the change; null when this plan creates that group first: then `group` names it. */
  readonly toNode: NodeId | null;
  readonly person: PersonId | null;
  /** The link marker that must stand in the description after the change; null leaves the description alone. */
  readonly marker: string | null;
  /** Ids of the changes that must be done before this one. */
  readonly needs: readonly string[];
}

export interface GroupCount {
  readonly group: string;
  readonly line: number | null;
  /** People who should stand there. */
  readonly wanted: number;
  /** Users of any status standing there now / after the plan is applied. */
  readonly present: number;
  readonly after: number;
}

/** Licences of one kind. */
export interface LicenseBalance {
  /** What `rescue.licenses` says the contract holds; null when it says nothing. */
  readonly held: number | null;
  /** In use now / after the plan is applied. */
  readonly before: number;
  readonly after: number;
}

export interface PlanSummary {
  readonly create: number;
  readonly update: number;
  readonly move: number;
  readonly enable: number;
  readonly disable: number;
  readonly createGroup: number;
  /** Groups that are renamed or linked. */
  readonly updateGroup: number;
  readonly unchanged: number;
  readonly held: number;
  /** Enabled users of people whose end is proved and who stay enabled, protection and held disables aside. */
  readonly leaversLeft: number;
  readonly notices: number;
}

/** The plan document, `schemas/plan.schema.json`. */
export interface Plan {
  readonly format: 'adsync.plan/1';
  /** Digest of everything below except createdAt: the same for the same situation. */
  readonly planId: string;
  readonly createdAt: string;
  readonly adsyncVersion: string;
  readonly config: { readonly file: string; readonly sha256: string };
  readonly directory: {
    readonly type: DirectoryReading['type'];
    readonly name: string;
    readonly complete: boolean;
    readonly groups: number;
    readonly people: number;
    /** What the names of mappings mean, folded; mappings by id or DN are not among them. Absent when there are none. */
    readonly names?: Readonly<Record<string, DirectoryGroupId>>;
  };
  readonly targets: readonly [
    { readonly type: 'rescue'; readonly account: string; readonly organization: string; readonly url: string },
  ];
  readonly summary: PlanSummary;
  /** Technicians: enabled ones. Mobile: users with the add-on; null when `rescue.licenses.mobile` is not given. */
  readonly licenses: { readonly technicians: LicenseBalance; readonly mobile: LicenseBalance | null };
  readonly groups: readonly GroupCount[];
  readonly changes: readonly Change[];
  readonly notices: readonly Notice[];
}

/** A plan that was saved, to be applied once. */
export interface SavedPlan extends Plan {
  /** Which saving it is: 128 random bits, lower-case hex. By it a spent plan is known. */
  readonly savedId: string;
  /** SHA-256 over the whole document but itself and the signature. */
  readonly digest: string;
  /** HMAC-SHA256 over the same, with the key of ADSYNC_PLAN_KEY; absent where there was none. */
  readonly signature?: string;
}

/** What became of one change. */
export interface Outcome {
  readonly change: string;
  readonly result: 'done' | 'failed' | 'stale' | 'skipped';
  /** Why it failed, is stale or was skipped, in a sentence; empty when done. */
  readonly text: string;
}
