/**
 * A tenant of Microsoft Entra ID as the stand-in knows it: plain data that a person can read and edit, and that tests
 * change while it is served, like somebody in the portal. Property names are those of Microsoft Graph v1.0.
 */
export interface GraphTenant {
  readonly format: 'adsync.sandbox-tenant/1';
  /** GUID; the domain leads to the tenant as well. */
  readonly tenantId: string;
  readonly domain: string;
  readonly apps: GraphApp[];
  readonly users: GraphUser[];
  readonly groups: GraphGroup[];
  readonly devices: GraphDevice[];
  readonly servicePrincipals: GraphServicePrincipal[];
  readonly orgContacts: GraphOrgContact[];
}

/** An app registration and the application permissions an administrator has consented to. */
export interface GraphApp {
  readonly clientId: string;
  secret?: string;
  /** When the secret ends, ISO 8601; absent = never. */
  secretExpires?: string;
  /** PEM of the registered certificate. */
  certificate?: string;
  /** The one whose tokens stand in for a secret (workload identity federation). */
  federated?: FederatedIdentity;
  /** `User.Read.All` and so on; in force with the next token. */
  roles: string[];
}

export interface FederatedIdentity {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

interface DirectoryObject {
  readonly id: string;
  displayName: string | null;
  /** When it was deleted; a deleted object is in no answer. */
  deletedDateTime?: string | null;
}

/** A property that is left out is null, or an empty collection. */
export interface GraphUser extends DirectoryObject {
  userPrincipalName: string;
  accountEnabled: boolean;
  mail?: string | null;
  givenName?: string | null;
  surname?: string | null;
  /** Member or Guest; left out = Member. */
  userType?: 'Member' | 'Guest' | null;
  preferredLanguage?: string | null;
  otherMails?: string[];
  proxyAddresses?: string[];
  businessPhones?: string[];
  mobilePhone?: string | null;
  officeLocation?: string | null;
  jobTitle?: string | null;
  department?: string | null;
  companyName?: string | null;
  employeeId?: string | null;
  employeeType?: string | null;
  employeeOrgData?: { costCenter?: string | null; division?: string | null } | null;
  usageLocation?: string | null;
  onPremisesSyncEnabled?: boolean | null;
  onPremisesSamAccountName?: string | null;
  onPremisesUserPrincipalName?: string | null;
  onPremisesDistinguishedName?: string | null;
  onPremisesSecurityIdentifier?: string | null;
  onPremisesImmutableId?: string | null;
  /** `extensionAttribute1` to `extensionAttribute15`. */
  onPremisesExtensionAttributes?: Record<string, string | null> | null;
}

export interface GraphGroup extends DirectoryObject {
  description?: string | null;
  mail?: string | null;
  mailNickname?: string | null;
  securityEnabled: boolean;
  mailEnabled: boolean;
  groupTypes?: string[];
  /** HiddenMembership hides the members from apps without Member.Read.Hidden. */
  visibility?: 'Private' | 'Public' | 'HiddenMembership' | null;
  onPremisesSyncEnabled?: boolean | null;
  onPremisesSamAccountName?: string | null;
  onPremisesSecurityIdentifier?: string | null;
  /** Ids of the direct members: users, groups, devices, service principals, contacts. */
  members: string[];
}

export interface GraphDevice extends DirectoryObject {
  accountEnabled: boolean;
  deviceId?: string | null;
  operatingSystem?: string | null;
}

export interface GraphServicePrincipal extends DirectoryObject {
  accountEnabled: boolean;
  appId?: string | null;
  servicePrincipalType?: string | null;
}

export interface GraphOrgContact extends DirectoryObject {
  mail?: string | null;
  givenName?: string | null;
  surname?: string | null;
}

/** A tenant with apps and nobody in it. */
export function newGraphTenant(options: Pick<GraphTenant, 'tenantId' | 'domain' | 'apps'>): GraphTenant {
  const { tenantId, domain, apps } = options;
  return {
    format: 'adsync.sandbox-tenant/1',
    tenantId,
    domain,
    apps,
    users: [],
    groups: [],
    devices: [],
    servicePrincipals: [],
    orgContacts: [],
  };
}
