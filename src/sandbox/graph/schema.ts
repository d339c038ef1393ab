/** Kinds of directory objects, as @odata.type names them after `#microsoft.graph.`. */
export const kinds = ['user', 'group', 'device', 'servicePrincipal', 'orgContact'] as const;
export type Kind = (typeof kinds)[number];

type ValueType = 'text' | 'flag' | 'list';

interface Property {
  readonly type: ValueType;
  /** Whether it comes without $select. */
  readonly byDefault: boolean;
}

function properties(byDefault: readonly string[], further: readonly string[]): ReadonlyMap<string, Property> {
  const all = [...byDefault, ...further];
  return new Map(all.map((name, index) => [name, { type: typeOf(name), byDefault: index < byDefault.length }]));
}

const flags = new Set(['accountEnabled', 'securityEnabled', 'mailEnabled', 'onPremisesSyncEnabled']);
const lists = new Set(['businessPhones', 'otherMails', 'proxyAddresses', 'groupTypes']);

function typeOf(name: string): ValueType {
  if (flags.has(name)) return 'flag';
  return lists.has(name) ? 'list' : 'text';
}

/** The properties a directory tool has a use for; the service knows more (79 of users, 51 of groups). */
export const schema: Readonly<Record<Kind, ReadonlyMap<string, Property>>> = {
  user: properties(
    [
      'businessPhones',
      'displayName',
      'givenName',
      'jobTitle',
      'mail',
      'mobilePhone',
      'officeLocation',
      'preferredLanguage',
      'surname',
      'userPrincipalName',
      'id',
    ],
    [
      'accountEnabled',
      'userType',
      'otherMails',
      'proxyAddresses',
      'department',
      'companyName',
      'employeeId',
      'employeeType',
      'employeeOrgData',
      'usageLocation',
      'onPremisesSyncEnabled',
      'onPremisesSamAccountName',
      'onPremisesUserPrincipalName',
      'onPremisesDistinguishedName',
      'onPremisesSecurityIdentifier',
      'onPremisesImmutableId',
      'onPremisesExtensionAttributes',
      'deletedDateTime',
    ],
  ),
  group: properties(
    [
      'id',
      'deletedDateTime',
      'description',
      'displayName',
      'groupTypes',
      'mail',
      'mailEnabled',
      'mailNickname',
      'onPremisesSamAccountName',
      'onPremisesSecurityIdentifier',
      'onPremisesSyncEnabled',
      'securityEnabled',
      'visibility',
    ],
    [],
  ),
  device: properties(['id', 'deletedDateTime', 'accountEnabled', 'deviceId', 'displayName', 'operatingSystem'], []),
  servicePrincipal: properties(
    ['id', 'deletedDateTime', 'accountEnabled', 'appId', 'displayName', 'servicePrincipalType'],
    [],
  ),
  orgContact: properties(['id', 'deletedDateTime', 'displayName', 'givenName', 'mail', 'surname'], []),
};

/** Properties that exist but cannot be asked of a list (501). */
export const notInLists: ReadonlySet<string> = new Set([
  'aboutMe',
  'birthday',
  'interests',
  'mySite',
  'schools',
  'skills',
]);

/** What User.ReadBasic.All shows of a user. */
export const basicProperties: ReadonlySet<string> = new Set([
  'id',
  'displayName',
  'givenName',
  'surname',
  'mail',
  'userPrincipalName',
]);

/** What $filter and $orderby may name; the service knows more. */
export const filterable: ReadonlySet<string> = new Set([
  'id',
  'displayName',
  'givenName',
  'surname',
  'mail',
  'mailNickname',
  'userPrincipalName',
  'userType',
  'accountEnabled',
  'securityEnabled',
  'mailEnabled',
  'onPremisesSyncEnabled',
  'onPremisesSamAccountName',
  'employeeId',
  'department',
  'description',
]);
