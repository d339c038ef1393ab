import type { PersonId } from '../../../src/core/people.ts';
import { newSandboxAccount, type SandboxAccount, sandboxNode } from '../../../src/sandbox/index.ts';
import type { NodeId } from '../../../src/targets/rescue/planner/account.ts';
import { fingerprint, formatMarker, sealOf } from '../../../src/targets/rescue/planner/marker.ts';
import { type Company, firstGroups, groupOf, personOf } from './company.ts';

export const TOKEN = 'bench-token';
const ACCOUNT = 1;
const TECHNICIANS = 337363;
const FIRST_GROUP = 400_000;
const FIRST_USER = 500_000;

/**
 * What the account holds of a company:
 *
 * - nobody     no groups and no users: everything is new
 * - groups     the groups, and nobody in them
 * - everybody  everybody as adsync has left them: linked, and nothing to change
 * - renamed    the same, but a user in a hundred has another name
 * - misnamed   the same, but every user has another name
 */
export type Held = 'nobody' | 'groups' | 'everybody' | 'renamed' | 'misnamed';

/** A stand-in account, new with each call. */
export function accountOf(company: Company, held: Held): SandboxAccount {
  const account = newSandboxAccount({
    organization: 'Bench',
    accountId: ACCOUNT,
    apiToken: TOKEN,
    holder: { name: 'Olga Owner', email: 'owner@corp.example', password: 'Holder%1pass' },
  });
  if (held === 'nobody') return account;
  for (let index = 0; index < company.groups; index++) {
    const { name } = groupOf(index);
    account.nodes.push(
      sandboxNode({ id: FIRST_GROUP + index, parent: TECHNICIANS, type: 'TechnicianGroup', name, permissions: [] }),
    );
  }
  if (held === 'groups') return account;
  for (const [index, group] of firstGroups(company).entries()) {
    if (group === -1) continue;
    const { guid, name, mail } = personOf(index);
    const id = FIRST_USER + index;
    const isOther = held === 'misnamed' || (held === 'renamed' && index % 100 === 0);
    account.nodes.push(
      sandboxNode({
        id,
        parent: FIRST_GROUP + group,
        type: 'Technician',
        name: isOther ? `Former ${name}` : name,
        email: mail,
        description: linkOf(guid as PersonId, String(id) as NodeId),
        password: 'Former%1pass',
      }),
    );
  }
  return account;
}

function linkOf(person: PersonId, node: NodeId): string {
  const seal = sealOf(person, node, { account: String(ACCOUNT), key: null });
  return formatMarker({ person, fingerprint: fingerprint(null, false), seal });
}
