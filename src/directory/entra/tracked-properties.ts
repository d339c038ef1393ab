import type { AskedProperty } from './attributes.ts';

/**
 * Properties that lie in the main store of Entra ID: only their changes are told. Of others a delta query takes the name,
 * shows the value, and never tells a change: schema extensions, open extensions, what lies in SharePoint (`skills`),
 * `licenseAssignmentStates`. So a name that is not known to be tracked counts as untracked. Of directory extensions, and of
 * what else is synchronized from Active Directory, nobody says it.
 *
 * @see https://learn.microsoft.com/graph/delta-query-overview, "Limitations"
 * @see https://developer.microsoft.com/graph/known-issues, "Change tracking is not supported" for extensions
 */
const TRACKED: ReadonlySet<string> = new Set(
  [
    'businessPhones',
    'city',
    'companyName',
    'country',
    'department',
    'displayName',
    'employeeId',
    'employeeOrgData',
    'employeeType',
    'faxNumber',
    'givenName',
    'id',
    'jobTitle',
    'mail',
    'mailNickname',
    'mobilePhone',
    'officeLocation',
    'onPremisesExtensionAttributes',
    'onPremisesSamAccountName',
    'onPremisesUserPrincipalName',
    'otherMails',
    'postalCode',
    'preferredLanguage',
    'proxyAddresses',
    'state',
    'streetAddress',
    'surname',
    'usageLocation',
    'userPrincipalName',
    'userType',
  ].map((name) => name.toLowerCase()),
);

/** Why changes of one of these are not told, or may not be, a sentence; null = all are told. */
export function untracked(asked: readonly AskedProperty[]): string | null {
  const first = asked.find(({ property }) => !TRACKED.has(property.toLowerCase()));
  return first === undefined ? null : `Microsoft Graph may not tell changes of the attribute ${first.name}.`;
}
