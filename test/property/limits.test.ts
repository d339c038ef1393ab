import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Counts } from '../../src/plan/members.ts';
import { holdChanges } from '../../src/plan/hold.ts';
import { usersOf } from '../../src/targets/rescue/planner/limit-bases.ts';
import { holdInput, situationOf } from '../../src/targets/rescue/planner/holds.ts';
import type { RescueChange as Change, RescuePlan as Plan } from '../../src/targets/rescue/planner/change.ts';
import { NO_PAST, type RecentChange, stillStands } from '../../src/plan/earlier-runs.ts';
import type { LimitSettings, Settings } from '../../src/core/settings.ts';
import {
  approvedPlanOf,
  heldAgain,
  NO_LIMITS,
  planOf,
  readingOf,
  settingsOf,
  type TestAccount,
  rescueFile,
} from '../targets/rescue/planner/builders.ts';
import { runs } from '../runs.ts';
import { carryOut } from './in-memory.ts';
import { directory, type RandomWorld, randomWorld } from './world.ts';

/** No more users are disabled, moved or readdressed than the limits allow without an approval, in however many runs. */

const RUNS = runs(250);
const KINDS = ['disable', 'move', 'readdress'] as const;
const DAY = 86_400_000;

function limitsOf(most: number): LimitSettings {
  const share = { kind: 'count', count: most } as const;
  return { ...NO_LIMITS, disable: share, move: share, readdress: share, window: DAY };
}

function settingsFor({ mappings, settings }: RandomWorld, most: number): Settings {
  // Seats and add-ons would let steps of a plan wait for others that are held.
  const plain = settingsOf(mappings, { ...settings, licenses: { technicians: null, mobile: null } });
  return { ...plain, limits: limitsOf(most) };
}

/** What an apply makes of a plan: nothing that is held, and nothing that needs what was not made. */
function made({ changes }: Plan): Change[] {
  const done = new Set<string>();
  return changes.filter(({ id, held, needs }) => {
    const isMade = held === null && needs.every((one) => done.has(one));
    if (isMade) done.add(id);
    return isMade;
  });
}

/** As the journal would tell it. */
function recentOf(changes: readonly Change[]): (RecentChange & { readonly allowed: boolean })[] {
  return changes.flatMap(({ node, operations, before, after, native: { fromNode }, letThrough }) => {
    if (node === null || before === null) return [];
    const allowed = letThrough.some(({ part }) => !part);
    const base = { node, from: null, after: {}, allowed };
    const { email, ssoId } = after;
    const known = { ...(email === undefined ? {} : { email }), ...(ssoId === undefined ? {} : { ssoId }) };
    return [
      ...(operations.includes('disable') ? [{ ...base, counts: 'disable' as const }] : []),
      ...(operations.includes('move') ? [{ ...base, counts: 'move' as const, from: fromNode }] : []),
      ...(Object.keys(known).length > 0 ? [{ ...base, counts: 'readdress' as const, after: known }] : []),
    ];
  });
}

/** Users whom runs have changed without an approval, and who still are as they were left. */
function standing(counts: Counts, recent: ReturnType<typeof recentOf>, { reading, details }: TestAccount): number {
  const last = new Map(recent.filter((one) => one.counts === counts).map((one) => [one.node, one]));
  const seen = reading.users.map((user) => ({ ...user, details: details.get(user.id) ?? null }));
  return [...last.values()].filter((one) => !one.allowed && stillStands(one, usersOf(seen))).length;
}

const years = fc.array(fc.tuple(directory, fc.boolean()), { minLength: 1, maxLength: 5 });

test('over sequences of runs within the window', () => {
  let held = 0;
  let approvedOnce = 0;
  fc.assert(
    fc.property(randomWorld, fc.nat({ max: 2 }), years, (world, most, sequence) => {
      const settings = settingsFor(world, most);
      let account = world.account;
      let recent: ReturnType<typeof recentOf> = [];
      for (const [literal, approves] of [[null, false] as const, ...sequence]) {
        const reading = literal === null ? world.reading : readingOf(literal, world.mappings);
        const past = { ...NO_PAST, recent: recent.filter(({ allowed }) => !allowed) };
        const first = planOf(settings, reading, account, [], new Map(), { past });
        const ids = approves ? [...first.holds.keys()] : [];
        const { plan } = planOf(settings, reading, account, ids, first.holds, { past });
        const changes = made(plan);
        account = carryOut({ ...plan, changes }, account, { technicians: null, mobile: null });
        recent = [...recent, ...recentOf(changes)];

        held += first.plan.summary.held;
        approvedOnce += ids.length;
        if (approves) expect(plan.summary.held).toBe(0);
        for (const counts of KINDS) expect(standing(counts, recent, account)).toBeLessThanOrEqual(most);
      }
    }),
    RUNS,
  );
  expect(held).toBeGreaterThan(2 * RUNS.numRuns);
  expect(approvedOnce).toBeGreaterThan(0.2 * RUNS.numRuns);
});

test('when a plan is held against the limits again, whatever it says of itself', () => {
  fc.assert(
    fc.property(randomWorld, fc.nat({ max: 2 }), (world, most) => {
      const settings = settingsFor(world, most);
      const free = planOf({ ...settings, limits: NO_LIMITS }, world.reading, world.account).plan;
      const account = world.account.reading;

      const holding = { settings: rescueFile(settings), account, approvals: [], earlier: new Map(), past: NO_PAST };
      const { changes } = holdChanges(free.changes, situationOf(free.changes, holding), holdInput(holding));

      const made = changes.filter(({ held }) => held === null);
      const { members: passing } = situationOf(made, holding);
      for (const kind of KINDS) {
        expect(passing.filter(({ counts }) => counts.has(kind)).length).toBeLessThanOrEqual(most);
      }
      expect(changes.map(({ id }) => id)).toEqual(free.changes.map(({ id }) => id));
    }),
    RUNS,
  );
});

test('and what an approval let into the plan needs one again, under the same id', () => {
  let letIn = 0;
  fc.assert(
    fc.property(randomWorld, fc.nat({ max: 2 }), (world, most) => {
      const settings = settingsFor(world, most);
      const { plan } = approvedPlanOf(settings, world.reading, world.account);
      const ids = [...new Set(plan.changes.flatMap(({ letThrough }) => letThrough.map(({ id }) => id)))];
      const held = (one: Plan): string[] => one.changes.flatMap((change) => (change.held === null ? [] : change.id));
      const doubted = plan.changes.filter(({ letThrough }) => letThrough.some(({ limit }) => limit === 'rescue.adopt'));

      const again = heldAgain(plan, settings, world.account, { ids: [] });
      const through = heldAgain(plan, settings, world.account, { ids });

      letIn += doubted.length;
      expect(held(again)).toEqual(expect.arrayContaining(doubted.map(({ id }) => id)));
      expect(held(through)).toEqual([]);
    }),
    RUNS,
  );
  expect(letIn).toBeGreaterThan(0.2 * RUNS.numRuns);
});
