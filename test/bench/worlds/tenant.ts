import { type GraphTenant, newGraphTenant } from '../../../src/sandbox/graph/index.ts';
import { type Company, groupOf, membersOf, personOf } from './company.ts';

const APP = { clientId: '11111111-0000-4000-8000-000000000001', secret: 'bench-secret-of-the-app' };
const TENANT = '22222222-0000-4000-8000-000000000002';

/** A company in Entra ID. */
export function tenantOf(company: Company): GraphTenant {
  const apps = [{ ...APP, roles: ['GroupMember.Read.All', 'User.Read.All'] }];
  const tenant = newGraphTenant({ tenantId: TENANT, domain: 'corp.example', apps });
  for (let index = 0; index < company.people; index++) {
    const { guid, name, mail } = personOf(index);
    tenant.users.push({ id: guid, displayName: name, userPrincipalName: mail, mail, accountEnabled: true });
  }
  for (let index = 0; index < company.groups; index++) {
    const { guid, name } = groupOf(index);
    const members = [...membersOf(company, index)].map((person) => personOf(person).guid);
    tenant.groups.push({ id: guid, displayName: name, securityEnabled: true, mailEnabled: false, members });
  }
  return tenant;
}

/** `directory` of a file, with the authority of the stand-in in the file graph-ca.pem. */
export function entraDirectory(url: string): string {
  const login = { tenantId: TENANT, clientId: APP.clientId, clientSecret: APP.secret };
  const places = { graphUrl: url, authorityUrl: url, tls: { ca: 'graph-ca.pem' } };
  return `directory: ${JSON.stringify({ type: 'entra', ...login, ...places })}\n`;
}
