import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { WantedGroup } from '../../../src/core/people.ts';
import { DOMAIN, type FakeDc, startFakeDc } from './fake-dc.ts';
import { guid, ldapSettings } from './fixture.ts';
import { LivingDomain } from './living-domain.ts';
import { type Watching, watching } from './watching.ts';

let domain = new LivingDomain();
let dc: FakeDc;
beforeAll(async () => {
  const now = (): ReturnType<LivingDomain['options']> => domain.options();
  dc = await startFakeDc({
    entriesAt: (count) => now().entriesAt?.(count) ?? [],
    root: () => now().root?.() ?? {},
    configuration: () => now().configuration?.() ?? [],
    seesDeleted: () => true,
  });
});
afterAll(() => dc.close());

function watch(wanted: readonly (string | WantedGroup)[], baseDN = DOMAIN): Watching {
  return watching(ldapSettings(`ldap://127.0.0.1:${dc.port}`, { baseDN }), wanted);
}

const OUS = [1, 2, 3];
const USERS = [4, 5, 6, 7, 8, 9];
const GROUPS = [10, 11, 12, 13];
const PC = 14;
/** Made on the way. */
const LATE = [15, 16, 17];

function newDomain(members: readonly (readonly [number, number])[]): LivingDomain {
  const made = new LivingDomain();
  for (const name of ['A', 'B', 'C']) made.add('organizationalUnit', name);
  for (const number of USERS) made.add('user', `User ${number}`, (number % 3) + 1);
  for (const number of GROUPS) made.add('group', `Group ${number}`, (number % 3) + 1);
  made.add('computer', 'PC', 1);
  for (const [group, member] of members) if (group !== member) made.join(group, member);
  made.remove(made.add('user', 'Left'));
  return made;
}

/** One thing that an administrator, or a program of his, does. What cannot be done is left. */
type Edit = (made: LivingDomain) => unknown;

const anybody = fc.constantFrom(...USERS, ...GROUPS, PC, ...LATE);
const group = fc.constantFrom(...GROUPS);
const user = fc.constantFrom(...USERS);
const container = fc.constantFrom(...OUS);
const name = fc.constantFrom('Group 10', 'group 11', 'User 4', 'A', 'B', 'New');

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(group, anybody).map(
    ([to, who]): Edit =>
      (made) => {
        if (to !== who) made.join(to, who);
      },
  ),
  fc.tuple(group, anybody).map(
    ([from, who]): Edit =>
      (made) =>
        made.leave(from, who),
  ),
  fc.tuple(anybody, fc.constantFrom('description', 'mail', 'displayName'), name).map(
    ([who, attribute, value]): Edit =>
      (made) =>
        made.set(who, attribute, value),
  ),
  fc.tuple(user, fc.constantFrom('512', '514')).map(
    ([who, control]): Edit =>
      (made) =>
        made.set(who, 'userAccountControl', control),
  ),
  fc.tuple(fc.oneof(anybody, container), name).map(
    ([who, to]): Edit =>
      (made) =>
        made.rename(who, to),
  ),
  fc.tuple(anybody, container).map(
    ([who, to]): Edit =>
      (made) =>
        made.move(who, to),
  ),
  // Not into itself: B and C into A, C into B.
  fc.constantFrom<readonly [number, number]>([2, 1], [3, 1], [3, 2], [2, 0], [3, 0]).map(
    ([who, to]): Edit =>
      (made) =>
        made.move(who, to),
  ),
  fc.tuple(anybody, fc.constantFrom<'sleep' | 'go'>('sleep', 'go')).map(
    ([who, links]): Edit =>
      (made) =>
        made.remove(who, links),
  ),
  anybody.map(
    (who): Edit =>
      (made) =>
        made.restore(who),
  ),
  fc.tuple(user, fc.constantFrom(...GROUPS, 513)).map(
    ([who, to]): Edit =>
      (made) =>
        made.makePrimary(who, to),
  ),
  fc.tuple(fc.constantFrom<'user' | 'group'>('user', 'group'), name, container).map(
    ([kind, called, to]): Edit =>
      (made) =>
        made.add(kind, called, to),
  ),
  fc.constant<Edit>((made) => made.updateElsewhere()),
);

/** Names of Active Directory are unique within their container: two of one DN are no domain. */
function isPossible(made: LivingDomain): boolean {
  const dns = made.entries().map(({ dn }) => dn.toLowerCase());
  return new Set(dns).size === dns.length;
}

function attempt(made: LivingDomain, step: Edit): void {
  try {
    step(made);
  } catch (error) {
    // Nothing has that number yet.
    if (!(error instanceof Error) || !error.message.startsWith('nothing has')) throw error;
  }
}

const WANTED: readonly (readonly (string | WantedGroup)[])[] = [
  ['Group 10'],
  ['Group 11', `CN=Group 12,OU=A,${DOMAIN}`],
  [{ ref: 'Group 10', nested: false }, guid(13)],
  [{ ref: 'Group 11', nested: true, commented: 'New' }],
];

test('whatever happens: when the reading is said to be the same, a new one is', async () => {
  let same = 0;
  let changed = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.tuple(
          group,
          anybody.filter((number) => number <= PC),
        ),
        { maxLength: 14 },
      ),
      fc.array(edit, { maxLength: 3 }),
      fc.array(edit, { minLength: 1, maxLength: 4 }),
      fc.constantFrom(...WANTED),
      fc.constantFrom(DOMAIN, `OU=A,${DOMAIN}`),
      async (members, before, after, wanted, base) => {
        domain = newDomain(members);
        for (const step of before) attempt(domain, step);
        fc.pre(isPossible(domain));
        const watched = watch(wanted, base);
        const first = await watched.read().catch(() => null);
        fc.pre(first !== null && first.mark !== null);
        const { reading, mark } = first;
        for (const step of after) attempt(domain, step);
        fc.pre(isPossible(domain));

        const since = await watched.since({ reading, mark }).catch(() => null);

        if (since?.kind !== 'same') {
          changed++;
          return;
        }
        same++;
        expect((await watched.read()).reading).toEqual(reading);
      },
    ),
    { numRuns: 80 },
  );
  expect(same).toBeGreaterThan(20);
  expect(changed).toBeGreaterThan(20);
});

test('more changed objects than are looked at count as a change', async () => {
  domain = newDomain([[10, 4]]);
  const watched = watch(['Group 10']);
  const kept = await watched.marked();
  for (let index = 0; index < 5000; index++) domain.add('user', `More ${index}`, 1);

  expect(await watched.since(kept)).toEqual({
    kind: 'changed',
    why: 'Very many objects of the domain have changed.',
  });
});

test('nobody can tell where more objects hide their changes than are looked at', async () => {
  domain = newDomain([]);
  for (let index = 0; index < 1000; index++) {
    const number = domain.add('user', `More ${index}`, 1);
    domain.withheld.set(number, ['uSNChanged']);
    domain.join(10, number);
  }
  const watched = watch(['Group 10']);
  const kept = await watched.marked();
  expect(await watched.since(kept)).toEqual({ kind: 'same' });
  domain.updateElsewhere();

  expect(await watched.since(kept)).toMatchObject({ kind: 'unknown', why: expect.stringContaining('uSNChanged') });
});

test('a quiet domain of 2,000 people takes no more requests than one of 20', async () => {
  const costs: number[] = [];
  for (const size of [20, 2000]) {
    domain = newDomain([]);
    const people = Array.from({ length: size }, (_, index) => domain.add('user', `More ${index}`, (index % 3) + 1));
    for (const who of people) domain.join(10, who);
    const watched = watch(['Group 10']);
    const kept = await watched.marked();
    domain.set(11, 'description', 'x');
    domain.set(people[0] ?? 0, 'description', 'x');
    const before = dc.searches.length;
    expect(await watched.since(kept)).toEqual({ kind: 'same' });
    costs.push(dc.searches.length - before);
  }

  // The base, the root, the server's own entry, a deleted object, what has changed, one object of each container.
  expect(costs).toEqual([6, 6]);
});
