import type { Notice } from '../core/notice.ts';
import type { DirectoryGroupId, DirectoryReading, PersonId } from '../core/people.ts';
import type { NodeId, Role } from '../targets/rescue/planner/account.ts';

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
