import type { GotoFault } from './faults.ts';
import type { GotoSwitches } from './switches.ts';

/** A user as the account file keeps it. What the service derives (status, products, group names) is not in it. */
export interface GotoSandboxUser {
  readonly key: string;
  email: string;
  firstName: string;
  lastName: string;
  locale: string;
  timeZone: string;
  licenseKeys: string[];
  adminRoles: string[];
  /** Ids of custom roles. */
  roleSets: string[];
  managedGroupKeys: string[];
  /** null = in no group. */
  groupKey: string | null;
  /** Has signed in. */
  activated: boolean;
  /** Has signed in, but not lately. */
  inactive: boolean;
  /** Declined the transfer to this account, or accepted one to another account. */
  declined: boolean;
  /** A user of another account who is not here yet: its e-mail is taken. */
  elsewhere: boolean;
  /** Was deleted: its e-mail may bring it back. */
  deleted: boolean;
  identityReadOnly: boolean;
  /** Values by the name of the attribute. */
  attributes: Record<string, string>;
  inviteCount: number;
  /** Milliseconds since 1970; null = never. */
  invitedDate: number | null;
}

export interface GotoSandboxLicence {
  readonly key: string;
  description: string;
  seats: number;
  products: string[];
  enabled: boolean;
}

export interface GotoSandboxGroup {
  readonly key: string;
  name: string;
  /** Key of the group above; null = at the top. */
  parent: string | null;
}

export interface GotoSandboxToken {
  userKey: string;
  scopes: string[];
}

/** A stand-in account of GoTo, as it is kept in memory; `saveGotoAccount` writes it as JSON. Keys are text of any length. */
export interface GotoAccountFile {
  readonly format: 'adsync.sandbox-goto/1';
  accountKey: string;
  /** The organisation. */
  name: string;
  clients: { clientId: string; clientSecret: string; grants: string[] }[];
  /** Personal access tokens. */
  tokens: (GotoSandboxToken & { pat: string })[];
  refreshTokens: (GotoSandboxToken & { token: string })[];
  licences: GotoSandboxLicence[];
  groups: GotoSandboxGroup[];
  /** Custom roles. */
  rolesets: { id: string; name: string }[];
  /** Names of custom attributes. */
  attributes: { key: string; name: string }[];
  otherAccounts: { key: string; name: string }[];
  /** Empty = any domain. */
  validatedDomains: string[];
  switches: Partial<GotoSwitches>;
  faults: GotoFault[];
  users: GotoSandboxUser[];
}

export const ADMIN_ROLES = [
  'SUPER_USER',
  'MANAGE_ACCOUNT',
  'ADD_USERS',
  'MANAGE_USERS',
  'MANAGE_SEATS',
  'MANAGE_SETTINGS',
  'MANAGE_GROUPS',
  'RUN_REPORTS',
  'MANAGE_SETTINGS_PROFILES',
  'MANAGE_DEVICE_GROUPS',
  'MANAGE_EMERGENCY_SERVICES',
  'VIEW_INVOICES',
  'VIEW_AND_PAY_INVOICES',
  'VIEW_CALL_RECORDINGS',
] as const;

/** A user with every field it was not given at its empty value. */
export function gotoUser(given: Pick<GotoSandboxUser, 'key' | 'email'> & Partial<GotoSandboxUser>): GotoSandboxUser {
  const { key, email, ...fields } = given;
  return {
    key,
    email,
    firstName: '',
    lastName: '',
    locale: 'en_US',
    timeZone: 'America/Los_Angeles',
    licenseKeys: [],
    adminRoles: [],
    roleSets: [],
    managedGroupKeys: [],
    groupKey: null,
    activated: false,
    inactive: false,
    declined: false,
    elsewhere: false,
    deleted: false,
    identityReadOnly: false,
    attributes: {},
    inviteCount: 0,
    invitedDate: null,
    ...fields,
  };
}

/** An example account: one super admin with a personal access token, two licences, a group and a custom role. */
export function newGotoAccount(options: { clientSecret: string; pat: string }): GotoAccountFile {
  const admin = gotoUser({
    key: '7000000000000000101',
    email: 'owner@corp.example',
    firstName: 'Account',
    lastName: 'Owner',
    adminRoles: ['SUPER_USER'],
    activated: true,
  });
  return {
    format: 'adsync.sandbox-goto/1',
    accountKey: '1234567890123456789',
    name: 'Example Corp',
    clients: [
      {
        clientId: 'adsync-rehearsal',
        clientSecret: options.clientSecret,
        grants: ['personal_access_token', 'refresh_token'],
      },
    ],
    tokens: [{ pat: options.pat, userKey: admin.key, scopes: ['identity:'] }],
    refreshTokens: [],
    licences: [
      { key: '7000000000000000001', description: 'GoTo Meeting', seats: 50, products: ['G2M'], enabled: true },
      { key: '7000000000000000002', description: 'GoTo Connect', seats: 50, products: ['JIVE'], enabled: true },
    ],
    groups: [{ key: '7000000000000000201', name: 'Sales', parent: null }],
    rolesets: [{ id: '7000000000000000301', name: 'Helpdesk' }],
    attributes: [],
    otherAccounts: [],
    validatedDomains: ['corp.example'],
    switches: {},
    faults: [],
    users: [admin],
  };
}

/** Whether a user is seen in the account at all. */
export function isHere({ elsewhere, deleted }: GotoSandboxUser): boolean {
  return !elsewhere && !deleted;
}

export type GotoStatus = 'INVITED' | 'ACTIVE' | 'INACTIVE' | 'SUSPENDED';

/** The service keeps no such field: a user without product and role shows as suspended, even when it never signed in. */
export function statusOf(user: GotoSandboxUser): GotoStatus {
  const holdsNothing = user.licenseKeys.length + user.adminRoles.length + user.roleSets.length === 0;
  if (holdsNothing || user.declined) return 'SUSPENDED';
  if (!user.activated) return 'INVITED';
  return user.inactive ? 'INACTIVE' : 'ACTIVE';
}
