import type { Day } from '../../core/calendar.ts';
import type { Secret } from '../../core/secret.ts';
import type { Authorities, CommonSettings, Share, TargetSettings } from '../../core/settings.ts';
import type { RescueProfile } from './profile.ts';
import type { Role } from './role.ts';
import type { GroupPath } from '../../core/path.ts';

/** The settings of the file as the planner of Rescue sees them. */
export interface RescueFileSettings extends CommonSettings {
  readonly rescue: RescueSettings;
}

/** The section `rescue` of the file: how the account is reached, and what is kept in step in it. */
export interface RescueSettings extends TargetSettings {
  readonly type: 'rescue';
  /** https://host, http://127.0.0.1:port (sandbox) or sandbox:/absolute/path.json */
  readonly url: string;
  /** The authorities to trust; null = those of Node. */
  readonly ca: Authorities | null;
  readonly credentials:
    | { readonly kind: 'token'; readonly token: Secret }
    | { readonly kind: 'password'; readonly email: string; readonly password: Secret };
  readonly requests: {
    readonly concurrent: number;
    readonly perSecond: number;
    /** Milliseconds one request may take. */
    readonly timeout: number;
  };
  /** How the service of this account answers. Absent = nothing is known of it. */
  readonly profile?: RescueProfile;
  /** null = a random one for each new user. */
  readonly newUserPassword: Secret | null;
  /**
   * Whether a group with concurrent-licence limits may be renamed or linked. How the service wants these limits
   * written back is not known, so it must be asked for.
   */
  readonly groupsWithLimits: 'refuse' | 'write';
  /**
   * Where an address alone is enough to give a person an existing, unlinked user: in the mapping's own group and below
   * it, or in the whole account. Elsewhere it needs an approval.
   */
  readonly adopt: 'mapped' | 'account';
  readonly loginId: 'email' | 'upn';
  readonly ssoId: SsoIdSource;
  /** E-mail addresses; `*` stands for any text. */
  readonly protect: readonly string[];
  /** Line of each entry of `protect` in the file, 1-based. */
  readonly protectLines: readonly number[];
  /** Seals links, so that nobody without it can make one (planner/marker.ts); null = links are sealed without a key. */
  readonly linkKey: Secret | null;
  /** What the contract holds; null = not said. */
  readonly licenses: { readonly technicians: number | null; readonly mobile: number | null };
  /** The most groups that may be fed, and the most members of one: the vendor's tool stops at 999 of each. */
  readonly ceilings: { readonly groups: number; readonly membersPerGroup: number };
  readonly mappings: readonly Mapping[];
  /** Days for which whoever is in no mapped group any more keeps the user (`leavers.grace`). Absent = none. */
  readonly graceDays?: number;
  /** Mappings whose last day has passed: they have nobody, and their role and place are looked after all the same. Absent = none. */
  readonly expired?: readonly Mapping[];
}

export type SsoIdSource = 'none' | 'email' | 'upn';
export type Attribute = 'name' | 'email' | 'status' | 'ssoId';

/** One directory group that a mapping names. */
export interface Part {
  /** As it stands in the file. */
  readonly directoryGroup: string;
  /** See `WantedGroup.commented`. */
  readonly commented?: string;
  /** Where it stands in a list of several, 1-based; absent where it is the only group of the mapping. */
  readonly place?: { readonly line: number; readonly column: number };
}

/** One entry of `rescue.groups`, with the defaults of the file filled in. */
export interface Mapping {
  /** The directory groups whose members it takes together, at least one, in the order of the file. */
  readonly parts: readonly Part[];
  readonly rescueGroup: GroupPath;
  readonly role: Role;
  /** Whether the Rescue group is one-to-one with the directory group. */
  readonly fullGroup: boolean;
  /** Whether members get the mobile add-on. */
  readonly mobileLicense: boolean;
  readonly subgroups: 'mirror' | 'flatten' | 'ignore';
  readonly ssoId: SsoIdSource;
  /** Fields kept in step on existing users. */
  readonly attributes: readonly Attribute[];
  /** Instead of `limits.disablePerGroup`; null = that one. */
  readonly disableLimit: Share | null;
  /** The last day on which it holds; absent = there is none. */
  readonly expires?: Day;
  /** Line of the entry in the file, 1-based. */
  readonly line: number;
}
