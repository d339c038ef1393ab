import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fold } from '../../src/core/text.ts';
import type { Plan } from '../../src/plan/model.ts';
import { Secret } from '../../src/core/secret.ts';
import type { Settings } from '../../src/core/settings.ts';
import { openDirectory } from '../../src/directory/open.ts';
import { applyPlan } from '../../src/run/apply-plan.ts';
import {
  type RescueSandbox,
  type SandboxAccount,
  type SandboxSwitches,
  startRescueSandbox,
} from '../../src/sandbox/index.ts';
import { openRescue, realWorld, type RescueTarget } from '../../src/targets/rescue/rescue.ts';
import type { Account } from '../../src/targets/target.ts';
import { type Made, madePlan } from '../targets/rescue/made-plan.ts';
import { nextApprovals, settingsOf, rescueFile } from '../targets/rescue/planner/builders.ts';
import { runs } from '../runs.ts';
import { asLdif, asSandbox, TOKEN } from './as-files.ts';
import { type RandomWorld, randomWorld, saysMoreToCome } from './world.ts';

/** The whole way, from an LDIF file to the stand-in over HTTP and back, on random directories and accounts. */

const RUNS = runs(200);

const switches: fc.Arbitrary<Partial<SandboxSwitches>> = fc.record({
  omittedFields: fc.constantFrom('keep', 'clear'),
  blankAfterColon: fc.boolean(),
  lineEnd: fc.constantFrom('lf', 'crlf'),
  strictAliases: fc.constantFrom('none', 'node', 'nodeID'),
  rootListed: fc.boolean(),
  treeEnd: fc.constantFrom('lineBreaks', 'none'),
  idLabel: fc.constantFrom('', 'NODEID:'),
  bareGroupName: fc.constantFrom('', 'New Group'),
  goneUserWord: fc.constantFrom('INVALIDPARAM_NODE', 'USER_IS_DELETED'),
});

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-property-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

function settingsFor(world: RandomWorld, sandbox: RescueSandbox, path: string): Settings {
  const settings = settingsOf(world.mappings, {
    ...world.settings,
    url: sandbox.url,
    credentials: { kind: 'token', token: new Secret(TOKEN) },
    requests: { concurrent: 4, perSecond: 100_000, timeout: 10_000 },
  });
  return { ...settings, directory: { type: 'file', path } };
}

/** The plan with everything approved that it asks for. */
async function approvedPlan(settings: Settings, target: RescueTarget): Promise<Made> {
  const approved = new Set<string>();
  for (;;) {
    const made = await plan(settings, target, [...approved]);
    const next = nextApprovals(made.plan, approved);
    if (next.length === 0) return made;
    for (const id of next) approved.add(id);
  }
}

async function plan(settings: Settings, target: RescueTarget, approved: readonly string[] = []): Promise<Made> {
  return await madePlan(settings, await openDirectory(settings.directory), target, { approved });
}

async function carryOut({ plan: made, account }: Made, { concurrent }: RescueTarget): Promise<string[]> {
  const { signal } = new AbortController();
  const begin: Account['begin'] = (options) => account.begin(options);
  const result = await applyPlan({ plan: made, concurrent, begin, signal, journal: null, onOutcome() {} });
  return result.outcomes.filter((outcome) => outcome.result !== 'done').map(({ text }) => text);
}

function everyoneTwice(sandbox: RescueSandbox): string[] {
  const emails = sandbox.account.nodes.filter(({ email }) => email !== '').map(({ email }) => fold(email));
  return emails.filter((email, index) => emails.indexOf(email) !== index);
}

test('after an apply the next plan is empty, nobody protected was touched, and nothing was deleted', async () => {
  await fc.assert(
    fc.asyncProperty(randomWorld, switches, async (world, positions) => {
      const account = asSandbox(world.account);
      const sandbox = await startRescueSandbox({ account, switches: { ...positions, ...limitsOf(account, world) } });
      const before = structuredClone(sandbox.account.nodes);
      const path = join(folder, 'directory.ldif');
      await writeFile(path, asLdif(world.reading));
      const settings = settingsFor(world, sandbox, path);
      const target = await openRescue(
        rescueFile(settings).rescue,
        realWorld({ signal: new AbortController().signal, log() {}, fetch }),
      );

      try {
        const first = await approvedPlan(settings, target);
        const failures = await carryOut(first, target);
        let second = await plan(settings, target);
        for (let rounds = 0; rounds < 2 && saysMoreToCome(first.plan); rounds++) {
          failures.push(...(await carryOut(second, target)));
          second = await plan(settings, target);
        }

        expect(failures).toEqual([]);
        expect(second.plan.changes).toEqual([]);
        expect(everyoneTwice(sandbox)).toEqual([]);
        expect(sandbox.log.map(({ method }) => method)).not.toContain('deleteNode');
        const safe = untouchables(before, world);
        const ids = new Set(safe.map(({ id }) => id));
        expect(sandbox.account.nodes.filter(({ id }) => ids.has(id))).toEqual(safe);
        expect(unmanagedFields(sandbox.account.nodes, before, first.plan)).toEqual([]);
        expect(oldPasswords(sandbox.account.nodes, before, first.plan)).toEqual([]);
      } finally {
        await target.close();
        await sandbox.close();
      }
    }),
    RUNS,
  );
}, 120_000);

/** The service has the licences that the file says, unless more are in use already. */
function limitsOf({ nodes }: SandboxAccount, { settings: { licenses } }: RandomWorld): Partial<SandboxSwitches> {
  const seats = nodes.filter(({ type, status }) => type === 'Technician' && status !== 'Disabled').length;
  const mobile = nodes.filter(({ mobileAddon }) => mobileAddon).length;
  const { technicians = null, mobile: addOns = null } = licenses ?? {};
  return {
    seatLimit: technicians === null ? null : Math.max(technicians, seats),
    mobileLimit: addOns === null ? null : Math.max(addOns, mobile),
  };
}

type Nodes = RescueSandbox['account']['nodes'];

function untouchables(nodes: Nodes, { settings }: RandomWorld): Nodes {
  const listed = (settings.protect ?? []).map(fold);
  return nodes.filter(({ email, accountHolder }) => accountHolder || listed.includes(fold(email)));
}

/** Fields that adsync does not manage must survive every write, whatever the service does with fields left out. */
function unmanagedFields(after: Nodes, before: Nodes, made: Plan): string[] {
  const touched = new Set(made.changes.map(({ node }) => Number(node)));
  const passedOn = usersPassedOn(made);
  return before
    .filter(({ id }) => touched.has(id))
    .filter(({ id, nick, rpatAddon, password }) => {
      const now = after.find((node) => node.id === id);
      return now?.nick !== nick || now.rpatAddon !== rpatAddon || (now.password !== password && !passedOn.has(id));
    })
    .map(({ name }) => name);
}

/** A user that passes to another person has another password than before. */
function oldPasswords(after: Nodes, before: Nodes, made: Plan): string[] {
  const passedOn = usersPassedOn(made);
  const kept = new Map(after.map(({ id, password }) => [id, password]));
  return before.filter(({ id, password }) => passedOn.has(id) && kept.get(id) === password).map(({ name }) => name);
}

function usersPassedOn({ changes }: Plan): Set<number> {
  return new Set(changes.flatMap(({ node, after }) => (after['password'] === 'new' ? [Number(node)] : [])));
}
