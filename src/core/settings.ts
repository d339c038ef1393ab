import type { Calendar } from './calendar.ts';
import type { Secret } from './secret.ts';

/** What the file says for all targets alike: defaults filled in, secrets fetched, paths absolute. */
export interface CommonSettings {
  /** The file as the user named it. */
  readonly file: string;
  /**
   * SHA-256 of what the file says, lower-case hex: of its text without a byte order mark, with CRLF as LF. It stays the
   * same on a machine that writes line ends in another way.
   */
  readonly sha256: string;
  readonly directory: DirectorySettings;
  readonly limits: LimitSettings;
  /** Holds that may pass. */
  readonly approve: readonly Approval[];
  /** Where the file touches what guards against accidents; plan/guard-rails.ts says which of them it weakens. */
  readonly guardRails: readonly GuardRail[];
  /** How old a saved plan may be when it is applied, in milliseconds. */
  readonly maxPlanAge: number;
  /** How long `adsync run` waits after a round, in milliseconds. */
  readonly interval: number;
  /** Of how many rounds of `adsync run` one reads the directory in full, whatever it says; 1 = each does. */
  readonly fullReadingEvery: number;
  /** How long records of runs are kept where nothing needs them any more, in milliseconds. */
  readonly retention: number;
  /** Whom `adsync run` tells what has changed. Absent = nobody. */
  readonly notify?: NotifySettings;
  /** What hangs on days and hours. Absent = nothing does. */
  readonly calendar?: Calendar;
}

/** The validated content of `sync.yaml`. */
export interface Settings extends CommonSettings {
  /** One for each section of a target. */
  readonly targets: readonly TargetSettings[];
}

/** One target's section of the file. What else is in it, only the target knows. */
export interface TargetSettings {
  /** The key of the section: `rescue`. */
  readonly type: string;
  /** Where the account is reached. */
  readonly url: string;
  /** The entries that name directory groups, each with its line in the file, 1-based. */
  readonly mappings: readonly { readonly line: number }[];
}

/** An entry of `approve`. */
export interface Approval {
  /** The id of a hold. */
  readonly id: string;
  /** Line of the entry in the file, 1-based. */
  readonly line: number;
}

/** A setting of the file that may weaken a guard. */
export interface GuardRail {
  /** The setting, as `limits.disable`, `rescue.protect`, `rescue.groups[].disableLimit`. */
  readonly key: string;
  /** As it stands in the file; of a list what is in it. */
  readonly value: string;
  /** Line of the setting in the file, 1-based. */
  readonly line: number;
}

/** How many users may be changed before it is taken for an accident and held. */
export interface LimitSettings {
  readonly disable: Share;
  readonly disablePerGroup: Share;
  /** Users that are moved to another group. */
  readonly move: Share;
  /** Existing users that get another e-mail address or SSO id. */
  readonly readdress: Share;
  /** Users that one plan may create; null = as many as there are. */
  readonly create: number | null;
  /** Below this many users no share applies. */
  readonly minimum: number;
  /** Milliseconds for which the disables, moves and new addresses of earlier runs count; 0 = they do not. */
  readonly window: number;
}

export type Share =
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'percent'; readonly percent: number };

/** Authorities to trust instead of those of Node. */
export interface Authorities {
  /** A file that `tls.ca` names, or the store of the operating system. */
  readonly from: 'file' | 'system';
  /** PEM text of at least one certificate. */
  readonly pem: string;
}

export type DirectorySettings = LdapSettings | FileSettings | EntraSettings;

export interface LdapSettings {
  readonly type: 'ldap';
  /** ldaps://host[:port] or ldap://host[:port]; tried in order. */
  readonly urls: readonly string[];
  readonly baseDN: string;
  /** A DN, user@upn.suffix or DOMAIN\user. */
  readonly bindDN: string;
  readonly bindPassword: Secret;
  readonly tls: {
    /** PEM text of the authorities to trust; null = those of Node. */
    readonly ca: string | null;
    readonly startTLS: boolean;
    /** The name the certificate must carry; null = the host of the URL. */
    readonly serverName: string | null;
  };
  /** Milliseconds. */
  readonly timeouts: { readonly connect: number; readonly request: number };
}

export interface FileSettings {
  readonly type: 'file';
  /** Absolute path of an LDIF file. */
  readonly path: string;
  /** What plans and messages call it, where that is not its path: a path that came from outside is never shown. */
  readonly shown?: string;
}

/** Microsoft Entra ID, read through Microsoft Graph. */
export interface EntraSettings {
  readonly type: 'entra';
  /** GUID or domain of the tenant. */
  readonly tenantId: string;
  readonly credential: EntraCredential;
  /** Root of Microsoft Graph, https, without a version, e.g. https://graph.microsoft.com */
  readonly graphUrl: string;
  /** Host that gives tokens, https, e.g. https://login.microsoftonline.com */
  readonly authorityUrl: string;
  /** PEM text of the authorities to trust; null = those of Node. */
  readonly ca: string | null;
  /** Milliseconds one request may take, and may wait in all while the service throttles. */
  readonly timeouts: { readonly request: number; readonly throttled: number };
}

/** How tokens are got. `clientId` is the application's; null where the environment or the platform knows it. */
export type EntraCredential =
  | { readonly kind: 'clientSecret'; readonly clientId: string; readonly clientSecret: Secret }
  /** PEM text of private key and certificate. */
  | { readonly kind: 'certificate'; readonly clientId: string; readonly certificate: Secret }
  | { readonly kind: 'githubActions'; readonly clientId: string }
  | { readonly kind: 'azureDevOps'; readonly clientId: string; readonly serviceConnectionId: string }
  | { readonly kind: 'workloadIdentity'; readonly clientId: string | null }
  | { readonly kind: 'managedIdentity'; readonly clientId: string | null }
  | { readonly kind: 'azureCli' }
  | { readonly kind: 'default' };

/** What `adsync run` can tell to others: a test holds the list against the schema. */
export const NOTIFY_EVENTS = ['roundFailed', 'quarantine', 'recovered', 'held', 'changesFailed', 'fileBroken'] as const;

export type NotifyEvent = (typeof NOTIFY_EVENTS)[number];

/** Whom `adsync run` tells what has changed. */
export interface NotifySettings {
  /** Whether names of people may stand in what is told. */
  readonly names: boolean;
  /** Milliseconds that lie between two messages to one receiver, at least. */
  readonly spacing: number;
  /** PEM text of the authorities to trust; null = those of Node. */
  readonly ca: string | null;
  readonly webhooks: readonly WebhookSettings[];
  /** null = no mail is sent. */
  readonly mail: MailSettings | null;
}

export interface WebhookSettings {
  /** Whoever knows it can write there: it is a secret. */
  readonly address: Secret;
  readonly format: 'slack' | 'teams' | 'json' | 'text';
  /** What is sent instead of the format's own; null = that. */
  readonly template: string | null;
  /** Value of the Authorization header; null = none is sent. */
  readonly authorization: Secret | null;
  readonly events: readonly NotifyEvent[];
}

export interface MailSettings {
  readonly host: string;
  readonly port: number;
  /** starttls = TLS before anything is said; tls = from the start; none = in clear, without a password. */
  readonly security: 'starttls' | 'tls' | 'none';
  readonly credentials: { readonly user: string; readonly password: Secret } | null;
  /** An address alone. */
  readonly from: string;
  readonly to: readonly string[];
  readonly events: readonly NotifyEvent[];
}
