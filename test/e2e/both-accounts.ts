import { expect } from '@jest/globals';
import { type GotoSandbox, newGotoAccount, startGotoSandbox } from '../../src/sandbox/goto/index.ts';
import { newSandboxAccount, type RescueSandbox, startRescueSandbox } from '../../src/sandbox/index.ts';
import { adsync as runHere, type Said } from '../cli/fake-host.ts';
import { adsync, type Ended, newFolder } from './adsync.ts';
import { gotoSection } from './goto-world.ts';
import { fileKind } from './kinds.ts';
import { companyFrom } from './scenarios.ts';

/** A company with an account of Rescue and one of GoTo, both served, and one file for them. */
export interface BothAccounts {
  readonly path: string;
  readonly rescue: RescueSandbox;
  readonly goto: GotoSandbox;
  run(...args: string[]): Promise<Ended>;
  here(...args: string[]): Promise<Said>;
  /** Who can work in each account, by the words of people. */
  enabled(): Record<TargetType, string[]>;
  close(): Promise<void>;
}

export type TargetType = 'rescue' | 'goto';
export const WORDS = ['ada', 'bob', 'cleo', 'dan'] as const;

export async function openBoth(): Promise<BothAccounts> {
  const holder = { name: 'Olga Owner', email: 'owner@corp.example', password: 'Holder%1pass' };
  const rescue = await startRescueSandbox({
    account: newSandboxAccount({ organization: 'Corp', accountId: 1, apiToken: 'sandbox-token', holder }),
  });
  const goto = await startGotoSandbox({
    account: newGotoAccount({ clientSecret: 'sandbox-secret', pat: 'sandbox-pat' }),
  });
  const kind = fileKind();
  const folder = await newFolder({
    'sync.yaml': `version: 1
${kind.yaml}rescue:
  url: ${rescue.url}
  apiToken: sandbox-token
  requests: { concurrent: 2, perSecond: 1000 }
  groups: [{ directoryGroup: All, rescueGroup: Technicians/All }]
${gotoSection(goto.url, '')}  rules:
    - { directoryGroup: All, products: [Meeting, Connect] }
`,
  });
  const cwd = folder.path;
  const people = Object.fromEntries(WORDS.map((word) => [word, {}]));
  await kind.hold(companyFrom([{ people, teams: { All: WORDS } }]), cwd);
  return {
    path: cwd,
    rescue,
    goto,
    run: (...args) => adsync(args, { cwd }),
    here: (...args) => runHere(args, { cwd }),
    enabled() {
      const technicians = rescue.account.nodes.filter(
        ({ type, status }) => type === 'Technician' && status !== 'Disabled',
      );
      const users = goto.account.users.filter(({ licenseKeys, elsewhere }) => licenseKeys.length > 0 && !elsewhere);
      return { rescue: wordsOf(technicians), goto: wordsOf(users) };
    },
    async close() {
      await Promise.all([rescue.close(), goto.close()]);
      await folder.remove();
    },
  };
}

function wordsOf(users: readonly { readonly email: string }[]): string[] {
  // A technician is created without an address, which it gets right after.
  return users.flatMap(({ email }) => (email === '' ? [] : (email.split('@')[0] ?? ''))).sort();
}

const OTHER = { rescue: 'goto', goto: 'rescue' } as const;

/** The account that is left is planned and applied, and the exit codes say that one is missing. */
export async function expectOtherGoesOn(both: BothAccounts, lost: TargetType, says: RegExp): Promise<void> {
  const plan = await both.here('plan');
  const applied = await both.here('apply', '--yes');
  const again = await both.here('apply', '--yes');

  expect(plan.code).toBe(1);
  expect(plan.stdout).toMatch(/TARGET_LOST/);
  expect(plan.stdout).toMatch(says);
  expect(applied.code).toBe(3);
  expect(again.code).toBe(3);
  expect(both.enabled()).toEqual({ [lost]: [], [OTHER[lost]]: WORDS });
}

/** A saved plan of both is not begun while one is lost, and is not spent for the other. */
export async function expectSavedPlanWaits(both: BothAccounts, lost: TargetType): Promise<void> {
  const whole = await both.here('apply', 'plan.json', '--yes');
  const nobody = both.enabled();
  const one = await both.here('apply', 'plan.json', '--yes', '--target', OTHER[lost]);

  expect(whole.code).toBe(1);
  expect(nobody).toEqual({ rescue: [], goto: [] });
  expect(one.code).toBe(0);
  expect(both.enabled()).toEqual({ [lost]: [], [OTHER[lost]]: WORDS });
}
