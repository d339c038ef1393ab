import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Disguise, newDisguise } from '../../src/core/disguise.ts';
import type { DirectoryReading, PersonId, WantedGroup } from '../../src/core/people.ts';
import { Secret } from '../../src/core/secret.ts';
import { cleanName, fold } from '../../src/core/text.ts';
import { disguiseReading } from '../../src/directory/snapshot/disguise-reading.ts';
import { savedReading, type SavedReading, wholeReading } from '../../src/directory/snapshot/saved-reading.ts';
import { selected, serve } from '../../src/directory/snapshot/serve.ts';
import type { Plan } from '../../src/plan/model.ts';
import { renderJson } from '../../src/render/json.ts';
import { disguiseAccount as disguiseGoto } from '../../src/targets/goto/snapshot/disguise-account.ts';
import { applyProtection } from '../../src/targets/saved-protection.ts';
import { withDetails } from '../../src/targets/rescue/planner/with-details.ts';
import { disguiseAccount as disguiseRescue } from '../../src/targets/rescue/snapshot/disguise-account.ts';
import { restoreAccount } from '../../src/targets/rescue/snapshot/restore.ts';
import { type SavedRescue, saveReading } from '../../src/targets/rescue/snapshot/saved-account.ts';
import { fileOf, planOf as planGoto } from '../targets/goto/planner/builders.ts';
import { NO_PAST } from '../../src/plan/earlier-runs.ts';
import { planOf, SEALING, settingsOf, type TestAccount } from '../targets/rescue/planner/builders.ts';
import { runs } from '../runs.ts';
import { randomWorld as randomGoto } from './goto-world.ts';
import { type RandomWorld, randomWorld } from './world.ts';

/** A plan from a snapshot is the plan that was made live; with tokens it is the same but for who is who. */

const RUNS = runs(200);
const KEY = new Secret('0123456789abcdef0123456789abcdef');
const SEAL = 'ab'.repeat(32);

function throughJson<Data>(data: Data): Data {
  return JSON.parse(JSON.stringify(data)) as Data;
}

function saved(reading: DirectoryReading, wanted: readonly WantedGroup[], attributes: readonly string[]): SavedReading {
  return throughJson(savedReading(reading, wanted, attributes));
}

function whole({ reading, details }: TestAccount): TestAccount['reading'] {
  const ids = reading.users.map(({ id }) => id);
  return withDetails(reading, ids, details);
}

function settingsFor({ mappings, settings }: RandomWorld): ReturnType<typeof settingsOf> {
  return settingsOf(mappings, { ...settings, protectLines: (settings.protect ?? []).map((_, index) => 5 + index) });
}

function wantedFor({ mappings }: RandomWorld): WantedGroup[] {
  return mappings.flatMap(({ parts }) => parts.map(({ directoryGroup }) => ({ ref: directoryGroup, nested: true })));
}

function restored(
  data: SavedRescue,
  world: RandomWorld,
): { settings: ReturnType<typeof settingsFor>; account: TestAccount } {
  const file = settingsFor(world);
  const { settings, read } = restoreAccount(data, file.rescue);
  const details = new Map(data.users.flatMap(({ id, details: one }) => (one === null ? [] : [[id, one] as const])));
  return {
    settings: { ...file, rescue: settings, targets: [settings] },
    account: {
      reading: read({ thorough: false }),
      details: details,
    },
  };
}

describe('a plan from a snapshot', () => {
  test('of a Rescue account is the plan that was made live, byte by byte', () => {
    fc.assert(
      fc.property(randomWorld, (world) => {
        const live = planOf(settingsFor(world), world.reading, world.account).plan;
        const { settings, account } = restored(throughJson(saveReading(whole(world.account), SEALING, SEAL)), world);
        const reading = wholeReading(saved(world.reading, wantedFor(world), []));

        expect(renderJson(planOf(settings, reading, account).plan)).toBe(renderJson(live));
      }),
      RUNS,
    );
  });

  test('of which only a part is asked for is the plan of that part', () => {
    fc.assert(
      fc.property(randomWorld, fc.nat(), (world, pick) => {
        const only = {
          ...world,
          mappings: world.mappings.filter((_, index) => index === pick % world.mappings.length),
        };
        const all = saved(
          selected(saved(world.reading, wantedFor(world), []), wantedFor(world), []),
          wantedFor(world),
          [],
        );
        const part = serve(all, wantedFor(only), []);

        expect(part).toEqual(selected(all, wantedFor(only), []));
        expect(part.roots).toEqual(world.reading.roots.filter((_, index) => index === pick % world.mappings.length));
        expect([...part.people]).toEqual([...world.reading.people].filter(([id]) => isMember(part, id)));
        expect([...part.groups]).toEqual([...world.reading.groups].filter(([id]) => part.groups.has(id)));
      }),
      RUNS,
    );
  });
});

function isMember({ groups }: DirectoryReading, id: PersonId): boolean {
  return [...groups.values()].some(({ people }) => people.includes(id));
}

/** What a plan does, without who is who. */
function shape({ summary, changes, notices }: Plan): unknown {
  return {
    summary,
    changes: changes
      .map(({ operations, kind, group, before, after, reason, held, blocked, risk, evidence, role, stage }) =>
        JSON.stringify([
          ...[operations, kind, role, group, Object.keys(before ?? {}).sort(), Object.keys(after).sort()],
          ...[reason.code, reason.line, held?.limit ?? null, blocked?.kind ?? null, risk, evidence, stage],
        ]),
      )
      .sort(),
    notices: notices.map(({ code, severity, line }) => `${code} ${severity} ${line ?? ''}`).sort(),
  };
}

function disguiseFor(reading: DirectoryReading, names: readonly string[], domains: readonly string[]): Disguise {
  const groups = [...reading.groups.values()];
  return newDisguise(KEY, {
    groups: new Set(groups.map(({ id }) => id)),
    names: new Set([...names, ...groups.map(({ name }) => name)].map((name) => fold(cleanName(name)))),
    domains,
  });
}

describe('a plan from a pseudonymised snapshot', () => {
  test('of a Rescue account does the same, but for who gets the last seats', () => {
    fc.assert(
      fc.property(randomWorld, (given) => {
        const licenses = { technicians: null, mobile: null };
        const read = selected(saved(given.reading, wantedFor(given), []), wantedFor(given), []);
        const world = { ...given, reading: read, settings: { ...given.settings, licenses } };
        const live = planOf(settingsFor(world), world.reading, world.account).plan;
        const paths = [
          ...world.account.reading.groups.map(({ path }) => path),
          ...world.mappings.map((one) => one.rescueGroup),
        ];
        const disguise = disguiseFor(world.reading, paths.flat(), []);
        const { rescue } = settingsFor(world);
        const people = [...world.reading.people.values()];
        const data = throughJson(disguiseRescue(whole(world.account), { disguise, people, settings: rescue }));
        const { settings, account } = restored(data, world);
        const reading = wholeReading(
          throughJson(disguiseReading(saved(world.reading, wantedFor(world), []), disguise)),
        );

        expect(shape(planOf(settings, reading, account).plan)).toEqual(shape(live));
      }),
      RUNS,
    );
  });

  test('of a GoTo account does the same, but for who gets the last seats', () => {
    fc.assert(
      fc.property(randomGoto, (world) => {
        const account = { ...world.account, licences: world.account.licences.map((one) => ({ ...one, seats: 100 })) };
        const input = { approvals: [], earlier: new Map(), past: NO_PAST, knownNames: new Map() };
        const wanted = world.settings.mappings.map(({ directoryGroup }) => ({ ref: directoryGroup, nested: true }));
        const attributes = ['givenName', 'surname', ...world.settings.attributes.map(({ from }) => from)];
        const read = selected(saved(world.reading, wanted, attributes), wanted, attributes);
        const live = planGoto({ ...input, settings: fileOf(world.settings), reading: read, account });
        const disguise = disguiseFor(
          read,
          account.groups.flatMap(({ path }) => path),
          world.settings.domains,
        );
        const people = [...read.people.values()];
        const { protection, ...data } = throughJson(disguiseGoto(account, disguise, people, world.settings));
        const emails = data.users.map(({ email }) => email);
        const settings =
          protection === undefined ? world.settings : applyProtection(world.settings, protection, emails).known;
        const reading = wholeReading(throughJson(disguiseReading(saved(read, wanted, attributes), disguise)));
        const hidden = planGoto({ ...input, settings: fileOf(settings), reading, account: data });

        expect(shape(hidden)).toEqual(shape(live));
      }),
      RUNS,
    );
  });
});
