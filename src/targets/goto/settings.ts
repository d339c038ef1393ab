import type { Day } from '../../core/calendar.ts';
import type { Secret } from '../../core/secret.ts';
import type { Authorities, CommonSettings, TargetSettings } from '../../core/settings.ts';

/** What `goto:` in the file says: defaults filled in, secrets fetched, paths absolute. */
export interface GotoSettings extends TargetSettings {
  readonly type: 'goto';
  /** Root of the Admin API without a slash at the end, or `sandbox:` and the absolute path of a stand-in's file. */
  readonly url: string;
  /** Host that gives tokens; of no meaning for a stand-in. */
  readonly authUrl: string;
  /** The authorities to trust; null = those of Node. */
  readonly ca: Authorities | null;
  /** Account key: text of digits of any length. */
  readonly account: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly credential: GotoCredential;
  readonly requests: {
    /** Changes that are under way at a time. */
    readonly concurrent: number;
    /** Of each API; the service allows 10. */
    readonly perSecond: number;
    /** Milliseconds for one request with its answer. */
    readonly timeout: number;
    /** Milliseconds for which a reading may lag behind a write. */
    readonly consistencyDelay: number;
    /** Users asked for in one page. */
    readonly pageSize: number;
    /** How keys stand in request bodies: the service is known to take both, but not from everybody. */
    readonly keys: 'text' | 'numbers';
    /** How users are looked for: `eq` as the current reference has it, `regex` as the older one. */
    readonly filter: 'eq' | 'regex';
  };
  /** Validated domains, folded. Users with other addresses are never touched. */
  readonly domains: readonly string[];
  readonly domainLines: readonly number[];
  readonly welcomeMail: boolean;
  /** Of new users that no rule gives another one; null = what the service chooses. */
  readonly language: string | null;
  /** In the order of the file. */
  readonly products: readonly Product[];
  /** Folded addresses of users that are never touched. */
  readonly protect: readonly string[];
  readonly protectLines: readonly number[];
  /** `account`: an address proves a person also where rights over others hang on it. */
  readonly adopt: 'held' | 'account';
  /** The custom attribute that names the person; null = users are found by their address alone. */
  readonly linkAttribute: string | null;
  /** Custom attributes that are kept in step for everybody, in the order of the file. */
  readonly attributes: readonly AttributeMapping[];
  /** The rules: the first is the strongest. */
  readonly mappings: readonly Rule[];
  /** Rules whose last day has passed: they have nobody. Absent = none. */
  readonly expired?: readonly Rule[];
}

export type GotoCredential =
  | { readonly kind: 'personalAccessToken'; readonly token: Secret }
  /** `path` is the file that the token came from, absolute, and is rewritten when the service renews it. */
  | { readonly kind: 'refreshToken'; readonly token: Secret; readonly path: string };

/** A name of the file for a licence. */
export interface Product {
  readonly name: string;
  readonly licence: string;
  /** Line in the file, 1-based. */
  readonly line: number;
}

export interface AttributeMapping {
  /** Its name in the account. */
  readonly name: string;
  /** Its name in the directory. */
  readonly from: string;
  readonly line: number;
}

export interface Rule {
  /** DN, objectGUID / object id, or a unique name, as it stands in the file. */
  readonly directoryGroup: string;
  /** See `WantedGroup.commented`. */
  readonly commented?: string;
  readonly note: string | null;
  /** Names of `products`, in the order of the file. */
  readonly products: readonly string[];
  /** null = this rule does not set it; likewise `userGroup` and `language`. */
  readonly role: RoleWish | null;
  /** Name of a user group of the account. */
  readonly userGroup: string | null;
  readonly language: string | null;
  /** The last day on which it holds; absent = there is none. */
  readonly expires?: Day;
  /** Its place in the file, from 1; absent = its place among the rules that hold. */
  readonly number?: number;
  readonly line: number;
}

/** A role as the file names it. */
export type RoleWish =
  | { readonly kind: 'member' }
  | { readonly kind: 'admin' }
  | { readonly kind: 'superAdmin' }
  /** Permissions as the service spells them, sorted; no user groups = all users. */
  | { readonly kind: 'manager'; readonly permissions: readonly string[]; readonly userGroups: readonly string[] }
  | { readonly kind: 'custom'; readonly name: string };

/** The file as the planner of this target sees it. */
export interface GotoFileSettings extends CommonSettings {
  readonly goto: GotoSettings;
}

/** Whether custom attributes are needed at all. */
export function usesAttributes({
  linkAttribute,
  attributes,
}: Pick<GotoSettings, 'linkAttribute' | 'attributes'>): boolean {
  return linkAttribute !== null || attributes.length > 0;
}
