import type { Cause } from '../core/cause.ts';
import type { ReasonCode } from '../core/codes.ts';
import type { Notice } from '../core/notice.ts';
import type { DirectoryGroupId, DirectoryReading, PersonId } from '../core/people.ts';

/**
 * What is done to a user or group. A target has enable and disable for users that may log in or not, or resume and suspend
 * for users that have something or nothing; grant and revoke change a set of entitlements.
 */
export const OPERATIONS = [
  'create',
  'update',
  'move',
  'enable',
  'disable',
  'grant',
  'revoke',
  'resume',
  'suspend',
] as const;
export type Operation = (typeof OPERATIONS)[number];

/**
 * Why a change fails, in the words that people look for: one heading each after an apply, and what `retry --kind` takes.
 * A kind that nobody knows better is `unknown`.
 */
export const FAILURE_KINDS = [
  'account-exists',
  'out-of-licences',
  'domain-not-validated',
  'identity-read-only',
  'invalid-data',
  'rate-limited',
  'not-authorized',
  'transient',
  'unknown',
] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

export function isFailureKind(value: unknown): value is FailureKind {
  return FAILURE_KINDS.some((kind) => kind === value);
}

/** Why a change that should be made cannot be, as the plan already knows: it is shown, and fails when it is applied. */
export interface Blocked {
  readonly kind: FailureKind;
  /** Why, in a sentence. */
  readonly text: string;
}

/** What a field holds: a text, a switch, nothing, or a set of texts sorted by code points (products, roles). */
export type Value = string | boolean | null | readonly string[];

/**
 * Values by the name of their field. The target says which fields there are; some mean the same for every target. It is no
 * interface: with the index there, programs that read plans would need our setting exactOptionalPropertyTypes.
 */
export type Fields = Readonly<Record<string, Value>> & {
  /** The group of the account in which a user stands, as text. */
  readonly group?: string;
  readonly name?: string;
  readonly email?: string;
  readonly status?: Status;
  /** The person, or directory group, that it is linked to. */
  readonly link?: string | null;
};

export type Status = 'enabled' | 'disabled';

/** A user as the plan found it; a change is stale once these facts no longer hold. */
export type UserFacts = {
  readonly name: string;
  readonly email: string;
  readonly status: Status;
  /** The person the user is linked to; null when there is no link. */
  readonly link: string | null;
};

/** What a change rests on: it was read in so many words, or concluded from somebody not being there. */
export type Evidence = 'said' | 'absence';

/**
 * What a reviewer has to look at before anything else:
 *
 * - adoption     a user that was linked to nobody becomes a person's
 * - takeover     a user passes from one person to another
 * - credentials  a user gets a new password, e-mail address or SSO id
 * - privileged   somebody gets, or keeps under other credentials, rights over others
 * - stranger     nobody in the directory accounts for the user, as far as anybody knows
 */
export type Risk = 'adoption' | 'takeover' | 'credentials' | 'privileged' | 'stranger';

/**
 * When a change is made (plan/order.ts):
 *
 * - groups   a group is created, renamed or linked
 * - release  something is given back: a user is disabled, a seat or an add-on becomes free
 * - former   the user of a former role is disabled, after the one of the new role is there
 * - change   an existing user changes
 * - create   a user is created that takes no seat
 * - seat     a user is created or enabled, and takes a seat
 */
export type Stage = 'groups' | 'release' | 'former' | 'change' | 'create' | 'seat';

export interface Reason {
  readonly code: ReasonCode;
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
  /** Its giver: file and line, as `sync.yaml:12`, or `--approve`. */
  readonly by: string;
  /** Whether it was given for a part of the set only. */
  readonly part: boolean;
}

/** What only a target reads of its changes. */
export type NativeValues = Readonly<Record<string, Value>>;

interface ChangeBase<Native> {
  /** Stable between two plans of the same situation. */
  readonly id: string;
  /** The account it is made in: type and account, as `rescue:560961`. */
  readonly target: string;
  /** What the account calls users, or groups of users, of this sort; the target knows the words. */
  readonly role: string;
  readonly operations: readonly Operation[];
  /** The name after the change. */
  readonly name: string;
  /** The group of the account in which it stands after the change, a path as text (core/path.ts); for a group its own. */
  readonly group: string;
  /** null for a create. */
  readonly before: Fields | null;
  readonly after: Fields;
  /** Why the change is made at all. */
  readonly reason: Reason;
  /** Why each field changes, by the name of the field. */
  readonly because: Readonly<Record<string, Reason>>;
  readonly evidence: Evidence;
  readonly stage: Stage;
  /** Sorted; empty where there is none. */
  readonly risk: readonly Risk[];
  /** How many of each budget it takes; negative where it gives back. What it leaves alone is not named. */
  readonly takes: Readonly<Record<string, number>>;
  /** What keeps it back; null when nothing does. */
  readonly held: Hold | null;
  /** What would have kept it back, had nobody approved it; empty for all others. */
  readonly letThrough: readonly LetThrough[];
  /** Absent where nothing is known to be in the way. */
  readonly blocked?: Blocked;
  /** What has caused it; absent where the plan has no base. It is no part of the id. */
  readonly cause?: Cause;
  /** The account's own id of the user or group; null for a create, but for an empty one that is filled in. */
  readonly node: string | null;
  /** Ids of the changes that must be done before this one. */
  readonly needs: readonly string[];
  /** What only the target reads. */
  readonly native: Native;
}

export interface UserChange<Native = NativeValues> extends ChangeBase<Native> {
  readonly kind: 'user';
  /** The e-mail address after the change. */
  readonly email: string;
  readonly person: PersonId | null;
  /** What the user was like when the plan was made, whether it changes or not; null for a create. */
  readonly facts: UserFacts | null;
}

export interface GroupChange<Native = NativeValues> extends ChangeBase<Native> {
  readonly kind: 'group';
  readonly email: null;
  readonly person: null;
  readonly facts: null;
}

/** Everything planned for one user or one group of an account: one or more operations. */
export type Change<Native = NativeValues> = UserChange<Native> | GroupChange<Native>;

/** How many people stand in a group that a mapping feeds. */
export interface Tally {
  readonly group: string;
  readonly line: number | null;
  /** Enabled people who should stand there. */
  readonly wanted: number;
  /** Enabled users standing there now / after the plan is applied. */
  readonly present: number;
  readonly after: number;
}

/** Something of which the contract holds a number: seats, licences, add-ons. */
export interface Budget {
  /** The target knows the words for it. */
  readonly name: string;
  /** What the contract holds; null when the file does not say. */
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
  /** These five are absent where there is none. */
  readonly grant?: number;
  readonly revoke?: number;
  readonly resume?: number;
  readonly suspend?: number;
  /** Changes that cannot be made now. */
  readonly blocked?: number;
  readonly createGroup: number;
  /** Groups that are renamed or linked. */
  readonly updateGroup: number;
  readonly unchanged: number;
  readonly held: number;
  /** Enabled users of people whose end is proved and who stay enabled, protection and held disables aside. */
  readonly leaversLeft: number;
  readonly notices: number;
}

/** What it takes to make the changes of one account when nothing goes wrong: what fails or is tried again comes on top. */
export interface Forecast {
  /** Calls of the service. */
  readonly calls: number;
  /** About how long they take at the permitted rate, in whole seconds. */
  readonly seconds: number;
}

/** One account that a plan is for. */
export interface TargetSection {
  /** Type and account, as `rescue:560961`: what changes name, and what locks, journals and state are keyed by. */
  readonly id: string;
  readonly type: string;
  /** The account's own id. */
  readonly account: string;
  readonly organization: string;
  readonly url: string;
  /**
   * What the names of its mappings mean, folded; mappings by id or DN are not among them. Absent when there are none. Each
   * account has its own: a name that one of them holds, because it meant something else before, may be new to another.
   */
  readonly names?: Readonly<Record<string, DirectoryGroupId>>;
  readonly summary: PlanSummary;
  readonly budgets: readonly Budget[];
  readonly tallies: readonly Tally[];
  /** Absent where nobody has reckoned it. */
  readonly forecast?: Forecast;
}

/** The number of the plan document's form (`schemas/plan.schema.json`). */
export const FORMAT = 'adsync.plan/2';

/** The plan document, `schemas/plan.schema.json`. */
export interface Plan<One extends Change = Change> {
  readonly format: typeof FORMAT;
  /** Digest of everything below except createdAt: the same for the same situation. */
  readonly planId: string;
  readonly createdAt: string;
  readonly adsyncVersion: string;
  readonly config: { readonly file: string; readonly sha256: string };
  /** The file that this one is compared with; absent where there is none. The plan's id does not depend on it. */
  readonly base?: PlanBase;
  readonly directory: PlanDirectory;
  /** The runs that the plan puts back, as `adsync history` names them; absent in every other plan. For it nothing was read of the directory. */
  readonly undoes?: readonly string[];
  /** One entry an account, in the order of the file. */
  readonly targets: readonly TargetSection[];
  /** Of all accounts together. */
  readonly summary: PlanSummary;
  /** Of all accounts, one after the other, each in the order in which they are made. */
  readonly changes: readonly One[];
  readonly notices: readonly Notice[];
}

/** The former file, against which a plan says what has caused each change. */
export interface PlanBase {
  /** As it was named on the command line; for a revision the path of the file itself. */
  readonly file: string;
  /** The revision of git from which it was read, as it was named, and the commit that it stood for; null for a file. */
  readonly revision: string | null;
  readonly commit: string | null;
  /** As `config.sha256`; null where the revision has no such file, or the file has faults. */
  readonly sha256: string | null;
  /** What would be changed with the former file, and is not planned any more. */
  readonly prevented: readonly Prevented[];
}

/** A change that only the former file would make, or the part of it that only the former file would make. */
export interface Prevented
  extends Pick<
    Change,
    'id' | 'target' | 'kind' | 'role' | 'operations' | 'name' | 'email' | 'group' | 'before' | 'after' | 'held'
  > {
  /** Why it would be made, in words. */
  readonly reason: string;
}

/** The directory that a plan was made from. */
export interface PlanDirectory {
  readonly type: DirectoryReading['type'];
  readonly name: string;
  readonly complete: boolean;
  readonly groups: number;
  readonly people: number;
}

/** A plan that was saved, to be applied once. */
export interface SavedPlan<One extends Change = Change> extends Plan<One> {
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
  /**
   * pending: all that adsync can do is done, and it now waits for the person. notApproved: somebody approved other changes
   * of the plan, and not this one; it was not to be made.
   */
  readonly result: 'done' | 'pending' | 'failed' | 'stale' | 'skipped' | 'notApproved';
  /** Why it failed, is pending or stale, or was left alone, in a sentence; empty when done. */
  readonly text: string;
  /** Of a failure, where the target tells them apart. */
  readonly kind?: FailureKind;
}
