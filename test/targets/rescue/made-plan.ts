import type { Settings } from '../../../src/core/settings.ts';
import type { Directory } from '../../../src/directory/directory.ts';
import { approvalsOf } from '../../../src/plan/approvals.ts';
import type { Plan } from '../../../src/plan/model.ts';
import { NO_PAST } from '../../../src/plan/earlier-runs.ts';
import { makePlan } from '../../../src/run/make-plan.ts';
import { accountOf, rescueKind } from '../../../src/targets/rescue/kind.ts';
import type { AccountReading } from '../../../src/targets/rescue/planner/account.ts';
import type { RescueTarget } from '../../../src/targets/rescue/rescue.ts';
import type { Account } from '../../../src/targets/target.ts';
import { rescueFile } from './planner/builders.ts';

/** A plan of one Rescue account, and the account as the plan saw it. */
export interface Made {
  readonly plan: Plan;
  readonly account: Account;
  /** What was read of it last. */
  readonly reading: AccountReading;
}

/** Makes a plan as a run does, of a directory and an account that are open. */
export async function madePlan(
  settings: Settings,
  directory: Directory,
  target: RescueTarget,
  { approved = [], refresh = false }: { readonly approved?: readonly string[]; readonly refresh?: boolean } = {},
): Promise<Made> {
  const { rescue } = rescueFile(settings);
  const readings: AccountReading[] = [];
  const watched: RescueTarget = {
    ...target,
    async read(options) {
      const reading = await target.read(options);
      readings.push(reading);
      return reading;
    },
    async readMore(...given) {
      const reading = await target.readMore(...given);
      readings.push(reading);
      return reading;
    },
  };
  const { plan, accounts } = await makePlan({
    settings,
    directory,
    targets: [
      {
        chosen: { ...rescueKind.configured(rescue), kind: rescueKind },
        target: {
          concurrent: target.concurrent,
          identify: () => target.identify(),
          read: async (options) => accountOf(watched, rescue, await watched.read(options)),
          effectsOf: target.effectsOf,
          close: () => target.close(),
        },
      },
    ],
    lost: [],
    adsyncVersion: '0.0.0',
    now: new Date('2026-01-31T09:00:00Z'),
    signal: new AbortController().signal,
    refresh,
    approvals: approvalsOf(settings, approved, []),
    earlier: new Map(),
    past: () => Promise.resolve(NO_PAST),
    knownNames: () => Promise.resolve(new Map()),
    progress() {},
  });
  const [account] = accounts.values();
  const reading = readings.at(-1);
  if (account === undefined || reading === undefined) throw new Error('no account was read');
  return { plan, account, reading };
}
