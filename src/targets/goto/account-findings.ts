import { broken, doubtful, fine } from '../../core/check.ts';
import { counted } from '../../core/counted.ts';
import type { AccountFinding } from '../target.ts';
import type { AccountReading } from './planner/account.ts';
import { domainOf } from './planner/identity.ts';
import type { GotoSettings } from './settings.ts';

/** What a reading says of the rights of the token and of what the file names. PURE */
export function findingsOf(reading: AccountReading, settings: GotoSettings): readonly AccountFinding[] {
  return [
    { id: 'role', title: 'role of the user of the token', ...roleFound(reading) },
    { id: 'products', title: 'licences of the products', ...productsFound(reading, settings) },
    { id: 'domains', title: 'domains with users', ...domainsFound(reading, settings) },
  ];
}

function roleFound({ self, users }: AccountReading) {
  const own = users.find(({ key }) => key === self.key);
  if (own === undefined) {
    return doubtful(
      'The list of users does not show the user of the token, so the rights are not known.',
      'Make the token with a user of this account.',
    );
  }
  if (own.adminRoles.includes('SUPER_USER')) return fine('It is a super admin.');
  const needed = ['MANAGE_USERS', 'ADD_USERS', 'MANAGE_SEATS'].filter((role) => !own.adminRoles.includes(role));
  if (needed.length === 0) return fine('It has the roles to add users, to change them, and to give licences.');
  return doubtful(
    `It is no super admin, and lacks ${needed.join(', ')}; a custom role may give what these would.`,
    'Give it the admin role Super Admin, or these permissions.',
  );
}

function productsFound({ licences }: AccountReading, { products }: GotoSettings) {
  const missing = products.filter(({ licence }) => !licences.some(({ key }) => key === licence));
  const off = products.filter(({ licence }) => licences.some(({ key, enabled }) => key === licence && !enabled));
  if (missing.length > 0) {
    const names = missing.map(({ name, line }) => `${name} (line ${line})`).join(', ');
    return broken(
      `The account has no licence for ${names}. It has ${licences.map(({ key, description }) => `${key} (${description})`).join(', ')}.`,
      'Write the key of a licence of this account.',
    );
  }
  if (off.length > 0) {
    return doubtful(
      `The licence of ${off.map(({ name }) => name).join(', ')} is not enabled.`,
      'Ask the vendor, or take the product out of the file.',
    );
  }
  return fine(`All ${products.length} products have one.`);
}

function domainsFound({ users }: AccountReading, { domains }: GotoSettings) {
  const counts = domains.map(
    (domain) => [domain, users.filter(({ email }) => domainOf(email) === domain).length] as const,
  );
  const others = users.length - counts.reduce((sum, [, count]) => sum + count, 0);
  const text = counts.map(([domain, count]) => `${domain}: ${counted(count, 'user')}`).join(', ');
  return fine(`${text}. ${counted(others, 'user')} with other addresses will never be touched.`);
}
