import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Secret } from '../../src/core/secret.ts';
import { openDirectory } from '../../src/directory/open.ts';
import { NO_PAST } from '../../src/plan/earlier-runs.ts';
import { refuseContradictions } from '../../src/plan/consistent.ts';
import type { Outcome, Plan } from '../../src/plan/model.ts';
import { pastChanges } from '../../src/plan/undo/past.ts';
import { type Undoing, undoPlan } from '../../src/plan/undo/undo-plan.ts';
import { sealed } from '../../src/planfile/seal.ts';
import { applyPlan } from '../../src/run/apply-plan.ts';
import type { RunJournal } from '../../src/run/journal.ts';
import { type RescueSandbox, startRescueSandbox } from '../../src/sandbox/index.ts';
import { accountOf, rescueKind } from '../../src/targets/rescue/kind.ts';
import { parseMarker } from '../../src/targets/rescue/planner/marker.ts';
import { openRescue, realWorld, type RescueTarget } from '../../src/targets/rescue/rescue.ts';
import type { Account } from '../../src/targets/target.ts';
import { madePlan } from '../targets/rescue/made-plan.ts';
import { nextApprovals, NO_LIMITS, rescueFile, settingsOf } from '../targets/rescue/planner/builders.ts';
import { runs } from '../runs.ts';
import { asLdif, asSandbox, TOKEN } from './as-files.ts';
import { recordedCalls } from './call-record.ts';
import { randomWorld } from './world.ts';

/** After an undo an account is what it was before the apply, but for what the undo has named. */

const REASON = { code: 'UNDO', text: 'puts back what the run changed', line: null, path: [] } as const;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-undo-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

function settingsFor({ mappings, settings }: { mappings: never; settings: never }, url: string, path: string) {
  const own = { url, credentials: { kind: 'token', token: new Secret(TOKEN) } } as const;
  const requests = { concurrent: 4, perSecond: 100_000, timeout: 10_000 };
  const all = settingsOf(mappings, { ...(settings as object), ...own, requests });
  return { ...all, directory: { type: 'file', path } as const, limits: NO_LIMITS };
}

async function carryOut(
  plan: Plan,
  account: Account,
  target: RescueTarget,
): Promise<[readonly Outcome[], ReturnType<typeof recordedCalls>['calls']]> {
  const { journal, calls } = recordedCalls();
  const whole: RunJournal = {
    ...journal,
    run: 'a run',
    outcome() {},
    hasWritten: () => true,
    close: () => Promise.resolve(),
  };
  const { signal } = new AbortController();
  const changes = plan.changes.map((change) => ({ ...change, held: null }));
  const { concurrent } = target;
  const begin: Account['begin'] = (options) => account.begin(options);
  const made = { plan: { ...plan, changes }, concurrent, begin, signal, journal: whole, onOutcome() {} };
  const { outcomes } = await applyPlan(made);
  return [outcomes, calls];
}

/** What undo puts back of a node, and nothing else. */
function shown({ account: { nodes } }: RescueSandbox): Map<number, Record<string, unknown>> {
  return new Map(
    nodes.map(({ id, type, name, email, ssoId, status, mobileAddon, parent, description }) => [
      id,
      {
        type,
        name: name.trim(),
        email: email.toLowerCase(),
        ssoId: ssoId.toLowerCase(),
        isEnabled: status !== 'Disabled',
        mobileAddon,
        parent,
        link: parseMarker(description)?.person ?? null,
      },
    ]),
  );
}

test('an apply and its undo leave the account as it was, but for what the undo names', async () => {
  let put = 0;
  await fc.assert(
    fc.asyncProperty(randomWorld, async (world) => {
      const sandbox = await startRescueSandbox({ account: asSandbox(world.account) });
      const path = join(folder, 'directory.ldif');
      await writeFile(path, asLdif(world.reading));
      const settings = settingsFor(world as never, sandbox.url, path);
      const { rescue } = rescueFile(settings);
      const real = realWorld({ signal: new AbortController().signal, log() {}, fetch });
      const target = await openRescue(rescue, real);
      try {
        const before = shown(sandbox);
        const approved = new Set<string>();
        const directory = await openDirectory(settings.directory);
        let made = await madePlan(settings, directory, target, { approved: [] });
        for (
          let next = nextApprovals(made.plan, approved);
          next.length > 0;
          next = nextApprovals(made.plan, approved)
        ) {
          for (const id of next) approved.add(id);
          made = await madePlan(settings, directory, target, { approved: [...approved] });
        }
        const [, calls] = await carryOut(made.plan, made.account, target);

        const [plan, undoing, account] = await undoOf(calls, settings, target);
        refuseContradictions(plan, (type) => (type === 'rescue' ? rescueKind.savedRules : null));
        account.review(sealed(plan, new Uint8Array(16), null), {
          settings: { ...settings },
          approvals: [],
          earlier: new Map(),
          past: NO_PAST,
          knownNames: new Map(),
        });
        const between = shown(sandbox);
        const [outcomes] = await carryOut(plan, account, target);

        const after = shown(sandbox);
        const who = [...undoing.leftAlone.map((one) => one.who.toLowerCase()), ...notices(plan)];
        // A group is named by its path.
        const isNamed = ({ email, name }: Record<string, unknown>): boolean =>
          who.some(
            (one) => one === (email === '' ? one.slice(0, -String(name).length) + String(name).toLowerCase() : email),
          );
        const named = new Set([...between].filter(([, node]) => isNamed(node)).map(([id]) => id));
        const failed = outcomes.filter(({ result }) => result !== 'done');
        const failedNodes = new Set(
          plan.changes.filter(({ id }) => failed.some(({ change }) => change === id)).map(({ node }) => Number(node)),
        );
        put += plan.changes.length;
        for (const [id, node] of before) {
          const now = after.get(id);
          if (failedNodes.has(id) || named.has(id)) continue;
          expect(now).toEqual(node);
        }
        const created = [...after].filter(([id]) => !before.has(id) && !named.has(id));
        for (const [, node] of created) {
          if (/@/.test(String(node['email']))) expect(node['isEnabled']).toBe(false);
        }
        expect(failed.map(({ text }) => text)).toEqual([]);
        expect(sandbox.log.map(({ method }) => method)).not.toContain('deleteNode');
      } finally {
        await target.close();
        await sandbox.close();
      }
    }),
    runs(150),
  );
  expect(put).toBeGreaterThan(0);
}, 240_000);

function notices({ notices: all }: Plan): string[] {
  return all.filter(({ code }) => code === 'UNDO_IMPOSSIBLE').map(({ subject }) => subject.toLowerCase());
}

async function undoOf(
  calls: ReturnType<typeof recordedCalls>['calls'],
  settings: Parameters<typeof rescueFile>[0],
  target: RescueTarget,
): Promise<[Plan, Undoing, Account]> {
  const { rescue } = rescueFile(settings);
  const options = { thorough: false, progress: () => undefined };
  let account = accountOf(target, rescue, await target.read(options));
  for (;;) {
    const undoing = account.undo(pastChanges(calls), REASON);
    if (undoing.kind === 'undoing') {
      const head = {
        settings,
        directory: { type: 'file' },
        adsyncVersion: '0',
        createdAt: '2026-01-31T09:00:00.000Z',
      } as const;
      const plan = undoPlan(head, [{ run: 'r', undoing, rules: rescueKind.savedRules.fields }]);
      return [plan, undoing, account];
    }
    account = await account.readMore(undoing.ids, options);
  }
}
