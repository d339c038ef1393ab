import type { WantedGroup } from '../../../src/core/people.ts';
import { DOMAIN, type FakeDc, type FakeOptions, startFakeDc } from './fake-dc.ts';
import { ldapSettings } from './fixture.ts';
import { LivingDomain } from './living-domain.ts';
import { type Watching, watching } from './watching.ts';

const started: FakeDc[] = [];

/** Ends all that were started; for afterEach. */
export async function closeAll(): Promise<void> {
  await Promise.all(started.splice(0).map((dc) => dc.close()));
}

/** Support holds Ann, Bo, a computer and the group Tier 2, which holds Cy; Zoe and the group Others are not read. */
function company() {
  const domain = new LivingDomain();
  const people = domain.add('organizationalUnit', 'People');
  const groups = domain.add('organizationalUnit', 'Groups');
  const attic = domain.add('organizationalUnit', 'Attic');
  const [ann, bo, cy, zoe, left] = ['Ann', 'Bo', 'Cy', 'Zoe', 'Left'].map((name) => domain.add('user', name, people));
  const pc = domain.add('computer', 'PC', people);
  const [support, tier, others] = ['Support', 'Tier 2', 'Others'].map((name) => domain.add('group', name, groups));
  const all = { people, groups, attic, ann, bo, cy, zoe, left, pc, support, tier, others } as Record<Name, number>;
  for (const member of [all.ann, all.bo, all.pc, all.tier]) domain.join(all.support, member);
  domain.join(all.tier, all.cy);
  domain.join(all.others, all.zoe);
  domain.remove(all.left);
  return { domain, ...all };
}

type Name = 'people' | 'groups' | 'attic' | 'ann' | 'bo' | 'cy' | 'zoe' | 'left' | 'pc' | 'support' | 'tier' | 'others';
export type Company = ReturnType<typeof company>;

export interface Started extends Company, Watching {
  readonly dc: FakeDc;
}

/** Serves the company. */
export async function start(
  wanted: readonly (string | WantedGroup)[] = ['Support'],
  { base = DOMAIN, ...more }: FakeOptions & { readonly base?: string } = {},
): Promise<Started> {
  const world = company();
  const dc = await startFakeDc({ ...world.domain.options(), ...more });
  started.push(dc);
  return { ...world, dc, ...watching(ldapSettings(`ldap://127.0.0.1:${dc.port}`, { baseDN: base }), wanted) };
}
