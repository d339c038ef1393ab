import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatMarker, parseMarker, sealOf, withMarker } from '../../src/targets/rescue/planner/marker.ts';
import type { AccountReading, NodeId } from '../../src/targets/rescue/planner/account.ts';
import type { Plan } from '../../src/plan/model.ts';
import { Secret } from '../../src/core/secret.ts';
import type { RescueSettings } from '../../src/targets/rescue/settings.ts';
import { personId, planOf, SEALING, settingsOf, type TestAccount } from '../targets/rescue/planner/builders.ts';
import { runs } from '../runs.ts';
import { type RandomWorld, randomWorld } from './world.ts';

const RUNS = runs(250);
const KEY = new Secret('k'.repeat(32));

/** Where a marker goes, and which: a copy of that of another user, or one that its writer has sealed without a key. */
interface Forgery {
  readonly victim: number;
  readonly source: number;
  readonly person: string;
}

const forgeries = fc.array(
  fc.record({
    victim: fc.nat(),
    source: fc.nat(),
    person: fc.constantFrom('ada', 'bob', 'cy', 'dora', 'emil', 'fay', 'gus', 'hal', 'nobody'),
  }),
  { minLength: 1, maxLength: 4 },
);

/** Licences would go to somebody else where a change is held: another matter. */
function settingsFor(
  { mappings, settings }: RandomWorld,
  fields: Partial<RescueSettings>,
): ReturnType<typeof settingsOf> {
  return settingsOf(mappings, { ...settings, licenses: { technicians: null, mobile: null }, ...fields });
}

/** What happens to users of the account without an approval, but for links and add-ons. */
function effects({ changes }: Plan): string[] {
  return changes
    .filter(({ facts, held, reason }) => facts !== null && held === null && reason.code !== 'EMAIL_EXCHANGE')
    .flatMap(({ node, after }) =>
      Object.entries(after)
        .filter(([field]) => !['link', 'mobile'].includes(field))
        .map(([field, value]) => `${field} of ${node ?? ''}: ${String(value)}`),
    );
}

function withUsers(account: TestAccount, change: (description: string, id: NodeId, at: number) => string): TestAccount {
  const users = account.reading.users.map((user, at) => ({
    ...user,
    description: change(user.description, user.id, at),
  }));
  return { ...account, reading: { ...account.reading, users } };
}

function copied({ users }: AccountReading, { source }: Forgery): string {
  return users[source % Math.max(1, users.length)]?.description ?? '';
}

function madeUp({ person }: Forgery, node: NodeId): string {
  const link = { person: personId(person), fingerprint: 'bfe2ad0c' };
  return formatMarker({ ...link, seal: sealOf(link.person, node, SEALING) });
}

function forge(
  account: TestAccount,
  list: readonly Forgery[],
  marker: (one: Forgery, node: NodeId) => string,
): TestAccount {
  const { length } = account.reading.users;
  return withUsers(account, (description, id, at) => {
    const added = list.filter(({ victim }) => victim % Math.max(1, length) === at).map((one) => marker(one, id));
    return [description, ...added].join(' ').trim();
  });
}

function expectNothingNew(
  world: RandomWorld,
  fields: Partial<RescueSettings>,
  before: TestAccount,
  after: TestAccount,
): void {
  const settings = settingsFor(world, fields);
  const honest = effects(planOf(settings, world.reading, before).plan);
  const forged = effects(planOf(settings, world.reading, after).plan);

  expect(forged.filter((effect) => !honest.includes(effect))).toEqual([]);
}

test('markers that are copied to other users make nothing happen to anybody without an approval', () => {
  fc.assert(
    fc.property(randomWorld, forgeries, (world, list) => {
      const { account } = world;

      const attacked = forge(account, list, (one) => copied(account.reading, one));

      expectNothingNew(world, {}, account, attacked);
    }),
    RUNS,
  );
});

test('with rescue.linkKey neither do markers that somebody makes without it', () => {
  fc.assert(
    fc.property(randomWorld, forgeries, (world, list) => {
      const sealed = withUsers(world.account, (description, id) => {
        const marker = parseMarker(description);
        if (marker === null) return description;
        const seal = sealOf(marker.person, id, { ...SEALING, key: KEY });
        return withMarker(description, formatMarker({ ...marker, seal }));
      });

      const attacked = forge(sealed, list, (one, id) => `${madeUp(one, id)} ${copied(sealed.reading, one)}`);

      expectNothingNew(world, { linkKey: KEY }, sealed, attacked);
    }),
    RUNS,
  );
});
