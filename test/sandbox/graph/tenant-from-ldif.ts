import { guidFromBytes } from '../../../src/directory/ad/ids.ts';
import type { LdifRecord } from '../../../src/directory/file/ldif.ts';
import { recordsOf } from '../../directory/file/records.ts';
import { type GraphApp, type GraphTenant, newGraphTenant } from '../../../src/sandbox/graph/index.ts';

/** What the newcomer's tenant is called; the secret opens nothing but the stand-in. */
const TENANT_ID = '6f1d2c00-5a3b-4c7e-9d10-00000000e000';
const APP: GraphApp = {
  clientId: '6f1d2c00-5a3b-4c7e-9d10-00000000a000',
  secret: 'sandbox-secret',
  roles: ['GroupMember.Read.All', 'User.Read.All'],
};

/**
 * The tenant that a synchronisation of Active Directory with Entra ID would give: the same people, groups and ids. An
 * expiry date is not synchronised; whoever has one is disabled here, so that both directories lead to the same plan.
 */
export function tenantFromLdif(ldif: Buffer): GraphTenant {
  const tenant = newGraphTenant({ tenantId: TENANT_ID, domain: 'corp.example', apps: [APP] });
  const records = recordsOf(ldif);
  const ids = new Map(records.map((record) => [record.dn, idOf(record)]));
  for (const record of records) {
    const id = idOf(record);
    const displayName = textOf(record, 'displayName') ?? textOf(record, 'cn');
    const classes = valuesOf(record, 'objectClass');
    if (classes.includes('computer')) {
      tenant.devices.push({ id, displayName, accountEnabled: true, operatingSystem: 'Windows' });
    } else if (classes.includes('contact')) {
      tenant.orgContacts.push({ id, displayName, mail: textOf(record, 'mail') });
    } else if (classes.includes('group')) {
      tenant.groups.push({
        id,
        displayName,
        description: textOf(record, 'description'),
        securityEnabled: true,
        mailEnabled: false,
        onPremisesSyncEnabled: true,
        onPremisesSamAccountName: textOf(record, 'sAMAccountName'),
        members: valuesOf(record, 'member').map((dn) => ids.get(dn) ?? `${dn} is not in the export`),
      });
    } else {
      tenant.users.push({
        id,
        displayName,
        givenName: textOf(record, 'givenName'),
        surname: textOf(record, 'sn'),
        department: textOf(record, 'department'),
        userPrincipalName: textOf(record, 'userPrincipalName') ?? '',
        mail: textOf(record, 'mail'),
        accountEnabled: isEnabled(record),
        userType: 'Member',
        onPremisesSyncEnabled: true,
        onPremisesSamAccountName: textOf(record, 'sAMAccountName'),
        onPremisesDistinguishedName: record.dn,
        onPremisesExtensionAttributes: { extensionAttribute3: textOf(record, 'extensionAttribute3') },
      });
    }
  }
  return tenant;
}

const NEVER = '9223372036854775807';

function isEnabled(record: LdifRecord): boolean {
  const disabled = (Number(textOf(record, 'userAccountControl')) & 2) !== 0;
  return !disabled && textOf(record, 'accountExpires') === NEVER;
}

function idOf(record: LdifRecord): string {
  const [guid] = record.attributes.get('objectguid') ?? [];
  return typeof guid === 'object' ? (guidFromBytes(guid) ?? '') : (guid ?? '');
}

function textOf(record: LdifRecord, name: string): string | null {
  return valuesOf(record, name)[0] ?? null;
}

function valuesOf(record: LdifRecord, name: string): string[] {
  return (record.attributes.get(name.toLowerCase()) ?? []).map(String);
}
