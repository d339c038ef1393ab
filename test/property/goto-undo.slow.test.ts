import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { refuseContradictions } from '../../src/plan/consistent.ts';
import { NO_PAST } from '../../src/plan/earlier-runs.ts';
import { type DoneCall, pastChanges } from '../../src/plan/undo/past.ts';
import { undoPlan } from '../../src/plan/undo/undo-plan.ts';
import { sealed } from '../../src/planfile/seal.ts';
import { accountOf, gotoKind } from '../../src/targets/goto/kind.ts';
import type { GotoChange } from '../../src/targets/goto/planner/change.ts';
import type { Applied, Applier } from '../../src/targets/target.ts';
import { fileOf } from '../targets/goto/planner/builders.ts';
import { runs } from '../runs.ts';
import { recordedCalls } from './call-record.ts';
import { planned, switches, type Trial, withTrial } from './goto-trial.ts';
import { randomWorld } from './goto-world.ts';

/** After an undo an account is what it was before the apply, but for what the undo has named. */

const REASON = { code: 'UNDO', text: 'puts back what the run changed', line: null, path: [] } as const;
const READ = { thorough: false, progress: () => undefined };

async function allOf(applier: Applier, changes: readonly GotoChange[]): Promise<Applied[]> {
  const outcomes: Applied[] = [];
  for (const change of changes) outcomes.push(await applier.apply(change));
  return outcomes;
}

/** What undo puts back of a user, and nothing else. */
function shown({ sandbox }: Trial): Map<string, Record<string, unknown>> {
  return new Map(
    sandbox.account.users.map((user) => {
      const { key, email, firstName, lastName, licenseKeys, adminRoles, roleSets, groupKey } = user;
      const sets = { licenseKeys: [...licenseKeys].sort(), adminRoles: [...adminRoles].sort(), roleSets };
      return [key, { email: email.toLowerCase(), firstName, lastName, ...sets, groupKey }];
    }),
  );
}

/** @returns who is named as left alone, and what was not made */
async function undone({ target, settings }: Trial, calls: readonly DoneCall[]) {
  const reading = await target.read(READ);
  const account = accountOf(target, settings, reading);
  const undoing = account.undo(pastChanges(calls), REASON);
  if (undoing.kind !== 'undoing') throw new Error('a GoTo account shows everything');
  const file = fileOf(settings);
  const head = {
    settings: file,
    directory: { type: 'file' },
    adsyncVersion: '0',
    createdAt: '2026-01-31T09:00:00.000Z',
  } as const;
  const plan = undoPlan(head, [{ run: 'r', undoing, rules: gotoKind.savedRules.fields }]);
  refuseContradictions(plan, (type) => (type === 'goto' ? gotoKind.savedRules : null));
  const more = { settings: file, approvals: [], earlier: new Map(), past: NO_PAST, knownNames: new Map() };
  account.review(sealed(plan, new Uint8Array(16), null), more);
  const applier = account.begin({ journal: null, mark: null, stop: new AbortController().signal, changes: [] });
  const outcomes = await allOf(applier, plan.changes as readonly GotoChange[]);
  const failed = outcomes.filter(({ result }) => result !== 'done' && result !== 'pending');
  const named = plan.notices.filter(({ code }) => code === 'UNDO_STALE' || code === 'UNDO_IMPOSSIBLE');
  return { plan, failed, named: named.map(({ subject }) => subject.toLowerCase()) };
}

test('an apply and its undo leave the account as it was, but for what the undo names', async () => {
  let put = 0;
  await fc.assert(
    fc.asyncProperty(randomWorld, switches, async (world, given) => {
      const emails = world.account.users.map(({ email }) => email.toLowerCase());
      fc.pre(new Set(emails).size === emails.length);
      await withTrial(world, given, async (trial) => {
        const before = shown(trial);
        const [changes, account] = await planned(world, trial);
        const { journal, calls } = recordedCalls();
        await allOf(trial.target.begin(account, { journal, stop: new AbortController().signal }), changes);
        const between = shown(trial);

        const { plan, failed, named } = await undone(trial, calls);

        put += plan.changes.length;
        const open = new Set(failed.map(({ change }) => plan.changes.find(({ id }) => id === change)?.node));
        // An account may have had more users of a licence than seats: these are not given twice.
        expect(failed.map(({ text }) => text).filter((text) => !text.startsWith('No seat is free'))).toEqual([]);
        for (const [key, now] of shown(trial)) {
          if (open.has(key) || named.includes(String(between.get(key)?.['email']))) continue;
          const was = before.get(key);
          if (was === undefined) expect([now['licenseKeys'], now['adminRoles'], now['roleSets']]).toEqual([[], [], []]);
          else expect(now).toEqual(was);
        }
      });
    }),
    runs(150),
  );
  expect(put).toBeGreaterThan(0);
}, 240_000);
