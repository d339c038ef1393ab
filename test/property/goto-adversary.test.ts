import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DirectoryGroup, Person } from '../../src/core/people.ts';
import { fold } from '../../src/core/text.ts';
import { NO_PAST } from '../../src/plan/earlier-runs.ts';
import type { AccountReading, AccountUser } from '../../src/targets/goto/planner/account.ts';
import { linkOf } from '../../src/targets/goto/planner/match.ts';
import { hasPower, rightsOf } from '../../src/targets/goto/planner/roles.ts';
import { fileOf, groupId, person, personId, planOf, rule, user } from '../targets/goto/planner/builders.ts';
import { runs } from '../runs.ts';
import { carryOut, madeOf, type RandomWorld, randomWorld } from './goto-world.ts';

/**
 * Mallory is in one group, whose rule gives a product and no role, and writes what they like about themselves: their
 * address and their name. Nothing that is somebody else's comes to them or is taken from its owner, as long as nobody
 * approves anything.
 */

const RUNS = runs(400);
const MALLORY = personId('mal');

type Guise = Pick<Person, 'mail' | 'name'>;
const HONEST: Guise = { mail: 'mal@corp.example', name: 'Mal Example' };

const guise: fc.Arbitrary<Guise> = fc.record({
  mail: fc.constantFrom(
    ...['ada', 'bob', 'cleo', 'dan', 'eve', 'fred', 'gus', 'hal', 'boss', 'boss', 'mal', 'new'].map(
      (word) => `${word}@corp.example`,
    ),
    'ADA@Corp.Example',
    ' ada@corp.example ',
    'SMTP:ada@corp.example',
    '\u0430da@corp.example',
    'ada\u200b@corp.example',
    'root@owner.example',
    'ada@other.example',
    null,
  ),
  name: fc.constantFrom('Mal Example', 'Ada Example', 'x'.repeat(40), '\u202egnp'),
});

const hostile = fc.record({
  random: fc.oneof(randomWorld, randomWorld.map(withoutRoles)),
  guises: fc.array(guise, { minLength: 1, maxLength: 3 }),
});

function worldAs(world: RandomWorld, account: AccountReading, fields: Guise): RandomWorld {
  const { settings, reading } = world;
  const group: DirectoryGroup = {
    id: groupId('Guests'),
    name: 'Guests',
    label: 'CN=Guests',
    people: [MALLORY],
    groups: [],
    others: [],
  };
  const guests = { kind: 'complete', group: group.id } as const;
  const more = {
    people: new Map([...reading.people, [MALLORY, person('mal', fields)]]),
    groups: new Map([...reading.groups, [group.id, group]]),
  };
  return {
    settings: {
      ...settings,
      adopt: 'held',
      mappings: [...settings.mappings, rule('Guests', { products: ['Meeting'], line: 90 })],
    },
    reading:
      reading.kind === 'complete'
        ? { ...reading, ...more, roots: [...reading.roots, guests] }
        : { ...reading, ...more, roots: [...reading.roots, guests] },
    account,
  };
}

/** The account after one run in which nobody approves anything. */
function run({ settings, reading, account }: RandomWorld): AccountReading {
  const file = fileOf(settings);
  const plan = planOf({
    settings: file,
    reading,
    account,
    approvals: [],
    earlier: new Map(),
    past: NO_PAST,
    knownNames: new Map(),
  });
  return carryOut(madeOf(plan.changes), account);
}

/** Without seats, of which what one person takes another one does not get; and with an admin whom no rule has. */
function withBoss(account: AccountReading): AccountReading {
  const licences = account.licences.map((one) => ({ ...one, seats: null }));
  return {
    ...account,
    licences,
    users: [...account.users, user('boss', { adminRoles: ['SUPER_USER'], attributes: {} })],
  };
}

/** Rules that say nothing of roles leave them alone. */
function withoutRoles(world: RandomWorld): RandomWorld {
  const mappings = world.settings.mappings.map((one) => ({ ...one, role: null }));
  return { ...world, settings: { ...world.settings, mappings } };
}

/** Whether somebody else, who was read, has a user for certain. */
function isOthers(user: AccountUser, { settings, reading }: RandomWorld): boolean {
  const owner = linkOf(user, settings);
  if (owner !== null) return owner !== MALLORY && reading.people.has(owner);
  const working = [...reading.people.values()].filter(({ state }) => state === 'enabled');
  return working.some(({ mail }) => fold(mail ?? '') === fold(user.email));
}

const FIELDS = [
  'licences',
  'adminRoles',
  'roleSets',
  'managedGroups',
  'group',
  'email',
  'firstName',
  'lastName',
] as const;

/** What of a user is neither as it was nor as it is where Mallory writes nothing. */
function spoilt(
  before: AccountUser,
  honest: AccountUser,
  now: AccountUser,
  settings: RandomWorld['settings'],
): string[] {
  const fields = FIELDS.filter(
    (field) => ![before, honest].some((one) => JSON.stringify(one[field]) === JSON.stringify(now[field])),
  );
  const link = linkOf(now, settings);
  const isLinked = [before, honest].some((one) => linkOf(one, settings) === link);
  return [...fields.map((field) => `${before.email}: ${field}`), ...(isLinked ? [] : [`${before.email}: link`])];
}

test('nobody gets or spoils what is somebody else’s by what they write about themselves', () => {
  let adopted = 0;
  fc.assert(
    fc.property(hostile, ({ random, guises }) => {
      let account = withBoss(random.account);
      for (const fields of guises) {
        const hostileWorld = worldAs(random, account, fields);
        const honest = run(worldAs(random, account, HONEST));
        const after = run(hostileWorld);
        const { settings } = hostileWorld;
        for (const before of account.users) {
          const [one, other] = [honest, after].map(({ users }) => users.find(({ key }) => key === before.key));
          if (one === undefined || other === undefined) throw new Error(`${before.email} is gone`);
          if (isOthers(before, { ...hostileWorld, reading: random.reading })) {
            expect(spoilt(before, one, other, settings)).toEqual([]);
          }
        }
        const mine = after.users.filter((user) => linkOf(user, settings) === MALLORY);
        adopted += mine.length;
        expect(mine.filter((user) => hasPower(rightsOf(user)))).toEqual([]);
        account = after;
      }
    }),
    RUNS,
  );
  expect(adopted).toBeGreaterThan(RUNS.numRuns / 4);
});
