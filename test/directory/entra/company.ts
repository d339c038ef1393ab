import type { GraphTenant } from '../../../src/sandbox/graph/index.ts';
import { addGroup, addUsers, BOTH_ROLES, guid, newTenant } from '../../sandbox/graph/world.ts';
import type { Lab } from './fixture.ts';

/** Desk holds users 1 and 2, and Night with user 3. Users 4 to 9 and Other are in nothing that is read. */
export function company(roles: readonly string[] = BOTH_ROLES): GraphTenant {
  const tenant = newTenant([...roles]);
  addUsers(tenant, 9);
  addGroup(tenant, 900, 'Desk', [guid(1), guid(2), guid(901)]);
  addGroup(tenant, 901, 'Night', [guid(3)]);
  addGroup(tenant, 902, 'Other', [guid(4)]);
  return tenant;
}

export function at<One>(list: readonly One[], index: number): One {
  const one = list[index];
  if (one === undefined) throw new Error('there is none');
  return one;
}

/** The requests to Graph while something is done: a batch counts once. */
export async function sentDuring(lab: Lab, work: () => Promise<unknown>): Promise<string[]> {
  const before = lab.requests().length;
  await work();
  return lab.requests().slice(before);
}
