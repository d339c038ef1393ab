import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fold } from '../../src/core/text.ts';
import { parseMarker } from '../../src/targets/rescue/planner/marker.ts';
import type { AccountUser, NodeId } from '../../src/targets/rescue/planner/account.ts';
import type { DirectoryReading, RootRead } from '../../src/core/people.ts';
import type { Plan } from '../../src/plan/model.ts';
import type { LimitSettings } from '../../src/core/settings.ts';
import {
  approvedPlanOf,
  codes,
  NO_LIMITS,
  planOf,
  readingOf,
  settingsOf,
  type TestAccount,
  budgetOf,
} from '../targets/rescue/planner/builders.ts';
import { runs } from '../runs.ts';
import { type Budgets, carryOut } from './in-memory.ts';
import { directory, type RandomWorld, randomWorld, saysMoreToCome } from './world.ts';

const RUNS = runs(250);

function settingsFor({ mappings, settings }: RandomWorld): ReturnType<typeof settingsOf> {
  return settingsOf(mappings, settings);
}

test('after a plan is carried out nothing is left to do, and every step on the way is legal', () => {
  fc.assert(
    fc.property(randomWorld, (world) => {
      const { first, after } = settledIn(world, world.reading, world.account);
      const second = approvedPlanOf(settingsFor(world), world.reading, after).plan;

      expect(second.changes).toEqual([]);
      expect(budgetOf(second, 'technicians')?.before).toBe(budgetOf(first, 'technicians')?.after);
      expect(budgetOf(second, 'mobile')?.before).toBe(budgetOf(first, 'mobile')?.after);
    }),
    RUNS,
  );
});

test('the same holds through years of changes in the directory and by hand, with one user a person and role', () => {
  fc.assert(
    fc.property(randomWorld, fc.array(fc.tuple(directory, fc.nat(), fc.nat()), { maxLength: 4 }), (world, years) => {
      let account = world.account;
      for (const [literal, who, what] of years) {
        const reading = readingOf(literal, world.mappings);
        const { first, after } = settledIn(world, reading, account);
        account = after;
        // Who was kept as the last master administrator goes with the next run, when there is another.
        if (keptTheLast(first)) {
          account = carryOut(approvedPlanOf(settingsFor(world), reading, account).plan, account, budgets(world));
        }

        const again = approvedPlanOf(settingsFor(world), reading, account).plan;

        const markers = account.reading.users.flatMap(({ role, description }) => {
          const person = parseMarker(description)?.person;
          return person === undefined ? [] : [`${role} ${person}`];
        });
        expect(again.changes).toEqual([]);
        expect(markers.length - new Set(markers).size).toBeLessThanOrEqual(doubles(world));
        account = editedByHand(account, who, what);
      }
    }),
    RUNS,
  );
});

/** Carries out a plan with all approvals, and the one after it where the first says that a second is needed. */
function settledIn(
  world: RandomWorld,
  reading: DirectoryReading,
  account: TestAccount,
): { first: Plan; after: TestAccount } {
  let plan = approvedPlanOf(settingsFor(world), reading, account).plan;
  let after = carryOut(plan, account, budgets(world));
  for (let rounds = 0; rounds < 2 && saysMoreToCome(plan); rounds++) {
    plan = approvedPlanOf(settingsFor(world), reading, after).plan;
    after = carryOut(plan, after, budgets(world));
  }
  return { first: plan, after };
}

function keptTheLast({ notices }: Plan): boolean {
  return notices.some(({ text }) => text.includes('the last enabled master administrator'));
}

function budgets({ settings }: RandomWorld): Budgets {
  return settings.licenses ?? { technicians: null, mobile: null };
}

/** Copies of link markers that the account began with: adsync reports them and leaves them. */
function doubles({ account }: RandomWorld): number {
  const markers = account.reading.users.flatMap(({ description }) => parseMarker(description)?.person ?? []);
  return markers.length - new Set(markers).size;
}

/** Somebody edits one user in the Admin Center. */
function editedByHand(account: TestAccount, who: number, what: number): TestAccount {
  const { reading, details } = account;
  const user = reading.users[who % Math.max(1, reading.users.length)];
  if (user === undefined) return account;
  const homes = reading.groups.filter(({ role, path }) => role === user.role && path[0] !== path.at(-1));
  const edits: readonly Partial<AccountUser>[] = [
    { name: 'By Hand' },
    { enabled: !user.enabled },
    { description: '' },
    { email: `hand${user.id}@corp.example` },
    { group: homes[what % Math.max(1, homes.length)]?.id ?? user.group },
  ];
  const edited = { ...user, ...edits[what % edits.length] };
  const users = reading.users.map((one) => (one === user ? edited : one));
  return { reading: { ...reading, users }, details };
}

test('nobody protected is touched, and no unlinked user of a role that is not mapped', () => {
  fc.assert(
    fc.property(randomWorld, (world) => {
      const { plan } = planOf(settingsFor(world), world.reading, world.account);

      const touched = plan.changes.flatMap(({ node }) => node ?? []);
      const users = world.account.reading.users.filter(({ id }) => touched.includes(id));
      const protectedEmails = [...(world.settings.protect ?? []), world.account.reading.self.email].map(fold);
      expect(users.filter(({ email }) => protectedEmails.includes(fold(email)))).toEqual([]);
      expect(users.filter(({ id }) => world.account.details.get(id)?.accountHolder === true)).toEqual([]);
      const unmapped = users.filter(({ role }) => !world.mappings.some((mapping) => mapping.role === role));
      expect(unmapped.filter(({ description }) => parseMarker(description) === null)).toEqual([]);
    }),
    RUNS,
  );
});

test('a half-read directory leads to no move, and to no disable but of people read as disabled', () => {
  fc.assert(
    fc.property(randomWorld, fc.nat(), (world, pick) => {
      const missing = pick % world.mappings.length;
      const gone: RootRead = { kind: 'incomplete', group: null, code: 'GROUP_NOT_FOUND', text: 'gone' };
      const roots = world.reading.roots.map((root, index) => (index === missing ? gone : root));
      const reading = { ...world.reading, kind: 'partial' as const, roots };

      const { plan } = planOf(settingsFor(world), reading, world.account);

      const later = new Set(world.mappings.slice(missing).map(({ line }) => line));
      const moves = plan.changes.filter(({ operations }) => operations.includes('move'));
      const disables = plan.changes.filter(({ operations }) => operations.includes('disable'));
      expect(moves.filter(({ reason }) => reason.line === null || later.has(reason.line))).toEqual([]);
      // Rights go down on the strength of the mappings that were read whole, when none comes before that was not.
      const said = disables.filter(({ reason }) => !/^PERSON_/.test(reason.code));
      expect(said.filter(({ reason }) => reason.code !== 'ROLE_LOWERED' || later.has(reason.line ?? 0))).toEqual([]);
      expect(codes(plan)).toContain('GROUP_NOT_FOUND');
    }),
    RUNS,
  );
});

test('change ids are unique, and stable for the same situation', () => {
  fc.assert(
    fc.property(randomWorld, (world) => {
      const one = planOf(settingsFor(world), world.reading, world.account).plan;
      const two = planOf(settingsFor(world), world.reading, world.account).plan;

      const ids = one.changes.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(two).toEqual(one);
    }),
    RUNS,
  );
});

test('no more users are disabled than the limits allow, and the rest of the plan goes on', () => {
  fc.assert(
    fc.property(randomWorld, fc.nat({ max: 3 }), fc.nat({ max: 100 }), (world, most, share) => {
      const limits: LimitSettings = {
        ...NO_LIMITS,
        disable: { kind: 'count', count: most },
        disablePerGroup: { kind: 'percent', percent: share },
        minimum: 0,
      };
      const free = planOf(settingsFor(world), world.reading, world.account).plan;

      const { plan } = planOf({ ...settingsFor(world), limits }, world.reading, world.account);

      const disables = plan.changes.filter(({ operations }) => operations.includes('disable'));
      const made = disables.filter(({ held }) => held === null);
      const enabled = (group: NodeId | null): number =>
        world.account.reading.users.filter((user) => user.enabled && user.group === group && user.email !== '').length;
      const groups = new Set(made.map(({ native }) => native.fromNode));
      expect(made.length).toBeLessThanOrEqual(most);
      for (const group of groups) {
        const here = made.filter(({ native }) => native.fromNode === group).length;
        expect(here).toBeLessThanOrEqual((enabled(group) * share) / 100);
      }
      // Held disables free no seat; who waits for one keeps the user of a former role meanwhile.
      expect(disables.length).toBeLessThanOrEqual(free.summary.disable);
      expect(plan.summary.createGroup).toBe(free.summary.createGroup);
    }),
    RUNS,
  );
});
