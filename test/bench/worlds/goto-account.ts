import { type GotoAccountFile, gotoUser, newGotoAccount } from '../../../src/sandbox/goto/index.ts';
import { type Company, firstGroups, groupOf, personOf } from './company.ts';

const SECRET = 'bench-secret-of-goto';
const TOKEN = 'bench-token-of-goto';
const MEETING = '7000000000000000001';
const FIRST_KEY = 8_000_000_000_000_000_000n;

/**
 * An account, new with each call.
 *
 * @param held everybody of a company who is in a group, as adsync has left them, or nobody but the owner
 */
export function gotoAccountOf(company: Company, held: 'everybody' | 'nobody' = 'everybody'): GotoAccountFile {
  const account = newGotoAccount({ clientSecret: SECRET, pat: TOKEN });
  account.licences = account.licences.map((one) => ({ ...one, seats: company.people }));
  if (held === 'nobody') return account;
  for (const [index, group] of firstGroups(company).entries()) {
    if (group === -1) continue;
    const { first, last, mail } = personOf(index);
    const names = { email: mail, firstName: first, lastName: last };
    const key = String(FIRST_KEY + BigInt(index));
    account.users.push(gotoUser({ key, ...names, licenseKeys: [MEETING], activated: true }));
  }
  return account;
}

/** The section of a file: a rule for each group. */
export function gotoSection({ groups }: Company, url: string): string {
  const rules = Array.from({ length: groups }, (_, index) => {
    return `    - { directoryGroup: "${groupOf(index).dn}", products: [Meeting] }\n`;
  });
  return `goto:
  url: ${url}
  authUrl: ${url}
  account: "1234567890123456789"
  clientId: adsync-rehearsal
  clientSecret: ${SECRET}
  personalAccessToken: ${TOKEN}
  domains: [corp.example]
  welcomeMail: false
  products: { Meeting: "${MEETING}" }
  requests: { perSecond: 1000, pageSize: 1000, consistencyDelay: 0s }
  rules:
${rules.join('')}`;
}
